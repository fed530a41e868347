"""What waits for a person today: four figures, what to work down, late units for those who oversee."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Q, QuerySet, Window
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.cases import access, deadlines, registry
from governance.cases.access.deciding import left_to_others
from governance.cases.knowing.queryset import hidden_from
from governance.cases.lists.columns import title_html
from governance.cases.lists.filters import NEAREST, SILENT, due_between, on_desk, with_nearest_due
from governance.cases.lists.rows import CaseRow, listed, rows_of
from governance.cases.models import Case, Event, Proposal
from governance.cases.models.case import case_url
from governance.cases.workflow import COUNTY, OVERSEER, SENDER, SUPERIOR, Step
from governance.duties.scan import proposals
from governance.frame.database.written import READERS, WrittenFor
from governance.frame.days import office_day, office_moment
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.paging import MOST_COUNTED, Order, count_up_to
from governance.frame.pages.tables import Figure
from governance.organisation.models import Area
from governance.organisation.standing import Standing
from governance.supervision.access import may_send
from governance.supervision.papers import queue

COUNTY_LEVEL = Area.Level.COUNTY
ROWS = 20
# Of what waits for others so much is shown that nobody forgets it.
WAITING = 10
# So far down their list a person's next cases are looked for.
GONE_THROUGH = 200
LATE_UNITS = 8
# The unit whose word a waiting step wants, in its case.
HELD_BY, SENT_BY = F("case__lead_unit"), Coalesce("case__sender_unit", "case__first_unit")
# What stands for the moment of the page while a question is written.
SOME_TIME = datetime(1, 1, 3, 12, tzinfo=UTC)


def _below(text: str, note: str) -> str:
    return format_html('{}<div class="grey small">{}</div>', text, note) if note else text


def _matter(row: CaseRow) -> SafeString:
    told = " · ".join(filter(None, (row.number, row.people)))
    return format_html('{}<span class="number">{}</span>', title_html(row), told)


WORK = (
    ListColumn("期限", lambda row: _below(row.due, row.duty)),
    ListColumn("事项", _matter, css="cell-title"),
    ListColumn("承办", lambda row: _below(row.unit, row.handler), css="cell-unit", label="承办"),
    ListColumn("状态", attrgetter("state"), css="cell-state"),
    ListColumn(SafeString('<span class="sr-only">下一步</span>'), attrgetter("next_step"), css="actions"),
)


@dataclass(frozen=True)
class Load:
    """The open work that one unit leads: all of it, what is late, what ends today and what came in today."""

    unit: int
    name: str
    open: int
    late: int
    today: int
    new: int


@dataclass(frozen=True)
class LateUnit:
    """A unit with overdue work."""

    name: str
    url: str
    late: int
    open: int


def oversees(standing: Standing) -> bool:
    """True for those whose day is about other people's work: leaders, the county office, the centre."""
    return standing.has_role("leader", "county_office", "centre_staff")


def scope_of(user, standing: Standing):
    """The open cases the workbench is about: all that the person oversees, or their own desk.

    On a desk a case whose part is late is late; whoever oversees has the part before them itself.
    """
    cases = Case.objects.visible_to(user).open()
    return cases if oversees(standing) else with_nearest_due(cases.filter(on_desk(user, standing)))


def _due(standing: Standing) -> str:
    """The column with the moment by which the workbench sorts and counts."""
    return "next_due_at" if oversees(standing) else NEAREST


def loads(user, standing: Standing, now: datetime) -> list[Load]:
    """The open work the workbench is about, by the unit that leads it; one query for all that is counted."""
    return [Load(*row) for row in _loads(copy(user), standing).rows(now=now, **_days(now))]


def _days(now: datetime) -> dict[str, datetime]:
    midnight = office_moment(office_day(now))
    return {"today": midnight, "tomorrow": midnight + timedelta(days=1)}


@lru_cache(maxsize=READERS)
def _loads(user, standing: Standing) -> WrittenFor:
    def units(now: datetime, today: datetime, tomorrow: datetime) -> QuerySet:
        units = scope_of(user, standing).values(unit=F("lead_unit"), name=F("lead_unit__short_name"))
        due = _due(standing)
        counted = units.annotate(
            open=Count("pk"),
            late=Count("pk", filter=due_between("overdue", now, due)),
            today=Count("pk", filter=due_between("today", now, due)),
            new=Count("pk", filter=Q(opened_at__gte=today)),
        )
        return counted.order_by("name")

    return WrittenFor(units, now=SOME_TIME, **_days(SOME_TIME))


