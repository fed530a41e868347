"""Weighing what was missed: a unit that missed so many windows as a rung of the plan says is proposed for it, once.

Whatever is missing and not yet weighed is weighed by the next scan, however late; one scan weighs at a time. The
machine proposes, a person decides what becomes of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from governance.frame.database.alone import together

from ..models import DutyEscalation, DutyRung, DutyTask

# One transaction weighs so many tasks.
BATCH = 5000
# So far back a unit's windows are looked at: a run that is longer has passed every rung.
LOOK_BACK = 40
# The number under which scans keep out of each other's way.
LOCK = 4390
MISSING = DutyTask.State.MISSING

CLAIM = """
SELECT id, plan_code, unit_id, first, plan_id FROM duties_dutytask
WHERE state = 'missing' AND weighed_at IS NULL AND id > %(after)s
ORDER BY id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED
"""
# The last windows of these plans and units up to the newest that was just claimed.
LATELY = """
SELECT p.plan_code, p.unit_id, t.id, t.first, t.state = 'missing', t.escalation_id
FROM unnest(%(codes)s::text[], %(units)s::bigint[], %(until)s::date[]) AS p(plan_code, unit_id, until)
CROSS JOIN LATERAL (
    SELECT id, first, state, escalation_id FROM duties_dutytask
    WHERE plan_code = p.plan_code AND unit_id = p.unit_id AND first <= p.until AND state <> 'withdrawn'
    ORDER BY first DESC LIMIT %(look_back)s
) t
ORDER BY p.plan_code, p.unit_id, t.first
"""
LINK = """
UPDATE duties_dutytask AS t SET escalation_id = l.escalation
FROM unnest(%(tasks)s::bigint[], %(escalations)s::bigint[]) AS l(task, escalation) WHERE t.id = l.task
"""


class MissedTask(NamedTuple):
    """One window that was missed and not yet weighed."""

    task_id: int
    plan_code: str
    unit_id: int
    first: date
    plan_id: int

    def __str__(self) -> str:
        return f"duty task {self.task_id}"


@dataclass(slots=True, eq=False)
class Seen:
    """One window of a unit as the ladder sees it."""

    pk: int
    first: date
    is_missing: bool
    escalation: DutyEscalation | None = None


@dataclass
class Book:
    """The last windows that one unit owed of one plan, and what waits about them."""

    plan_code: str
    unit_id: int
    windows: list[Seen] = field(default_factory=list)
    waiting: DutyEscalation | None = None
    linked: list[Seen] = field(default_factory=list)

    def weigh(self, rungs: Sequence[DutyRung], at: Seen, now: datetime) -> None:
        """What is new of a rung that was reached joins the proposal that waits, or is a proposal of its own.

        Once somebody has ruled, the next one wants a higher rung, or as many windows again.
        """
        rung, counted = reached(rungs, self.windows, at)
        fresh = [each for each in counted if each.escalation is None]
        if rung is None or not fresh:
            return
        if self.waiting is None:
            former = max((each.escalation.rung for each in counted if each.escalation), default=0)
            if rung.rung <= former and len(fresh) < rung.missed:
                return
            self.waiting = DutyEscalation(plan_code=self.plan_code, unit_id=self.unit_id, rung=0, raised_at=now)
        if rung.rung >= self.waiting.rung:
            self.waiting.plan_id, self.waiting.rung, self.waiting.proposes = rung.plan_id, rung.rung, rung.proposes
            self.waiting.span, self.waiting.missed = rung.span, len(counted)
        for each in fresh:
            each.escalation = self.waiting
        self.linked += fresh


def reached(rungs: Sequence[DutyRung], windows: Sequence[Seen], at: Seen) -> tuple[DutyRung | None, list[Seen]]:
    """The highest rung that is reached by the windows missed around ``at``, and those windows; None and none of them.

    ``windows`` are those of one unit and plan in order. In a row means that nothing came in between.
    """
    by_span: dict[str, list[Seen]] = {DutyRung.Span.ROW: _run(windows, at), DutyRung.Span.MONTH: _month(windows, at)}
    for rung in sorted(rungs, key=lambda rung: -rung.rung):
        if len(by_span[rung.span]) >= rung.missed:
            return rung, by_span[rung.span]
    return None, []


def _run(windows: Sequence[Seen], at: Seen) -> list[Seen]:
    begin = end = windows.index(at)
    while begin > 0 and windows[begin - 1].is_missing:
        begin -= 1
    while end + 1 < len(windows) and windows[end + 1].is_missing:
        end += 1
    return list(windows[begin : end + 1])


def _month(windows: Sequence[Seen], at: Seen) -> list[Seen]:
    month = (at.first.year, at.first.month)
    return [each for each in windows if each.is_missing and (each.first.year, each.first.month) == month]


def weigh(now: datetime, limit: int = BATCH) -> int:
    """Everything that was missed by now has been weighed; says how many proposals are new.

    Proposals and the marks on what was weighed stand in one transaction: a worker that dies has done neither. What
    cannot be weighed is named in the log, keeps no other and is weighed by the next scan.
    """
    raised, after = 0, 0
    while True:
        with transaction.atomic():
            rows = _claim(after, limit)
            if rows:
                raised += sum(together("weighing", rows, lambda some: _weigh(some, now), lambda row: None))
        if len(rows) < limit:
            return raised
        after = rows[-1].task_id


def _claim(after: int, limit: int) -> list[MissedTask]:
    """What waits to be weighed behind that task; nothing while somebody else is weighing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(CLAIM, {"after": after, "limit": limit})
        return [MissedTask(*row) for row in cursor.fetchall()]


