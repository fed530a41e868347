"""What mediation brings to the agenda of a meeting: disputes that are major or have long been open."""

from datetime import timedelta

from django.db.models import Q

from governance.duties.meetings import agenda

from .disputes.steps import DISPUTE
from .models import Dispute

LONG = timedelta(days=30)


def outstanding(asked: agenda.AgendaRequest) -> list[agenda.Point]:
    """Open disputes of the unit's range that are major, or that nobody has settled for a month."""
    pressing = Q(dispute__grade=Dispute.Grade.MAJOR) | Q(opened_at__lte=asked.now - LONG)
    return agenda.case_points(agenda.open_cases(asked).filter(pressing, kind=DISPUTE.kind))


SOURCE = agenda.AgendaSource("dispute", "突出矛盾纠纷", outstanding)
