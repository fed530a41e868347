"""What the steps of an incident do beyond columns, clocks and papers; returns the names of the fields set."""

from governance.cases.steps import effects as common

from ..orders.effects import EFFECTS as ORDER_EFFECTS
from .duty import alarm
from .vocabulary import GRADES, is_grave


def acknowledge(incident, *, act, facts):
    """The leader on duty knows of it."""
    incident.acknowledged_at, incident.acknowledged_by = act.at, act.actor
    return ["acknowledged_at", "acknowledged_by"]


def correct(incident, *, act, facts):
    """What was wrong stands in the history; whoever is on duty hears of a grade that has become grave."""
    incident.corrections += 1
    if is_grave(incident) and not act.replay:
        alarm(incident, at=act.at, on=act.day)
    return ["corrections"]


def merge(incident, *, act, facts):
    """The incident goes on with an earlier one that is at least as grave."""
    common.merge(incident, act=act, facts=facts)
    common.check_as_grave(incident, facts["into"], tuple(code for code, _ in GRADES))
    return []


EFFECTS = ORDER_EFFECTS | {"merge": merge, "acknowledge": acknowledge, "correct": correct}