def _weigh(rows: Sequence[MissedTask], now: datetime) -> int:
    raised = _propose(rows, now)
    DutyTask.objects.filter(pk__in=[row.task_id for row in rows]).update(weighed_at=now)
    return raised


def _propose(rows: Sequence[MissedTask], now: datetime) -> int:
    rungs: dict[int, list[DutyRung]] = defaultdict(list)
    for rung in DutyRung.objects.filter(plan__in={row.plan_id for row in rows}):
        rungs[rung.plan_id].append(rung)
    claimed: dict[tuple[str, int], dict[date, int]] = defaultdict(dict)
    for row in rows:
        if row.plan_id in rungs:
            claimed[row.plan_code, row.unit_id][row.first] = row.plan_id
    if not claimed:
        return 0
    books = _books({pair: max(firsts) for pair, firsts in claimed.items()}, now)
    for book in books:
        firsts = claimed[book.plan_code, book.unit_id]
        for at in [each for each in book.windows if each.is_missing and each.first in firsts]:
            book.weigh(rungs[firsts[at.first]], at, now)
    return _keep(books)


def _books(until: dict[tuple[str, int], date], now: datetime) -> list[Book]:
    """The books of these plans and units up to the day of each."""
    with connection.cursor() as cursor:
        cursor.execute(
            LATELY,
            {
                "codes": [code for code, _ in until],
                "units": [unit for _, unit in until],
                "until": list(until.values()),
                "look_back": LOOK_BACK,
            },
        )
        rows = cursor.fetchall()
    known = DutyEscalation.objects.in_bulk({row[-1] for row in rows if row[-1]})
    books = {pair: Book(*pair, waiting=waiting) for pair, waiting in _waiting(until, now).items()}
    for code, unit, pk, first, is_missing, escalation in rows:
        books[code, unit].windows.append(Seen(pk, first, is_missing, known.get(escalation)))
    return list(books.values())


def _waiting(pairs: Iterable[tuple[str, int]], now: datetime) -> dict[tuple[str, int], DutyEscalation | None]:
    """What waits about each of these plans and units; what has come in altogether meanwhile waits no longer."""
    missing = Exists(DutyTask.objects.filter(escalation=OuterRef("pk"), state=MISSING))
    found: dict[tuple[str, int], DutyEscalation | None] = dict.fromkeys(pairs)
    units, codes = {unit for _, unit in found}, {code for code, _ in found}
    over = []
    for each in DutyEscalation.objects.filter(ruled_at=None, unit__in=units, plan_code__in=codes).annotate(
        is_owed=missing
    ):
        if not each.is_owed:
            over.append(each.pk)
        elif (each.plan_code, each.unit_id) in found:
            found[each.plan_code, each.unit_id] = each
    DutyEscalation.objects.filter(pk__in=over).update(ruled_at=now)
    return found


def _keep(books: list[Book]) -> int:
    """The proposals stand with the windows that brought them; says how many are new."""
    touched = [book.waiting for book in books if book.linked and book.waiting]
    fresh = [each for each in touched if each.pk is None]
    DutyEscalation.objects.bulk_create(fresh)
    known = [each for each in touched if each not in fresh]
    DutyEscalation.objects.bulk_update(known, ["plan", "rung", "proposes", "span", "missed"])
    linked = [seen for book in books for seen in book.linked]
    with connection.cursor() as cursor:
        cursor.execute(
            LINK,
            {
                "tasks": [each.pk for each in linked],
                "escalations": [each.escalation.pk for each in linked if each.escalation],
            },
        )
    return len(fresh)
