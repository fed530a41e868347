"""What a meeting has to talk about: gathered from what is open at that moment, then ordered by hand.

Lines of work above register their own sources in their wiring. What is restricted stands on no agenda.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from governance.cases import registry
from governance.cases.lists.filters import due_between
from governance.cases.lists.rows import DUE_FIRST
from governance.cases.models import Case
from governance.frame.registry import Registry
from governance.organisation.areas.lying import inside
from governance.organisation.models import Unit

from ..models import AgendaItem, Decision, DutyTask, Meeting, MeetingKind
from .decisions import open_ones

MOST_OF_A_SOURCE = 20
MENDABLE = timedelta(days=31)
NAMED = 8
BY_HAND = "hand"


@dataclass(frozen=True)
class AgendaRequest:
    """For which meeting something is gathered: its unit, kind and day, who plans it, when."""

    unit: Unit
    kind: MeetingKind
    day: date
    user: object
    now: datetime


@dataclass(frozen=True)
class Point:
    """One thing to be talked about; ``key`` names it, so that it stands on an agenda once."""

    key: str
    case: Case | None = None
    decision: Decision | None = None
    text: str = ""


@dataclass(frozen=True)
class AgendaSource:
    """Where points come from: what the agenda calls them, and ``points(asked)``, the most pressing first."""

    code: str
    label: str
    points: Callable[[AgendaRequest], Iterable[Point]]


SOURCES: Registry[AgendaSource] = Registry("sources of agendas", field="agenda")


def label_of(code: str) -> str:
    """What the agenda calls points of this source."""
    return SOURCES[code].label if code in SOURCES else "临时议题"


def open_cases(asked: AgendaRequest):
    """The open cases that lie with the unit or in its area, as far as whoever plans may know of them."""
    seen = Case.objects.visible_to(asked.user).open().exclude(confidentiality=Case.Confidentiality.RESTRICTED)
    if asked.unit.sees == Unit.Sees.AREA:
        return seen.filter(inside(asked.unit.area_id))
    return seen.filter(Q(lead_unit=asked.unit) | Q(first_unit=asked.unit))


def case_points(cases) -> list[Point]:
    """The nearest date first, no more than a meeting can talk about."""
    return [Point(f"case:{case.pk}", case=case) for case in DUE_FIRST.sorted(cases)[:MOST_OF_A_SOURCE]]


def _late(asked: AgendaRequest) -> list[Point]:
    elsewhere = [code for code, kind in registry.KINDS.items() if not kind.on_agenda]
    return case_points(open_cases(asked).exclude(kind__in=elsewhere).filter(due_between("overdue", asked.now)))


def _decisions(asked: AgendaRequest) -> list[Point]:
    """What former meetings of the unit and kind decided and nobody has struck off."""
    former = open_ones().filter(meeting__unit=asked.unit, meeting__kind=asked.kind)
    return [Point(f"decision:{row.pk}", decision=row) for row in former.order_by("due_on", "id")[:MOST_OF_A_SOURCE]]


def _missing(asked: AgendaRequest) -> list[Point]:
    """One point a plan: which units did not hand in within the last month."""
    own = Q(unit=asked.unit)
    if asked.unit.sees == Unit.Sees.AREA:
        own |= inside(asked.unit.area_id)
    missed = DutyTask.objects.filter(own, state=DutyTask.State.MISSING, due_at__gte=asked.now - MENDABLE)
    names: dict[str, list[str]] = defaultdict(list)
    plans: dict[str, str] = {}
    rows = missed.order_by().values("plan_code", "plan__name", "unit__short_name", "unit__position")
    for row in rows.annotate(newest=Max("due_at")).order_by("plan_code", "unit__position"):
        names[row["plan_code"]].append(row["unit__short_name"])
        plans[row["plan_code"]] = row["plan__name"]
    return [Point(f"missing:{code}", text=_lacking(plans[code], list(dict.fromkeys(names[code])))) for code in names]


def _lacking(plan: str, units: list[str]) -> str:
    more = f"等 {len(units)} 个单位" if len(units) > NAMED else ""
    return f"{plan}缺报：{'、'.join(units[:NAMED])}{more}"


OWN_SOURCES = (
    AgendaSource("decision", "上次议定未落实", _decisions),
    AgendaSource("late", "超期事项", _late),
    AgendaSource("missing", "缺报", _missing),
)


def gather(meeting: Meeting, asked: AgendaRequest) -> int:
    """What is open now stands on the agenda behind what stands there; says how many points are new.

    What stands there already, or was taken off by hand, is not added again.
    """
    known = set(meeting.items.values_list("key", flat=True))
    place = _last_place(meeting)
    found = [(code, point) for code in meeting.kind.sources if code in SOURCES for point in SOURCES[code].points(asked)]
    named = known | {point.key for _, point in found}
    made = []
    for code, point in found:
        # Of a dispute that stands on the agenda itself the tracks are no points of their own.
        is_part = point.case is not None and f"case:{point.case.parent_id}" in named
        if point.key in known or is_part:
            continue
        known.add(point.key)
        place += 1
        what = {"case": point.case, "decision": point.decision, "text": point.text}
        made.append(AgendaItem(meeting=meeting, position=place, source=code, key=point.key, **what))
    return len(AgendaItem.objects.bulk_create(made))


def _last_place(meeting: Meeting) -> int:
    return meeting.items.aggregate(last=Max("position"))["last"] or 0


def add(meeting: Meeting, *, text: str = "", case: Case | None = None) -> AgendaItem:
    """The point stands last on the agenda; a case that was taken off comes back."""
    place = _last_place(meeting) + 1
    key = f"case:{case.pk}" if case else f"{BY_HAND}:{place}"
    known = meeting.items.filter(key=key).first()
    if known is not None:
        known.is_removed, known.position = False, place
        known.save(update_fields=["is_removed", "position"])
        return known
    return AgendaItem.objects.create(meeting=meeting, position=place, source=BY_HAND, key=key, case=case, text=text)


def move(item: AgendaItem, *, up: bool, among: Iterable[int]) -> None:
    """The point has changed places with the one before or after it, of those ``among``; the first goes no higher."""
    others = item.meeting.items.filter(pk__in=among, is_removed=False)
    if up:
        other = others.filter(position__lt=item.position).order_by("-position").first()
    else:
        other = others.filter(position__gt=item.position).order_by("position").first()
    if other is not None:
        item.position, other.position = other.position, item.position
        for row in (item, other):
            row.save(update_fields=["position"])


def remove(meeting: Meeting, *, items: Iterable[AgendaItem]) -> None:
    """The points are off the agenda, and are not gathered again."""
    meeting.items.filter(pk__in=[item.pk for item in items]).update(is_removed=True)
