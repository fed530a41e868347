"""What the steps of an account meeting do beyond columns and papers."""

from governance.duties.returns import actions as returns

from . import actions as accounts
from .actions import Ruling

DUTY = "meeting.account"


def gather(meeting, *, doing, facts):
    """The list has what has fallen due since."""
    doing.told.append(["新增", f"{accounts.gather(meeting, doing.at)} 项"])


def strike_off(meeting, *, doing, facts):
    """The item is off the list, with its proof."""
    item = facts["item"]
    accounts.strike_off(item, Ruling(meeting, doing.actor, doing.at, {"proof": facts["proof"]}))


def keep(meeting, *, doing, facts):
    """The item stays, with reason, measure and new day."""
    told = {name: facts[name] for name in ("reason", "measure", "new_on")}
    accounts.keep(facts["item"], Ruling(meeting, doing.actor, doing.at, told))


def conclude(meeting, *, doing, facts):
    """The convener's duty to hold such a meeting is handed in by whoever called it; who signs hands in no duties."""
    kept = meeting.items.filter(outcome="kept").count()
    text = f"{meeting.title}，主持人{facts['chair']}，交账 {meeting.items.count()} 项，其中保留 {kept} 项。"
    returns.count_done(DUTY, meeting.convener, facts["held_on"], text, actor=meeting.registered_by, at=doing.at)


EFFECTS = {"gather": gather, "strike_off": strike_off, "keep": keep, "conclude": conclude}


def unsettled(meeting, on):
    """The items that can still be struck off or kept."""
    return meeting.items.exclude(outcome="struck_off").select_related("unit")
