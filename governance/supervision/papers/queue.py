"""What the machine proposes and nobody has ruled on: late cases, missed duties, decisions and tasks not carried out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse

from governance.cases.models import Case, Clock, Escalation
from governance.cases.models.case import case_url
from governance.duties.models import DutyEscalation
from governance.duties.scan import proposals
from governance.frame.database.among import Among
from governance.frame.days import office_day, office_time
from governance.organisation.models import Unit
from governance.organisation.standing import standing_of

from ..models import Subject, SupervisionPaper
from ..models.law import Laws, laws
from ..vocabulary import RUNGS
from .promised import DECISION, ENTRY, TASK, WORDS, Promised, about_promised, overdue
from .rungs import about_duties
from .steps import ANSWER, IN_FORCE

# As many as one goes through in a sitting, and a page holds without becoming heavy.
MOST_SHOWN = 150
LABELS = dict(RUNGS)
ORDER = list(LABELS)
# What an office may propose after which rung; beyond it stands the committee.
NEXT = {"": "copy_notice", "copy_notice": "supervision_order", "supervision_order": "rectification_order"}


def waiting(user, known: Laws | None = None):
    """Alarms that propose a paper, newest first; the highest of each clock only, under the right to see its case.

    Left out is what ended or was counted anew meanwhile, what a person set aside, and what stands in a paper already.
    ``known`` are the laws where they are read already.
    """
    # From the few clocks that are late now, and not from the alarms, which are as many as ever were.
    late = Clock.objects.filter(case__in=Case.objects.visible_to(user), ended_at=None, rung__gt=0)
    beyond = ["supervision", *(kind for kind, law in (known or laws()).items() if kind and not law.rungs)]
    late = late.exclude(outcome=Clock.Outcome.CANCELLED).exclude(case__kind__in=beyond)
    proposing = Escalation.objects.filter(
        clock=OuterRef("pk"), generation=OuterRef("generation"), taken_up=None, set_aside=None
    ).exclude(proposes="")
    highest = Subquery(proposing.order_by("-rung").values("pk")[:1])
    found = Escalation.objects.filter(Among(F("pk"), late.order_by().values_list(highest)))
    return found.select_related(
        "case__lead_unit", "clock__term", "clock__charged_to", "clock__case__lead_unit"
    ).order_by("-at", "-pk")


def missed(user, at: datetime):
    """What the ladder of duties proposes about units in the person's range."""
    return proposals.waiting(standing_of(user, office_day(at)))


@dataclass(frozen=True)
class QueueLine:
    """One late case, or what was missed of one plan, that a paper could be about.

    ``held`` says why a paper cannot be made of it now; empty if it can.
    """

    name: str
    pk: int
    number: str
    title: str
    url: str
    term: str
    due: str
    rung: str
    held: str = ""


@dataclass(frozen=True)
class UnitQueue:
    """All that waits about one unit; one paper can name all of it."""

    unit_id: int
    unit: str
    short: str
    lines: list[QueueLine]


def groups(user, at: datetime) -> list[UnitQueue]:
    """The queue, a group a unit, those with most to answer for first."""
    known = laws()
    rows = list(_with_ripeness(waiting(user, known), at)[:MOST_SHOWN])
    owed = list(missed(user, at)[:MOST_SHOWN])
    late = promised(user, at)
    standing = _papers_on(owed, late)
    by_unit: dict[int, UnitQueue] = {}
    for same in of_one_case(rows):
        unit = same[0].clock.responsible_unit
        _of(by_unit, unit).append(_line(same, known))
    for row in owed:
        line = _missed_line(row, standing.get((row.plan_code, row.unit_id)), at)
        _of(by_unit, row.unit).append(line)
    for each in late:
        line = _promised_line(each, _gravest(standing, each), at)
        _of(by_unit, each.unit).append(line)
    return sorted(by_unit.values(), key=lambda group: (-len(group.lines), group.unit))


def _of(by_unit: dict[int, UnitQueue], unit: Unit) -> list[QueueLine]:
    return by_unit.setdefault(unit.pk, UnitQueue(unit.pk, unit.name, unit.short_name, [])).lines


def first_of_cases(user, at: datetime, most: int) -> list[tuple[str, QueueLine]]:
    """The first lines about late cases as the queue has them, newest first, each with the unit that answers."""
    known = laws()
    # A case is seldom late with more than three duties at once.
    found = of_one_case(_with_ripeness(waiting(user, known), at)[: 3 * most])[:most]
    return [(same[0].clock.responsible_unit.short_name, _line(same, known)) for same in found]


def promised(user, at: datetime) -> list[Promised]:
    """What units in the person's range have not carried out in time, or not looked at."""
    day = office_day(at)
    return overdue(standing_of(user, day), day)[:MOST_SHOWN]


