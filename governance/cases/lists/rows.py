"""Rows of lists: small objects of finished strings. This is the one place where a list masks what it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.cases.deadlines.html import lit_html
from governance.frame.database.among import Among
from governance.frame.database.written import WrittenOnce
from governance.frame.days import office_day, office_time
from governance.frame.pages.lights import URGENCY, light_html, missed_html
from governance.frame.pages.marking import marked
from governance.frame.pages.paging import Order
from governance.organisation.standing import standing_of

from .. import deadlines, registry
from ..access.owed import is_owed_at
from ..calendar.at_hand import calendar_shown
from ..models import Case, Clock, Participant, Proposal
from ..models.case import case_url, opened_between
from ..workflow import Workflow
from .next_steps import next_steps_of, with_what_bears

DUE_FIRST = Order("next_due_at", head="due")
NEWEST_FIRST = Order(
    "opened_at",
    newest_first=True,
    recent=(timedelta(days=90), timedelta(days=365), timedelta(days=3 * 365)),
    between=opened_between,
    head="-opened",
)
SIDES = (Participant.Part.APPLICANT, Participant.Part.RESPONDENT)


@dataclass(slots=True)
class CaseRow:
    """One case as a list shows it; what is no field of it is for lists that read it."""

    case: Case
    number: str
    url: str
    title: str
    people: str
    state: SafeString
    due: SafeString
    duty: str
    opened: str
    urgency: int
    next_step: str = ""
    next_url: str = ""  # where the reader goes on with it, if it is theirs to do
    decides: bool = False  # ... because it waits for their approval

    @property
    def area(self) -> str:
        """Where it is."""
        return self.case.area.name

    @property
    def unit(self) -> str:
        """Who holds it."""
        return self.case.lead_unit.short_name

    @property
    def handler(self) -> str:
        """In whose hands it is, if in anybody's."""
        return self.case.handler.name if self.case.handler else ""

    @property
    def category(self) -> str:
        """What it is about."""
        return self.case.category.path.replace("/", " › ") if self.case.category else ""

    @property
    def channel(self) -> str:
        """Which way it came in."""
        return self.case.get_channel_display()

    @property
    def closed(self) -> str:
        """The day it was settled, if it is."""
        return f"{office_time(self.case.closed_at):%Y-%m-%d}" if self.case.closed_at else ""


# What a row reads, and no more: the search text and the ledgers of a page weigh more than all the rest of it.
CASE_FIELDS = (
    "number",
    "kind",
    "title",
    "status",
    "confidentiality",
    "opened_at",
    "closed_at",
    "next_due_at",
    "parent",
    "lead_unit",
    "first_unit_id",
    "sender_unit_id",
)
# What the columns of plain lists show of related rows.
PLAIN_READS = ("area__name", "lead_unit__short_name")
CLOCK_FIELDS = (
    "case_id",
    "term_code",
    "subject",
    "unit",
    "is_window",
    "due",
    "due_at",
    "provisional",
    "alert_plan",
    "ended_at",
    "outcome",
    "charged_to_id",
    "term__article",
    "term__name",
    "term__ladder",
    "case__number",
)


def listed(cases, *, user, reads: tuple[str, ...] = PLAIN_READS, steps: bool = False):
    """The query with what a row shows, people and clocks left out: one statement, however many rows.

    ``reads`` are the fields of related rows that a list shows. ``steps`` brings what waits for approval too, and in
    whose hands each case is. What runs in a part that the ``user`` may know of is told in the row of the case.
    """
    parts = Case.objects.visible_to(user).filter(parent=OuterRef("pk"), closed_at=None)
    proposed = Proposal.objects.filter(case=OuterRef("pk"))
    told = JSONObject(step="step", decision="decision")
    cases = cases.annotate(
        open_parts=ArraySubquery(parts.order_by().values("pk")),
        waits=Exists(proposed.filter(decision="")),
        last_proposed=ArraySubquery(proposed.order_by("-pk").values(told=told)[:1]),
    )
    reads = (*reads, "handler__name", "lead_unit__kind", "lead_unit__short_name") if steps else reads
    along = (field.rpartition("__")[0] for field in reads if "__" in field)
    cases = cases.select_related(*along).only(*CASE_FIELDS, *reads)
    return with_what_bears(cases) if steps else cases


def rows_of(cases: Iterable, *, user, now: datetime, steps: bool = False) -> list[CaseRow]:
    """The rows of these cases for this reader, with the nearest duty of each or of an open part of it.

    ``listed`` has read the cases; ``steps`` adds the next step that the reader could take.
    """
    cases = list(cases)
    if not cases:
        return []
    today = office_day(now)
    calendar = calendar_shown()
    standing = standing_of(user, today)
    people = _people_of(cases)
    clocks = _clocks_of(cases, named=steps)
    rows = [_row(case, people[case.pk], clocks[case.pk], now, calendar, standing) for case in cases]
    if steps:
        late = {case.pk for case, row in zip(cases, rows, strict=True) if row.urgency == URGENCY["overdue"]}
        running = {
            case.pk: [clock for clock in clocks[case.pk] if clock.is_running and clock.case_id == case.pk]
            for case in cases
        }
        for row, step in zip(rows, next_steps_of(cases, user, late, running, now), strict=True):
            row.next_step, row.next_url, row.decides = step.button, step.url, step.decides
    return rows


def mark_words(cases: Iterable, asked: str) -> None:
    """The titles of these cases show where the words stand that they were found by."""
    if asked:
        for case in cases:
            case.title = marked(case.title, asked.split())


