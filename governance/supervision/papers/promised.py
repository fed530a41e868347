"""What a paper can be about besides cases and returns: a decision of a meeting, or a task of a programme, overdue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from governance.duties.meetings.decisions import open_ones
from governance.duties.models import Decision, ProgrammeTask
from governance.frame.refusals import FactMissing
from governance.organisation.models import Unit
from governance.organisation.standing import Standing, units_above

DECISION, TASK = "decision", "task"
MOST_SHOWN = 200


@dataclass(frozen=True)
class Promised:
    """One of them in words; ``column`` and ``pk`` say which, ``basis`` on what it rests."""

    column: str
    pk: int
    unit: Unit
    source: str
    title: str
    due: date
    url: str
    basis: str
    is_owed: bool

    def sentence(self) -> str:
        """长安区综治联席会议议定：韦曲街道 恢复供水（2026-03-31 到期）"""
        return f"{self.source}：{self.unit.short_name} {self.title}（{self.due} 到期）"


def of_decision(row: Decision) -> Promised:
    """A decision as a paper names it."""
    url, source = reverse("duties:decision", args=[row.pk]), f"{row.meeting.title}议定"
    return Promised(DECISION, row.pk, row.unit, source, row.text, row.due_on, url, source, row.state == row.State.OPEN)


def of_task(row: ProgrammeTask) -> Promised:
    """A task of a programme as a paper names it."""
    programme, url = row.programme, reverse("duties:programme_task", args=[row.pk])
    owed = row.state == row.State.OPEN
    basis = f"{programme.name}（{programme.basis}）"
    return Promised(TASK, row.pk, row.owner, programme.name, f"{row.number} {row.title}", row.due, url, basis, owed)


def overdue(standing: Standing, on: date) -> list[Promised]:
    """What units in the person's range have not carried out in time, the longest overdue first.

    Decisions about a restricted matter are not among them: their words would tell of it.
    """
    late = open_ones().filter(standing.within("unit"), due_on__lt=on)
    decisions = late.select_related("meeting", "unit")
    tasks = ProgrammeTask.objects.filter(standing.within("owner"), state=ProgrammeTask.State.OPEN, due__lt=on)
    tasks = tasks.filter(children=None).select_related("programme", "owner")
    found = [*map(of_decision, decisions[:MOST_SHOWN]), *map(of_task, tasks[:MOST_SHOWN])]
    return sorted(found, key=lambda each: (each.due, each.column, each.pk))


def about(paper) -> list[Promised]:
    """Everything of this sort that the paper is about."""
    rows = paper.subjects.exclude(decision=None, task=None)
    rows = rows.select_related("decision__meeting", "decision__unit", "task__programme", "task__owner")
    return [of_decision(row.decision) if row.decision_id else of_task(row.task) for row in rows]


def about_promised(promised: Iterable[Promised]) -> Q:
    """The condition on a paper that it is about one of these."""
    found = Q(pk=None)
    for each in promised:
        found |= Q(**{f"subjects__{each.column}": each.pk})
    return found


def check_promised(target: Unit, promised: Iterable[Promised], on: date) -> None:
    """Each is overdue and lies with the unit or one below it; raises ``FactMissing`` at the field."""
    for each in promised:
        if not each.is_owed or each.due >= on:
            raise FactMissing({"reason": f"“{each.title}”没有超过期限，不能制发督办文书。"})
        if target.pk not in units_above([each.unit.pk]):
            said = f"“{each.title}”不由{target.short_name}负责，请分别制发。"
            raise FactMissing({"target_unit": said})
