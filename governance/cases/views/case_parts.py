"""The parts of a case page as finished strings: head, people, clocks, timeline, steps, linked cases."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.cases.deadlines.html import clock_html
from governance.frame.database.among import Among
from governance.frame.database.written import WrittenOnce
from governance.frame.days import CHINA, day_text, minute_text, moment_text, office_day
from governance.frame.pages.lights import light_html, missed_html
from governance.frame.seals.sealing import mask_address
from governance.frame.wording import with_article
from governance.organisation.models import Area
from governance.organisation.pickers import SEPARATOR

from .. import access, deadlines, registry
from ..access.owed import whose_turn
from ..calendar.at_hand import calendar_shown
from ..choices.lists import Worded
from ..common_facts import CAME_BY
from ..common_steps import COMMON_STEPS
from ..deadlines.wanted import is_overtaken
from ..fields.kind import kind_of
from ..intake import sources as case_sources
from ..knowing.queryset import KnownOnce
from ..law.in_force import shown_with_lengths
from ..lists.rows import state_html
from ..models import Case, CaseLink, CaseUnit, Clock
from ..models.case import case_url
from ..steps.possible import lacking, open_steps
from ..workflow import Step

UNIT_LABELS = (
    (CaseUnit.Part.CO_HANDLER, "协办单位"),
    (CaseUnit.Part.FORMER, "曾承办"),
    (CaseUnit.Part.INFORMED, "知悉单位"),
)
COMMON = {step.name for step in COMMON_STEPS}
SHOWN_NEEDS = 2
# So many steps stand with their sentence, as many as one reads in a glance; of those after them, their names.
IN_FULL = 3


@dataclass(frozen=True)
class StepView:
    """A step as a button: what it is called, what it wants, where its form is."""

    name: str
    label: str
    url: str
    suits: str
    needs: str
    explanation: str
    effect: str
    primary: bool
    final: bool
    # Where its papers are shown before it is taken; empty where it issues none.
    papers_url: str
    # What has to be added before; the button cannot be pressed until then.
    lacks: str = ""


@dataclass(frozen=True)
class ClockView:
    name: str
    article: str
    due: SafeString
    note: str


@dataclass(frozen=True)
class PersonView:
    part: str
    name: str
    phone: str
    id_number: str
    address: str
    reveal_url: str


@dataclass(frozen=True)
class Related:
    """A case that belongs with another, and how."""

    case: Case
    relation: str


def _links(case: int) -> QuerySet[CaseLink]:
    return CaseLink.objects.filter(Q(case=case) | Q(other=case)).order_by("-pk")


def _known(known: Q, keys: list[int], whole: int) -> QuerySet[Case]:
    rows = Case.objects.filter(known).filter(Q(Among(F("pk"), keys)) | Q(parent=whole))
    rows = rows.select_related("lead_unit").order_by("-opened_at")
    return rows.defer("summary", "search_text", "grams", "known_to", "kept_from")


def _clocks(cases: list[int]) -> QuerySet[Clock]:
    return Clock.objects.filter(Among(F("case"), cases)).select_related("term", "charged_to")


# What every page of a case asks. Of these keys and of the parts of a whole, the cases that a reader may know of.
LINKS = WrittenOnce(_links, case=-1)
KNOWN = KnownOnce(_known, keys=[-1], whole=-2)
CLOCKS = WrittenOnce(_clocks, cases=[-1])


def whole(case):
    """The row of the kind's own table, with the units that take part and what its guards look at at hand."""
    row = case.own
    units = Prefetch("case_units", CaseUnit.objects.select_related("unit").order_by("since"))
    prefetch_related_objects([row], units, *registry.kind_of(case).rows_read)
    return row


def clocks_of(case, related: Iterable[Related] = ()) -> tuple[list[Clock], list[Clock]]:
    """Every clock of the case, the running ones first, nearest first; and what runs in its open parts."""
    holders = {case.pk: case} | {part.pk: part for part in open_parts(case, related)}
    clocks = CLOCKS.objects(cases=list(holders))
    for clock in clocks:
        clock.case = holders[clock.case_id]
    far = datetime.max.replace(tzinfo=CHINA)
    clocks.sort(key=lambda clock: (not clock.is_running, clock.due_at or far, clock.pk))
    of_parts = [clock for clock in clocks if clock.case_id != case.pk and clock.is_running]
    return [clock for clock in clocks if clock.case_id == case.pk], of_parts


def open_parts(case, related: Iterable[Related]) -> list[Case]:
    """The parts of the case that are under way, as far as the reader may know of them."""
    return [each.case for each in related if each.case.parent_id == case.pk and each.case.closed_at is None]


def clock_views(case, clocks: list[Clock], now: datetime) -> list[ClockView]:
    """The clocks as the right column shows them; cancelled ones are history and stay out."""
    calendar = calendar_shown()
    url = case_url(case)
    return [
        ClockView(
            name=clock.name,
            article=clock.term.article,
            due=_clock_line(clock, now, calendar, f"{url}clocks/{clock.pk}/"),
            note=clock_note(clock),
        )
        for clock in clocks
        if clock.outcome != Clock.Outcome.CANCELLED
    ]


