"""What the steps of an incident do beyond columns, clocks and papers; returns the names of the fields set."""

from datetime import datetime

from governance.cases import deadlines
from governance.cases.steps import effects as common
from governance.frame.days import office_time
from governance.frame.refusals import FactMissing

from ..models import Incident
from ..orders.effects import EFFECTS as ORDER_EFFECTS
from .conditions import is_grave, is_graver, too_slight, why_loses
from .duty import announce
from .vocabulary import GRADES, GRAVE_DUTIES, OPEN_ORDERS


def acknowledge(incident, *, act, facts):
    """The leader on duty knows of it."""
    incident.acknowledged_at, incident.acknowledged_by = act.at, act.actor
    return ["acknowledged_at", "acknowledged_by"]


def correct(incident, *, act, facts):
    """What was wrong stands in the history; who is on duty hears of a grade graver than before.

    From then on a grave one is acknowledged and reported in its time; one that had been as grave before owes what it
    owed then since that time. What is not grave any more owes neither.
    """
    if wrong := too_slight(facts):
        raise FactMissing(wrong)
    incident.corrections += 1
    before = Incident.objects.values_list("grade", flat=True).get(pk=incident.pk)
    rises = is_graver(incident.grade, before)
    if not is_grave(incident):
        _let_off(incident, act)
    elif rises:
        for term in GRAVE_DUTIES:
            if deadlines.running(incident, term) is None:
                since, owed_by = _owed_since(incident, term) or act.at, incident.commanded_by
                deadlines.start(incident, term, since=since, at=act.at, owed_by=owed_by)
    if rises and not act.replay:
        announce(incident, at=act.at, on=act.day)
    return ["corrections"]


def _owed_since(incident, term: str) -> datetime | None:
    """When what was let off before it was done began to be owed; None where it was done, or never owed."""
    last = incident.clocks.filter(term_code=term).order_by("id").last()
    return None if last is None or last.outcome == last.Outcome.MET else office_time(last.started_at)


def _let_off(incident, act) -> None:
    ended = [deadlines.cancel(incident, term, at=act.at) for term in GRAVE_DUTIES]
    names = [clock.name for clock in ended if clock is not None]
    if names:
        told = f"更正为{incident.get_grade_display()}，不再要求{'、'.join(names)}"
        act.told.append(["期限终止", told])


def merge(incident, *, act, facts):
    """The incident goes on with an earlier one that is at least as grave; no harm and no order is lost by it."""
    common.merge(incident, act=act, facts=facts)
    if sentence := why_loses(incident, facts["into"].own):
        raise FactMissing({"into": sentence})
    if any(order.is_open for order in incident.orders.all()):
        raise FactMissing({"into": OPEN_ORDERS})
    common.check_as_grave(incident, facts["into"], tuple(code for code, _ in GRADES))
    return []


EFFECTS = ORDER_EFFECTS | {"merge": merge, "acknowledge": acknowledge, "correct": correct}
