"""What a paper can be about besides cases and returns, overdue: decisions of meetings, tasks of programmes, and rows
of registers that nobody looked at.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, Window
from django.urls import reverse

from governance.duties.meetings.decisions import open_ones
from governance.duties.models import Decision, ProgrammeTask
from governance.frame.refusals import FactMissing
from governance.frame.wording import in_figures, quoted
from governance.organisation.models import Unit
from governance.organisation.standing import Standing, units_above
from governance.registers.entries.filters import LATE, list_address
from governance.registers.models import Entry, Register

DECISION, TASK, ENTRY = "decision", "task", "entry"
# What the queue says is the matter with each.
WORDS = {DECISION: "议定事项没有落实", TASK: "方案任务没有完成", ENTRY: "台账到期或者没有按期检查"}
MOST_SHOWN = 200


@dataclass(frozen=True)
class Promised:
    """One of them in words; ``column`` and ``rows`` say which, ``basis`` on what it rests.

    The rows of one register that one unit keeps are one thing, whose first row names it. It has no ``due`` day any
    more where none was set again after the paper.
    """

    column: str
    rows: tuple[int, ...]
    unit: Unit
    source: str
    title: str
    due: date | None
    url: str
    basis: str
    is_owed: bool

    @property
    def pk(self) -> int:
        return self.rows[0]

    @property
    def late(self) -> str:
        """2026-03-31 到期"""
        return f"{self.due} 到期" if self.due else "已没有期限"

    def sentence(self) -> str:
        """长安区综治联席会议议定：韦曲街道 恢复供水（2026年3月31日 到期）"""
        late = f"{in_figures(self.due)} 到期" if self.due else self.late
        return f"{self.source}：{self.unit.short_name} {self.title}（{late}）"


def of_decision(row: Decision) -> Promised:
    """A decision as a paper names it."""
    url, source = reverse("duties:decision", args=[row.pk]), f"{row.meeting.title}议定"
    owed = row.state == row.State.OPEN
    return Promised(DECISION, (row.pk,), row.unit, source, row.text, row.due_on, url, source, owed)


def of_task(row: ProgrammeTask) -> Promised:
    """A task of a programme as a paper names it."""
    programme, url = row.programme, reverse("duties:programme_task", args=[row.pk])
    owed, due = row.state == row.State.OPEN, row.due or row.missed_due
    basis = f"{programme.name}（{programme.basis}）"
    return Promised(TASK, (row.pk,), row.owner, programme.name, f"{row.number} {row.title}", due, url, basis, owed)


def of_entries(register: Register, unit: Unit, rows: Iterable[int], due: date | None, *, owed: bool = True) -> Promised:
    """Rows of a register that one unit keeps, as a paper names them; ``due`` is the earliest day."""
    rows, basis = tuple(rows), f"台账{quoted(register.name)}"
    url = list_address(register, LATE, unit)
    title = f"{len(rows)} {register.unit_word}到期或者没有按期检查"
    return Promised(ENTRY, rows, unit, basis, title, due, url, register.basis or basis, owed)


def overdue(standing: Standing, on: date) -> list[Promised]:
    """What units in the person's range have not carried out in time, the longest overdue first.

    Decisions about a restricted matter are not among them: their words would tell of it.
    """
    late = open_ones().filter(standing.within("unit"), due_on__lt=on)
    decisions = late.select_related("meeting", "unit")
    tasks = ProgrammeTask.objects.filter(standing.within("owner"), state=ProgrammeTask.State.OPEN, due__lt=on)
    tasks = tasks.filter(children=None).select_related("programme", "owner")
    found = [*map(of_decision, decisions[:MOST_SHOWN]), *map(of_task, tasks[:MOST_SHOWN])]
    found += _late_entries(Entry.objects.filter(standing.within("unit"), ended_on=None, due_on__lt=on))
    return sorted(found, key=lambda each: (str(each.due), each.column, each.pk))


def _late_entries(late: QuerySet[Entry]) -> list[Promised]:
    """One line a register and unit, those first that are longest late; the row that is latest names it. One query."""
    theirs = Window(ArrayAgg("pk"), partition_by=["register", "unit"])
    first = late.filter(register__is_active=True).select_related("register", "unit").annotate(theirs=theirs)
    first = first.order_by("register_id", "unit_id", "due_on", "pk").distinct("register_id", "unit_id")
    rows = sorted(first, key=lambda each: (each.due_on, each.pk))[:MOST_SHOWN]
    return [of_entries(row.register, row.unit, _led_by(row), row.due_on) for row in rows]


def _led_by(row) -> list[int]:
    return [row.pk, *sorted(pk for pk in row.theirs if pk != row.pk)]


def about(paper) -> list[Promised]:
    """Everything of this sort that the paper is about."""
    rows = paper.subjects.exclude(decision=None, task=None)
    rows = rows.select_related("decision__meeting", "decision__unit", "task__programme", "task__owner")
    found = [of_decision(row.decision) if row.decision_id else of_task(row.task) for row in rows]
    return found + list(_entries_of(Entry.objects.filter(supervised_by__paper=paper)))


def _entries_of(entries: QuerySet[Entry]) -> Iterable[Promised]:
    ordered = entries.select_related("register", "unit").order_by("register", "unit", "due_on", "pk")
    for (register, unit), rows in groupby(ordered, key=lambda each: (each.register, each.unit)):
        held = list(rows)
        days = [each.due_on for each in held if each.due_on and not each.ended_on]
        due = min(days, default=held[0].due_on or held[0].ended_on)
        yield of_entries(register, unit, [each.pk for each in held], due, owed=bool(days))


def about_promised(promised: Iterable[Promised]) -> Q:
    """The condition on a paper that it is about one of these."""
    rows: dict[str, list[int]] = defaultdict(list)
    for each in promised:
        rows[each.column] += each.rows
    found = Q(pk=None)
    for column, theirs in rows.items():
        found |= Q(**{f"subjects__{column}__in": theirs})
    return found


def check_promised(target: Unit, promised: Iterable[Promised], on: date) -> None:
    """Each is overdue and lies with the unit or one below it; raises ``FactMissing`` at the field."""
    for each in promised:
        if not each.is_owed or each.due is None or each.due >= on:
            raise FactMissing({"reason": f"“{each.title}”没有超过期限，不能制发督办文书。"})
        if target.pk not in units_above([each.unit.pk]):
            said = f"“{each.title}”不由{target.short_name}负责，请分别制发。"
            raise FactMissing({"target_unit": said})