def _load_of(rows: list[CaseRow], now: datetime) -> Load:
    """The same of a whole desk that has been read."""
    days = _days(now)
    due = [moment for row in rows if (moment := getattr(row.case, NEAREST)) is not None]
    return Load(
        unit=0,
        name="",
        open=len(rows),
        late=sum(moment <= now for moment in due),
        today=sum(now < moment <= days["tomorrow"] for moment in due),
        new=sum(row.case.opened_at >= days["today"] for row in rows),
    )


def _words(counted: int) -> str:
    return str(counted) if counted <= MOST_COUNTED else f"{MOST_COUNTED}+"


def _list_url(**query) -> str:
    return f"{reverse('cases:list')}?{urlencode(query)}"


def figures(user, standing: Standing, waiting: int, work: "Work") -> list[Figure]:
    """今天到期, 已超期, 待我办理 (for overseers 在办), 待我审批; and 没有期限 where overseers find any."""
    overseer = oversees(standing)
    mine = {} if overseer else {"scope": "mine"}
    today, late, whole, new = (
        _words(sum(getattr(load, name) for load in work.loads)) for name in ("today", "late", "open", "new")
    )
    notes = [work.note] if work.note else []
    notes += [f"今天新到 {new} 件"] if new != "0" else []
    label = "在办" if overseer else "待我办理"
    shown = [
        Figure("今天到期", today, "", _list_url(due="today", **mine), "today"),
        Figure("已超期", late, "", _list_url(due="overdue", **mine), "overdue"),
        Figure(label, whole if work.of_all is None else str(work.of_all), "，".join(notes), _list_url(**mine)),
        Figure("待我审批", str(waiting), "", f"{reverse('dashboard:workbench')}#approvals"),
    ]
    return shown + (_silence(scope_of(user, standing)) if overseer else [])


def _silence(scope) -> list[Figure]:
    """How many open cases nobody is bound to go on with; nothing is shown where there are none, as there should be."""
    code, label = SILENT
    found = _words(count_up_to(deadlines.silent(scope)))
    return [Figure(label, found, "", _list_url(due=code), "overdue")] if found != "0" else []


def approvals(standing: Standing, shown: int) -> tuple[list[Proposal], int]:
    """Steps that wait for this person's approval, longest waiting first, no more than ``shown``; and how many wait.

    The rows of the steps say whose approval they want, and whether that of the unit or of who oversees its area.
    """
    first = _approvals(standing, shown).objects()
    return first, first[0].whole if first else 0


@lru_cache(maxsize=READERS)
def _approvals(standing: Standing, shown: int) -> WrittenFor:
    return WrittenFor(lambda: _waiting(standing)[:shown])


def _waiting(standing: Standing) -> QuerySet[Proposal]:
    everything = [(kind.code, step) for kind in registry.KINDS.values() for step in kind.workflow.steps]
    approved = [(kind, step) for kind, step in everything if step.approval in standing.permissions or step.goes_above]
    steps = defaultdict(list)
    for kind, step in approved:
        if step.approval in standing.permissions:
            steps[kind, step.approval, step.approval_reach].append(step.name)
    mine = Q(pk__in=())
    for (kind, permission, reach), names in steps.items():
        mine |= _reached(standing, permission, reach) & Q(case__kind=kind, step__in=names)
    for (kind, asked), names in _decided_above(approved).items():
        mine |= Q(case__kind=kind, step__in=names, unit__in=standing.units_with(access.OVERSEES)) & ~Q(unit=asked)
    found = Proposal.objects.filter(mine, decision="").exclude(proposed_by=standing.user_id)
    found = found.exclude(hidden_from(standing)).exclude(left_to_others(standing.user_id, approved))
    found = found.annotate(whole=Window(Count("pk"))).select_related("case", "proposed_by", "unit")
    return found.order_by("proposed_at", "id")


def _decided_above(steps: Iterable[tuple[str, Step]]) -> dict[tuple[str, F | Coalesce], list[str]]:
    """Those that the organ above may have to decide, by kind and by the unit whose word they want first."""
    found = defaultdict(list)
    for kind, step in steps:
        if step.goes_above:
            found[kind, SENT_BY if step.approver == SENDER else HELD_BY].append(step.name)
    return found