def _clocks(cases: list[int], *, named: bool) -> QuerySet[Clock]:
    told = Q(ended_at=None) | Q(outcome=Clock.Outcome.MISSED)
    fields = (*CLOCK_FIELDS, "charged_to__short_name") if named else CLOCK_FIELDS
    along = ("term", "case", "charged_to") if named else ("term", "case")
    asked = Clock.objects.filter(told, Among(F("case"), cases)).order_by("due_at", "id")
    return asked.select_related(*along).only(*fields)


def _people(cases: list[int]) -> QuerySet[Participant]:
    asked = Participant.objects.filter(Among(F("case"), cases)).order_by("position", "id")
    return asked.only("case_id", "part", "name")


# With the names of the units that owe what runs, and without.
CLOCKS = {named: WrittenOnce(partial(_clocks, named=named), cases=[-1]) for named in (True, False)}
PEOPLE = WrittenOnce(_people, cases=[-1])


def _clocks_of(cases: list, *, named: bool) -> dict[int, list[Clock]]:
    """What runs in each case and its open parts, a right too, and what the case missed, in one query; ``named`` brings
    the names of the units that owe it.
    """
    whole = {part: case.pk for case in cases for part in case.open_parts} | {case.pk: case.pk for case in cases}
    found: dict[int, list[Clock]] = {case.pk: [] for case in cases}
    for clock in CLOCKS[named].objects(cases=list(whole)):
        holder = whole[clock.case_id]
        if clock.is_running or holder == clock.case_id:
            found[holder].append(clock)
    return found


def _people_of(cases: list) -> dict[int, list[Participant]]:
    """The people of each case, in one query; a part that has none of its own has those of the case it belongs to."""
    found: dict[int, list[Participant]] = {pk: [] for case in cases for pk in (case.pk, case.parent_id) if pk}
    for person in PEOPLE.objects(cases=list(found)):
        found[person.case_id].append(person)
    return {case.pk: found[case.pk] or found.get(case.parent_id, []) for case in cases}


def _row(case, people, clocks, now, calendar, standing) -> CaseRow:
    workflow = registry.workflow_of(case)
    url = case_url(case)
    clock = deadlines.binding_clock(clocks)
    light = deadlines.light(clock, now, calendar) if clock else None
    opened = office_time(case.opened_at)
    personal = standing.units_with(registry.KINDS[case.kind].names_for)
    knows = not personal.isdisjoint((case.lead_unit_id, case.sender_unit_id, case.first_unit_id)) or any(
        clock.is_running and clock.charged_to_id in personal and is_owed_at(clock, standing) for clock in clocks
    )
    return CaseRow(
        case=case,
        number=case.number,
        url=url,
        title=case.title,
        people=people_text(people, in_full=knows),
        state=state_html(case, workflow, after="待审批" if case.waits else _sent_back(case, workflow)),
        due=_due(clock, light) if clock and light else _nothing_owed(case, clocks, calendar),
        duty=clock.name if clock else "",
        opened=f"{opened:%Y-%m-%d}" if opened.year != office_day(now).year else f"{opened:%m-%d}",
        urgency=URGENCY.get(light.code if light else "", len(URGENCY)),
    )


def _due(clock, light: deadlines.ClockLight) -> SafeString:
    return lit_html(clock, light, f"{case_url(clock.case)}clocks/{clock.pk}/")


def _nothing_owed(case, clocks, calendar) -> SafeString:
    late = deadlines.worst_lateness(clocks, calendar)
    if late:
        return missed_html(late)
    return light_html("met") if case.closed_at else SafeString('<span class="grey">没有在计的期限</span>')


def _sent_back(case, workflow: Workflow) -> str:
    """Says so where what comes next was put forward last and not agreed to."""
    back = [told["step"] for told in case.last_proposed if told["decision"] == Proposal.Decision.REJECTED]
    steps = [step for step in workflow.steps_from(case.status) if step.name in back and step.target]
    return "审批退回" if any(step.comes_next(case.status, has_parts=False) for step in steps) else ""


def state_html(case, workflow: Workflow, *, after: str = "") -> SafeString:
    """The status as a label; a restricted case says so, and ``after`` it how far a step put forward for approval is."""
    status = workflow.statuses[case.status]
    tone = "closed" if status.closed else "active" if case.status != workflow.opening else "new"
    return _state(tone, status.label, case.is_restricted, after)


@lru_cache(maxsize=256)
def _state(tone: str, label: str, restricted: bool, after: str) -> SafeString:
    mark = SafeString('<span class="state state-restricted">限制知悉</span> ') if restricted else ""
    said = format_html(' <span class="state">{}</span>', after) if after else ""
    return format_html('{}<span class="state state-{}">{}</span>{}', mark, tone, label, said)


def people_text(people, *, in_full: bool) -> str:
    """王秀芳, 王** for onlookers, 王秀芳等 5 人 for several; where there are two sides, one of each: 王秀芳 与 李强."""
    shown = [person for person in people if person.part != Participant.Part.ACCUSED]
    if not shown:
        return ""
    first = {each.part: each for each in reversed(shown)}
    named = [first[part] for part in SIDES] if all(part in first for part in SIDES) else shown[:1]
    names = " 与 ".join(each.name if in_full else each.masked_name for each in named)
    return names if len(shown) == len(named) else f"{names}等 {len(shown)} 人"
