"""What supervision brings to the agenda of a meeting: papers that were sent and not answered in time."""

from governance.cases.lists.filters import due_between
from governance.duties.meetings import agenda

from .papers.steps import SUPERVISION

SENT = ("sent", "received")


def unanswered(asked: agenda.AgendaRequest) -> list[agenda.Point]:
    """Papers to units of the range whose date to answer is over."""
    papers = agenda.open_cases(asked).filter(kind=SUPERVISION.kind, status__in=SENT)
    return agenda.case_points(papers.filter(due_between("overdue", asked.now)))


SOURCE = agenda.AgendaSource("supervision", "督办未反馈", unanswered)