def _reached(standing: Standing, permission: str, reach: str) -> Q:
    """The proposals that the person's posts with the permission could decide by where they stand."""
    if reach not in (OVERSEER, SUPERIOR, COUNTY):
        return Q(unit__in=standing.units_with(permission))
    if reach == COUNTY and not any(Area.level_of(code) == COUNTY_LEVEL for code in standing.areas_with(permission)):
        return Q(pk__in=())
    return standing.inside("case__area", permission)


def working_list(user, standing: Standing, now: datetime, shown: int = ROWS):
    """The rows to work down: nearest legal date first, so the late ones stand on top."""
    found = _desk(copy(user), standing, shown).objects()
    return sorted(rows_of(found, user=user, now=now, steps=True), key=lambda row: row.urgency)


@lru_cache(maxsize=READERS)
def _desk(user, standing: Standing, shown: int) -> WrittenFor:
    return WrittenFor(
        lambda: Order(_due(standing)).sorted(listed(scope_of(user, standing), user=user, steps=True))[:shown]
    )


@dataclass(frozen=True)
class Work:
    """What lies on a desk, each part by its legal date: what is the person's to go on with, and what waits for others.

    ``of_all`` says how much of it is the person's, None where nobody has gone through all of it; ``loads`` are what all
    of it comes to.
    """

    mine: list[CaseRow]
    others: list[CaseRow]
    of_all: int | None
    note: str
    loads: list[Load]


def parted(user, standing: Standing, now: datetime) -> Work:
    """The desk of this person. What waits for their approval stands in a list of its own.

    Who oversees has all of it in one list: it is in the hands of others, and lateness is what is looked for.
    """
    if oversees(standing):
        return Work(working_list(user, standing, now), [], None, "", loads(user, standing, now))
    rows = working_list(user, standing, now, GONE_THROUGH)
    mine = [row for row in rows if row.next_url and not row.decides]
    others = [row for row in rows if not row.next_url]
    if len(rows) < GONE_THROUGH:
        note = f"另有 {len(others)} 件等待别人办理" if others else ""
        return Work(mine[:ROWS], others, len(mine), note, [_load_of(rows, now)])
    note = f"最先到期的 {GONE_THROUGH} 件中，{len(others)} 件等待别人办理" if others else ""
    return Work(mine[:ROWS], others, None, note, loads(user, standing, now))


def next_for(user, standing: Standing, now: datetime, *, besides: str) -> str:
    """Where the person's work goes on after the case of that number: what waits longest for their approval, then the
    first of their list that is theirs to do; empty where nothing is.

    What they took a step in today comes after what they did not, so that nobody goes back and forth between two cases.
    """
    waiting, _ = approvals(standing, GONE_THROUGH)
    others = (each for each in waiting if each.case.number != besides)
    if proposal := next((each for each in others if _decides(user, each)), None):
        return case_url(proposal.case)
    rows = [row for row in working_list(user, standing, now, GONE_THROUGH) if row.next_url and row.number != besides]
    midnight = office_moment(office_day(now))
    taken = Event.objects.filter(actor=user, at__gte=midnight, case__number__in=[row.number for row in rows])
    last = dict(taken.values_list("case__number").annotate(last=Max("at")))
    return min(rows, key=lambda row: last.get(row.number, midnight)).next_url if rows else ""


def _decides(user, proposal: Proposal) -> bool:
    step = registry.workflow_of(proposal.case).step(proposal.step)
    return step is not None and access.may_decide(user, proposal.case.own, step, proposal)


def late_units(standing: Standing, loads: list[Load]) -> list[LateUnit]:
    """Units with overdue work in the overseer's range, most first."""
    if not oversees(standing):
        return []
    most = sorted((load for load in loads if load.late), key=lambda load: -load.late)[:LATE_UNITS]
    return [LateUnit(load.name, _list_url(due="overdue", unit=load.unit), load.late, load.open) for load in most]


def proposed_papers(user, standing: Standing, now: datetime, most: int) -> list[tuple[str, queue.QueueLine]]:
    """What the ladder proposes and nobody has ruled on, a case at a time, as the queue says it; for who makes them."""
    return queue.first_of_cases(user, now, most) if may_send(standing) else []


def proposed_for_missing(standing: Standing):
    """What the ladder of duties proposes about units that missed theirs; for those who make papers of it."""
    return proposals.waiting(standing) if may_send(standing) else []