def _promised_line(each: Promised, paper: SupervisionPaper | None, at: datetime) -> QueueLine:
    rung, held = _next_after(paper, at)
    return QueueLine(
        name=each.column,
        pk=each.pk,
        number=each.source,
        title=each.title,
        url=each.url,
        term=WORDS[each.column],
        due=str(each.due),
        rung=LABELS.get(rung, ""),
        held=held,
    )


def of_one_case(rows: Iterable[Escalation]) -> list[list[Escalation]]:
    """The alarms, those together that say of one case and one unit that something of it is late."""
    found: dict[tuple[int, int], list[Escalation]] = {}
    for row in rows:
        found.setdefault((row.case_id, row.clock.responsible_unit.pk), []).append(row)
    return list(found.values())


def _line(same: list[Escalation], known: Laws) -> QueueLine:
    row = min(same, key=lambda each: (each.clock.due_at is None, each.clock.due_at, each.pk))
    return QueueLine(
        name="alarm",
        pk=row.pk,
        number=row.case.number,
        title=row.case.title,
        url=case_url(row.case),
        term="、".join(dict.fromkeys(each.clock.name for each in same)),
        due=row.clock.due_said(),
        rung=LABELS[_rung_of(row, known)],
    )


def _rung_of(row: Any, known: Laws) -> str:
    ripe = row.ripe and "supervision_order" in known[row.case.kind].rungs
    return "supervision_order" if ripe else "copy_notice"


def _missed_line(row: DutyEscalation, paper: SupervisionPaper | None, at: datetime) -> QueueLine:
    last = row.windows[-1]
    rung, held = _next_after(paper, at)
    return QueueLine(
        name="missed",
        pk=row.pk,
        number=row.plan.name,
        title=proposals.labels_of(row.windows),
        url=reverse("duties:task", args=[last.pk]),
        term=proposals.words_of(row),
        due=str(office_day(last.due_at)),
        rung=LABELS.get(rung, ""),
        held=held,
    )


def _next_after(paper: SupervisionPaper | None, at: datetime) -> tuple[str, str]:
    """The rung that may follow the paper in force, and why not yet."""
    rung = NEXT.get(paper.rung if paper else "", "")
    if paper is None:
        return rung, ""
    name = f"{paper.get_rung_display()} {paper.number}"
    if paper.status == "proposed":
        return rung, f"{name}正在提请签发"
    if not rung:
        return rung, f"{name}在效，请在该文书上提请升级"
    due = [clock.due_at for clock in paper.clocks.all() if clock.due_at]
    if paper.check_failed or any(moment <= at for moment in due):
        return rung, ""
    until = f"{office_time(max(due)):%m-%d} 届满后" if due else "核查后"
    return rung, f"{name}在效，反馈期限{until}可提请"


def _papers_on(owed: list[DutyEscalation], late: list[Promised]) -> dict[tuple[str, int], SupervisionPaper]:
    """The gravest paper that is proposed or in force about each of these plans and units, decisions and tasks, each
    with the ``clocks`` of its answer that run.
    """
    if not owed and not late:
        return {}
    named = about_duties(owed) | about_promised(late)
    papers = SupervisionPaper.objects.filter(named, status__in=("proposed", *IN_FORCE)).distinct()
    answers = Clock.objects.filter(term_code=ANSWER, ended_at=None)
    by_key = {paper.pk: paper for paper in papers.prefetch_related(Prefetch("clocks", answers))}
    found: dict[tuple[str, int], SupervisionPaper] = {}
    subjects = Subject.objects.filter(paper__in=by_key, case=None)
    names = ("paper_id", "duty__plan_code", "duty__unit_id", "decision_id", "task_id", "entry_id")
    for pk, plan, unit, *rows in subjects.values_list(*names).distinct():
        columns = zip((DECISION, TASK, ENTRY), rows, strict=True)
        key = (plan, unit) if plan else next((column, row) for column, row in columns if row)
        paper, known = by_key[pk], found.get(key)
        if known is None or ORDER.index(paper.rung) > ORDER.index(known.rung):
            found[key] = paper
    return found


def _gravest(standing: dict[tuple[str, int], SupervisionPaper], each: Promised) -> SupervisionPaper | None:
    papers = [paper for row in each.rows if (paper := standing.get((each.column, row)))]
    return max(papers, key=lambda paper: ORDER.index(paper.rung), default=None)


def _with_ripeness(alarms: QuerySet, at: datetime) -> QuerySet:
    """The alarms, each ``ripe`` if a copy notice on its case has run out without an answer, or was not passed."""
    ripe = Q(paper__check_failed=True) | Q(
        paper__clocks__term_code=ANSWER, paper__clocks__ended_at=None, paper__clocks__due_at__lte=at
    )
    notices = Subject.objects.filter(
        ripe, case=OuterRef("case"), paper__rung="copy_notice", paper__status__in=("sent", "received", "answered")
    )
    return alarms.annotate(ripe=Exists(notices))
