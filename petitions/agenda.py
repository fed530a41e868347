"""What petitions bring to the agenda of a meeting: collective and repeated ones that are still open."""

from django.db.models import Q

from governance.duties.meetings import agenda

from .workflow import WORKFLOW


def outstanding(asked: agenda.AgendaRequest) -> list[agenda.Point]:
    """Open petitions of the unit's range that many brought, or that were brought again."""
    pressing = Q(petition__is_collective=True) | Q(petition__is_repeat=True)
    return agenda.case_points(agenda.open_cases(asked).filter(pressing, kind=WORKFLOW.kind))


SOURCE = agenda.AgendaSource("petition", "突出信访问题", outstanding)
