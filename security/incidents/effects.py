"""What the steps of an incident do beyond columns, clocks and papers; returns the names of the fields set."""

from ..orders.effects import EFFECTS as ORDER_EFFECTS
from .duty import alarm
from .vocabulary import is_grave


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


EFFECTS = ORDER_EFFECTS | {"acknowledge": acknowledge, "correct": correct}
