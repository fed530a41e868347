"""What is laid down of a scheme: a draft is written item by item, tried on last year's figures and put in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from governance.cases.fields.definitions import local_code
from governance.figures.periods import Period
from governance.frame.database.locking import locked
from governance.frame.days import ONE_DAY, office_day
from governance.frame.refusals import FactMissing, Refusal
from governance.jobs.models import Job
from governance.organisation.models import AccessRecord, User
from governance.organisation.records import record
from governance.organisation.standing import standing_of

from ..access import check_assesses
from ..items import next_name
from ..models import Scheme, ScoredPeriod
from ..scoring import ScoredItem, marked_weight, places_of, points_of, total_of
from .assessed import TOWNSHIPS, counted, units_of
from .items import TypedItem, read

State = Scheme.State
FULL = 100
MOST_ITEMS = 60
HEAD = ("name", "year", "basis", "unit_kinds", "units", "objection_days", "ranked_from")


# By the key of the unit, each item with its points.
Marked = Mapping[int, list[tuple[ScoredItem, Decimal | None]]]


@dataclass
class Head:
    """What a scheme says of itself."""

    name: str
    year: int
    basis: str
    unit_kinds: list[str]
    units: list[int] = field(default_factory=list)
    objection_days: int = 7
    ranked_from: int = 50


@transaction.atomic
def add_scheme(head: Head, *, actor: User | None, at: datetime, ip=None, code: str = "") -> Scheme:
    """A draft without items; delivered ones have no actor."""
    scheme = Scheme(code=code or local_code(Scheme), version=0)
    if actor is not None:
        check_assesses(standing_of(actor, office_day(at)))
    _lay_down(scheme, head)
    _note(scheme, "起草", actor, at, ip)
    return scheme


@transaction.atomic
def change_head(scheme: Scheme, head: Head, *, version: int | None, actor: User, at: datetime, ip=None) -> Scheme:
    """The draft says this of itself."""
    held = _draft(scheme, version, actor, at)
    if head.unit_kinds != [TOWNSHIPS] and any(item.scope == "area" for item in held.asked):
        raise FactMissing({"unit_kinds": "有按辖区计的项目，只能考核乡镇（街道）。"})
    _lay_down(held, head)
    _note(held, "修改", actor, at, ip)
    return held


def _lay_down(scheme: Scheme, head: Head) -> None:
    wrong = {}
    if Scheme.objects.filter(year=head.year, name=head.name).exclude(code=scheme.code).exists():
        wrong["name"] = "这一年已有同名的方案。"
    if not head.unit_kinds:
        wrong["unit_kinds"] = "请选考核哪一类单位。"
    if wrong:
        raise FactMissing(wrong)
    for name in HEAD:
        setattr(scheme, name, getattr(head, name))
    # Delivered schemes are there before the first unit of a county is.
    if scheme.units and not units_of(scheme).exists():
        raise FactMissing({"units": "所选的类别里没有这些单位。"})
    _save(scheme)


@transaction.atomic
def put_item(
    scheme: Scheme, typed: TypedItem, *, name: str = "", version: int | None, actor: User | None, at: datetime, ip=None
) -> Scheme:
    """The draft has the item, a new one or that of the name as it is typed now; raises FactMissing by its field."""
    held = _draft(scheme, version, actor, at)
    items = held.asked
    others = [item for item in items if item.name != name]
    if name and len(others) == len(items):
        raise Refusal("方案中已没有这个项目。")
    if len(others) >= MOST_ITEMS:
        raise Refusal(f"一个方案最多 {MOST_ITEMS} 个项目。")
    called = name or next_name(item.name for item in items)
    made = read(typed, called, others, townships=held.unit_kinds == [TOWNSHIPS])
    rows = [made if item.name == name else item for item in items] if name else [*items, made]
    return _with_items(held, rows, f"{'修改' if name else '新增'}项目“{made.text}”", actor, at, ip)


@transaction.atomic
def drop_item(scheme: Scheme, name: str, *, version: int | None, actor: User, at: datetime, ip=None) -> Scheme:
    """The draft has it no more."""
    held = _draft(scheme, version, actor, at)
    gone = next((item for item in held.asked if item.name == name), None)
    if gone is None:
        raise Refusal("方案中已没有这个项目。")
    rows = [item for item in held.asked if item.name != name]
    return _with_items(held, rows, f"删去项目“{gone.text}”", actor, at, ip)


def _with_items(scheme: Scheme, items: list[ScoredItem], what: str, actor, at, ip) -> Scheme:
    scheme.items = [item.as_dict() for item in items]
    _save(scheme)
    _note(scheme, what, actor, at, ip)
    return scheme


def check_whole(scheme: Scheme) -> None:
    """Raises Refusal for one whose marks do not come to a hundred, or that gives marks to whoever owed nothing."""
    given = sum(item.weight for item in scheme.asked)
    if given != FULL:
        raise Refusal(f"各项分值合计 {given} 分，应为 {FULL} 分。")
    if lacking := [item.text for item in scheme.asked if item.lacks_base]:
        raise Refusal(f"“{'”“'.join(lacking)}”没有写明应有多少，没有应办的单位会白得满分；请修改这一项，选分母。")


def tried_on(scheme: Scheme, today: date) -> Period:
    """The year before that of the scheme, as far as it is over."""
    year = scheme.year - 1
    return Period(date(year, 1, 1), min(date(year, 12, 31), today - ONE_DAY))


@transaction.atomic
def try_scheme(scheme: Scheme, *, version: int | None, actor: User, at: datetime) -> Scheme:
    """The draft says what every unit would have come to the year before; what people mark takes no part in it."""
    held = _draft(scheme, version, actor, at)
    check_whole(held)
    today = office_day(at)
    period = tried_on(held, today)
    if period.last < period.first:
        raise Refusal(f"{held.year - 1} 年还没有开始，没有可以试算的数据。")
    units, items = list(units_of(held)), held.asked
    found = counted(items, units, period, standing_of(actor, today), at)
    marked = {
        unit.pk: [(item, points_of(item, found[unit.pk][item.name]) if item.part else None) for item in items]
        for unit in units
    }
    totals = {key: total_of(rows) for key, rows in marked.items()}
    places = ranks(held, marked)
    held.tried = {
        "period": period.label,
        "on": today.isoformat(),
        "rows": [
            {
                "unit": unit.short_name,
                "points": [None if points is None else str(points) for _, points in marked[unit.pk]],
                "total": None if totals[unit.pk] is None else str(totals[unit.pk]),
                "place": places.get(unit.pk),
            }
            for unit in units
        ],
    }
    held.version += 1
    held.tried_version = held.version
    held.save(update_fields=["tried", "tried_version", "version"])
    return held


def ranks(scheme: Scheme, marked: Marked) -> dict[int, int]:
    """The place of each unit of which enough could be marked; the others have none."""
    enough = {unit: rows for unit, rows in marked.items() if marked_weight(rows) >= scheme.ranked_from}
    return places_of({unit: total_of(rows) for unit, rows in enough.items()})


@transaction.atomic
def put_in_force(scheme: Scheme, *, version: int | None, actor: User, at: datetime, ip=None) -> Scheme:
    """Units are assessed by it from now on, and no more by the edition before it.

    Raises Refusal where it was not tried as it is, where a unit would be assessed by two schemes, and while a job works
    a period out by the edition before it.
    """
    held = _draft(scheme, version, actor, at)
    check_whole(held)
    if not held.is_tried:
        raise Refusal("方案改过以后还没有试算；先用上一年的数据试算，再施行。")
    before = Scheme.objects.select_for_update().filter(code=held.code, year=held.year, state=State.IN_FORCE).first()
    if ScoredPeriod.objects.filter(scheme=before, job__state__in=Job.ACTIVE).exists():
        raise Refusal("正在按施行中的方案核算，核算结束以后才能换方案。")
    own = set(units_of(held).values_list("pk", flat=True))
    for other in Scheme.objects.filter(year=held.year, state=State.IN_FORCE).exclude(code=held.code):
        if both := units_of(other).filter(pk__in=own).first():
            raise Refusal(f"{both.short_name}已由“{other.name}”考核，一个单位一年只适用一个方案。")
    if before is not None:
        before.state = State.ENDED
        _save(before)
    held.state = State.IN_FORCE
    _save(held)
    _note(held, f"施行，第 {held.edition} 版", actor, at, ip)
    return held


@transaction.atomic
def revise(scheme: Scheme, *, year: int, reason: str, actor: User, at: datetime, ip=None) -> Scheme:
    """A draft begins with what the scheme says: its next edition, or the first one of another year."""
    check_assesses(standing_of(actor, office_day(at)))
    if scheme.is_draft:
        raise Refusal("草案可以直接修改。")
    same = Scheme.objects.select_for_update().filter(code=scheme.code, year=year)
    if same.filter(state=State.DRAFT).exists():
        raise Refusal(f"{year} 年已有这个方案的草案。")
    last = max((each.edition for each in same), default=0)
    told = {name: getattr(scheme, name) for name in ("code", "items", *HEAD)}
    made = Scheme.objects.create(**told | {"year": year, "edition": last + 1, "reason": reason})
    _note(made, f"修订，第 {made.edition} 版：{reason}", actor, at, ip)
    return made


@transaction.atomic
def drop_draft(scheme: Scheme, *, version: int | None, actor: User, at: datetime, ip=None) -> None:
    """The draft is given up."""
    held = _draft(scheme, version, actor, at)
    _note(held, "删去草案", actor, at, ip)
    held.delete()


def _draft(scheme: Scheme, version: int | None, actor: User | None, at: datetime) -> Scheme:
    if actor is not None:
        check_assesses(standing_of(actor, office_day(at)))
    held = locked(Scheme.objects.all(), scheme, version, noun="这个方案")
    if not held.is_draft:
        raise Refusal(f"这个方案{held.get_state_display()}，不能再改；请修订，形成新的一版。")
    return held


def _save(scheme: Scheme) -> None:
    scheme.version += 1
    scheme.save()


def _note(scheme: Scheme, what: str, actor: User | None, at: datetime, ip) -> None:
    if actor is not None:
        record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=f"考核方案 {scheme}", reason=what, ip=ip)


def head_of(scheme: Scheme) -> Head:
    """What it says of itself, as it can be typed."""
    return Head(**{name: getattr(scheme, name) for name in HEAD})