def _clock_line(clock: Clock, now: datetime, calendar, url: str) -> SafeString:
    """A running clock shows its date, one that has ended its outcome."""
    if clock.is_running:
        return clock_html(clock, now, calendar, url)
    light = deadlines.light(clock, now, calendar)
    return format_html(
        '<a class="due" href="{}" title="为什么是这一天">{}</a>', url, light_html(light.code, light.left)
    )


def clock_note(clock: Clock) -> str:
    """From when and how long, or when it was met."""
    by_the_clock = bool(clock.due_time)
    if clock.ended_at is not None:
        due = f"期限 {clock.due_said()}，" if clock.due else ""
        ended = minute_text(clock.ended_at) if by_the_clock else office_day(clock.ended_at)
        return f"{due}{ended} 结束计时"
    start = moment_text(clock.started_at) if by_the_clock else day_text(clock.start_on)
    length = f"{start} 起 {clock.length}"
    return f"{length}，已延长 {clock.extension} 日" if clock.extension else length


def head(
    case, row, clocks: list[Clock], now: datetime, user, of_parts: Iterable[Clock] = (), *, waits: bool = False
) -> dict:
    """Number, title, state, what is owed next, in the case or in a part of it; ``waits``: a step for its approval."""
    kind = registry.kind_of(case)
    described = kind.describe(row)
    clock = deadlines.binding_clock([*clocks, *of_parts])
    late = deadlines.worst_lateness(clocks, calendar_shown())
    if clock is not None:
        due: str = clock_html(clock, now, calendar_shown(), f"{case_url(clock.case)}clocks/{clock.pk}/")
    else:
        due = missed_html(late) if late else light_html("met") if case.closed_at else ""
    return {
        "number": case.number,
        "kind": kind.workflow.label,
        "url": case_url(case),
        "print_url": reverse("cases:print", args=[case.number]),
        "list_url": reverse(kind.list_name) if kind.list_name else "",
        "state": state_html(case, kind.workflow, after="待审批" if waits else ""),
        "restricted": case.is_restricted,
        "title": case.title,
        "tags": described.tags,
        "texts": described.texts,
        "facts": [
            (kind.called("lead_unit", "承办单位"), case.lead_unit.name),
            (kind.called("handler", "承办人"), case.handler.name if case.handler else "尚未指定"),
            (kind.called("area", "发生地"), place_text(case)),
            *((("内容类别", str(case.category) if case.category else "未分类"),) if kind.has_categories else ()),
            (kind.called("opened_at", "收到时间"), moment_text(case.opened_at)),
            *((("来源渠道", Worded(CAME_BY)[case.came_by]),) if case.came_by else ()),
            *described.facts,
            *described.told_to(user),
        ],
        "duty": clock.name if clock else "办理结果" if due else "",
        "duty_article": clock.term.article if clock else "",
        "due": due,
        "version": case.version,
    }


def dossier_url(case, user) -> str:
    """Where the case's own people bind its file; empty for others, and where none is bound."""
    if not registry.kind_of(case).file_title or not access.may_take_whole(user, case):
        return ""
    return reverse("cases:dossier", args=[case.number])


def place_text(case) -> str:
    """韦曲街道 / 凤栖路社区 5 号楼"""
    area = case.area
    names = [area.name]
    while area.level in (Area.Level.VILLAGE, Area.Level.GRID):
        area = area.parent
        names.insert(0, area.name)
    return f"{SEPARATOR.join(names)} {case.place}".strip()


def people_views(case, user) -> list[PersonView]:
    """Everybody in the case: names and villages for those who work on it, numbers and doors masked for all.

    What stood there before a correction is shown to those who see names, after all others.
    """
    in_full = access.may_see_names(user, case)
    return [
        PersonView(
            part=_part(case, person),
            name=person.name if in_full else person.masked_name,
            phone=person.phone_mask,
            id_number=person.id_number_mask,
            address=mask_address(person.address) if in_full else "",
            reveal_url=reverse("cases:person", args=[case.number, person.pk]) if in_full else "",
        )
        for person in sorted(case.people_ever, key=lambda each: each.replaced_at is not None)
        if in_full or person.replaced_by_id is None
    ]


def _part(case, person) -> str:
    """信访人, and 信访人，2026-03-12 更正前 for what stood there before."""
    part = registry.called(case, person)
    return f"{part}，{office_day(person.replaced_at)} 更正前" if person.replaced_at else part


