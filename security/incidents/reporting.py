"""The first report of an incident, and whether it came in time."""

from datetime import datetime, timedelta

from django.db import transaction

from governance.cases import deadlines
from governance.cases.steps import actions
from governance.cases.workflow import Hearer
from governance.frame.days import office_day

from ..models import Incident
from .duty import announce

FIRST_REPORT = "incident.first_report"


@transaction.atomic
def report(incident: Incident, *, actor, at: datetime, people=(), files=(), told=(), replay=False) -> Incident:
    """The incident is registered, and whoever is on duty in the county has heard of it."""
    incident.kind = "incident"
    # What says nothing of its time has just happened.
    incident.happened_at = incident.happened_at or incident.opened_at
    how = {"told": told, "tells": (Hearer.STAFF,), "replay": replay}
    actions.open_case(incident, actor=actor, at=at, people=people, files=files, **how)
    if not replay:
        announce(incident, at=at, on=office_day(at))
    return incident


def delay(incident: Incident) -> timedelta:
    """How long after it happened it was reported."""
    return max(incident.opened_at - incident.happened_at, timedelta(0))


def is_late(incident: Incident) -> bool:
    """True if the first report came after its term (迟报)."""
    due = deadlines.counted(FIRST_REPORT, incident.happened_at).due_at
    return due is not None and incident.opened_at > due
