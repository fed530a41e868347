"""What the steps of an account meeting do beyond columns and papers."""

from governance.duties.returns import actions as returns

from . import actions as accounts
from .actions import Ruling

DUTY = "meeting.account"


def gather(meeting, *, act, facts):
    """The list has what has fallen due since."""
    act.told.append(["新增", f"{accounts.gather(meeting, act.at)} 项"])


def strike_off(meeting, *, act, facts):
    """The item is off the list, with its proof."""
    item = facts["item"]
    accounts.strike_off(item, Ruling(meeting, act.actor, act.at, {"proof": facts["proof"]}))


def keep(meeting, *, act, facts):
    """The item stays, with reason, measure and new day."""
    told = {name: facts[name] for name in ("reason", "measure", "new_on")}
    accounts.keep(facts["item"], Ruling(meeting, act.actor, act.at, told))


def conclude(meeting, *, act, facts):
    """The convener's duty to hold such a meeting is handed in by whoever called it; who signs hands in no duties."""
    kept = meeting.items.filter(outcome="kept").count()
    text = f"{meeting.title}，主持人{facts['chair']}，交账 {meeting.items.count()} 项，其中保留 {kept} 项。"
    returns.count_done(DUTY, meeting.convener, facts["held_on"], text, actor=meeting.registered_by, at=act.at)


EFFECTS = {"gather": gather, "strike_off": strike_off, "keep": keep, "conclude": conclude}


def unsettled(meeting, on):
    """The items that can still be struck off or kept."""
    return meeting.items.exclude(outcome="struck_off").select_related("unit")
