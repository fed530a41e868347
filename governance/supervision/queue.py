"""What the machine proposes and nobody has ruled on: late cases by the unit that answers for them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from governance.cases.models import Case, Clock, Escalation

from .models import Subject
from .vocabulary import RUNGS

MOST_SHOWN = 200


def waiting(user):
    """Alarms that propose a paper, newest first; the highest of each clock only, under the right to see its case.

    Left out is what ended meanwhile, what a person set aside, and what stands in a paper already.
    """
    running = Q(clock__ended_at=None) & ~Q(clock__outcome=Clock.Outcome.CANCELLED)
    visible = Case.objects.visible_to(user)
    return (
        Escalation.objects.filter(running, case__in=visible, taken_up=None, set_aside=None)
        .exclude(proposes="")
        .exclude(case__kind="supervision")
        .select_related("case__lead_unit", "clock__term")
        .order_by("clock_id", "-generation", "-rung")
        .distinct("clock_id")
    )


@dataclass(frozen=True)
class Line:
    """One late case that a paper could be about."""

    pk: int
    number: str
    title: str
    term: str
    due: str
    rung: str


@dataclass(frozen=True)
class Group:
    """All that waits about one unit; one paper can name all of it."""

    unit_id: int
    unit: str
    lines: list[Line]


def groups(user, at: datetime) -> list[Group]:
    """The queue, a group a unit, those with most late cases first."""
    rows = list(waiting(user)[:MOST_SHOWN])
    ready = _ripe_for_order([row.case_id for row in rows], at)
    by_unit: dict[int, list[Escalation]] = {}
    for row in rows:
        by_unit.setdefault(row.case.lead_unit_id, []).append(row)
    found = [
        Group(unit_id, lines[0].case.lead_unit.name, [_line(row, ready) for row in lines])
        for unit_id, lines in by_unit.items()
    ]
    return sorted(found, key=lambda group: (-len(group.lines), group.unit))


def _line(row: Escalation, ready: set[int]) -> Line:
    rung = "supervision_order" if row.case_id in ready else "copy_notice"
    return Line(
        pk=row.pk,
        number=row.case.number,
        title=row.case.title,
        term=row.clock.name,
        due=str(row.clock.due or ""),
        rung=dict(RUNGS)[rung],
    )


def _ripe_for_order(case_ids: list[int], at: datetime) -> set[int]:
    """The cases on which a copy notice has run out without an answer, or whose answer did not pass."""
    ripe = Q(paper__check_failed=True) | Q(
        paper__clocks__term_code="supervision.answer", paper__clocks__ended_at=None, paper__clocks__due_at__lte=at
    )
    rows = Subject.objects.filter(
        ripe, case__in=case_ids, paper__rung="copy_notice", paper__status__in=("sent", "received", "answered")
    )
    return set(rows.values_list("case_id", flat=True))
