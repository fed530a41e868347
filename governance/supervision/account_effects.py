"""What the steps of an account meeting do beyond columns and papers."""

from . import accounts
from .accounts import Ruling


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


EFFECTS = {"gather": gather, "strike_off": strike_off, "keep": keep}


def unsettled(meeting, on):
    """The items that can still be struck off or kept."""
    return meeting.items.exclude(outcome="struck_off").select_related("unit")