def step_views(
    case, user, now: datetime, clocks: list[Clock], *, decides: bool = False, has_parts: bool = False
) -> tuple[list[StepView], list[StepView]]:
    """The steps this person can take now: those of the law, and those every case has.

    What comes next stands first, and the first is the one to take, unless something waits for what the person
    ``decides``. What its record is not whole enough for says so beside what completes it.
    """
    running = deadlines.by_term(clocks)
    found = open_steps(case, user, now, running)
    not_yet = lacking(case, user, now, running)
    completing = {step.completed_by for step, _ in not_yet}
    likely = [
        step
        for step in found
        if step.name in completing
        or (access.comes_next(user, case, step, has_parts=has_parts) and not is_overtaken(step, case.own, now))
    ]
    first_main = None if decides else next(iter(likely), None)
    rest = [step for step in found if step not in likely]
    today = office_day(now)
    views = [
        *(step_view(case, step, today, primary=step is first_main and not step.weighed) for step in likely),
        *(replace(step_view(case, step, today), lacks=said) for step, said in not_yet),
        *(step_view(case, step, today) for step in rest),
    ]
    return [view for view in views if view.name not in COMMON], [view for view in views if view.name in COMMON]


def waits_for(case, clocks: list[Clock], parts: list[Case]) -> str:
    """For whom an open case waits, said to a reader who can do nothing in it: its parts, or whoever owes what runs."""
    clock = deadlines.binding_clock(clocks)
    if clock is None and not parts:
        return ""
    unit, handler = whose_turn(case, clock)
    names = dict.fromkeys(part.lead_unit.short_name for part in parts) or [unit.short_name + handler]
    return f"等待{'、'.join(names)}办理。"


def by_likelihood(steps: list[StepView], *, decides: bool) -> tuple[list[StepView], list[StepView]]:
    """The steps that stand with their sentence, and those of which the name is enough: all of them beside a decision
    that waits; a single name would gain nothing.
    """
    in_full = 0 if decides else len(steps) if len(steps) <= IN_FULL + 1 else IN_FULL
    return steps[:in_full], steps[in_full:]


def step_view(case, step: Step, on: date, *, primary: bool = False) -> StepView:
    """One step as a button and as the head of its form."""
    wanted = [fact.label for fact in step.facts if fact.required and kind_of(fact).informs]
    needs = "、".join(wanted[:SHOWN_NEEDS]) + ("等" if len(wanted) > SHOWN_NEEDS else "")
    statuses = registry.workflow_of(case).statuses
    final = statuses[step.target].closed if step.target else False
    effect = f"办理后状态为“{statuses[step.target].label}”。" if step.target else ""
    if step.approval:
        effect = f"{step.approval_said}后生效。{effect}"
    return StepView(
        name=step.name,
        label=step.label,
        url=reverse("cases:step", args=[case.number, step.name]),
        suits=shown_with_lengths(step.suits, on),
        needs="；".join(filter(None, (step.approval_said, needs and f"要填{needs}"))),
        explanation=with_article(shown_with_lengths(step.explained, on), step.article),
        effect=effect,
        primary=primary,
        final=final,
        papers_url=reverse("cases:rehearse", args=[case.number, step.name]) if step.papers else "",
    )


def related(case, user) -> list[Related]:
    """The cases that belong with this one, parts included, as far as the reader may know of them; the newest first."""
    links = LINKS.objects(case=case.pk)
    out_of = CaseLink.Kind.ORIGIN
    found = {row.case_id: "转出" if row.kind == out_of else row.get_kind_display() for row in links}
    found |= {row.other_id: row.get_kind_display() for row in links if row.case_id == case.pk}
    if case.parent_id:
        found[case.parent_id] = "所属事项"
    rows = KNOWN.known_to(user, keys=list(found.keys() - {case.pk}), whole=case.pk)
    return [Related(row, found.get(row.pk, "子事项")) for row in rows]


def unit_facts(case, row) -> list[tuple[str, str]]:
    """Which units answer for the case, and in what part."""
    by = f"（{case.registered_by.name}登记）" if case.registered_by_id else ""
    holds = registry.kind_of(case).called("lead_unit", "承办单位")
    facts = [("首次收到", f"{case.first_unit.name}{by}"), (holds, case.lead_unit.name)]
    if case.competent_unit_id:
        facts.insert(1, ("首办责任单位", case.competent_unit.name))
    if case.sender_unit:
        facts.append(("转交单位", case.sender_unit.name))
    for part, label in UNIT_LABELS:
        names = "、".join(each.unit.short_name for each in row.case_units.all() if each.part == part)
        if names:
            facts.append((label, names))
    return facts


def sections(row, user, now: datetime) -> list[registry.Section]:
    """The kind's own cards, and those that higher apps put on every case."""
    return registry.sections_of(row, user, now)


def linked(related: list[Related]) -> list[dict]:
    """The cases that belong with one, as its page shows them."""
    return [
        {
            "relation": each.relation,
            "number": each.case.number,
            "url": case_url(each.case),
            "title": each.case.title,
            "state": state_html(each.case, registry.workflow_of(each.case)),
        }
        for each in related
    ]


def came_from(case, user, now) -> list[dict]:
    """What the case came out of besides other cases, as far as the reader may know of it."""
    return [{"relation": label, "text": text, "url": url} for label, text, url in case_sources.shown(case, user, now)]
