"""What can be done with a period before it is frozen, and its publication; every move stands in its history."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from governance.cases.files import attachments
from governance.frame.database.alone import each_alone
from governance.frame.database.locking import locked
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal
from governance.frame.wording import clipped
from governance.jobs import work
from governance.jobs.models import Job
from governance.organisation.models import Unit, User
from governance.organisation.standing import standing_of

from ..access import check_assesses
from ..models import GroundFile, HandMark, Objection, PeriodEntry, Scheme, ScoredPeriod
from ..schemes.assessed import units_of
from ..schemes.defining import check_whole
from ..scoring import HAND, VETO, ScoredItem
from .spans import spans_of

State, Verb = ScoredPeriod.State, PeriodEntry.Verb
FREEZE = "assessment.freeze"
MOST_FILES = 10
# A quarter that ended longer ago than this is opened by a person, if at all.
OPENED_WITHIN = timedelta(days=31)


@dataclass(frozen=True)
class Given:
    """What a unit is given for an item and on what ground; without points, but with a ground, nothing was due of it."""

    points: Decimal | None
    ground: str = ""

    @property
    def is_open(self) -> bool:
        """True while nobody has said anything."""
        return self.points is None and not self.ground.strip()


def hand_items(scheme: Scheme) -> list[ScoredItem]:
    """The items that no figure answers."""
    return [item for item in scheme.asked if item.way == HAND or (item.way == VETO and not item.part)]


@transaction.atomic
def open_period(scheme: Scheme, *, length: str, first: date, actor: User, at: datetime) -> ScoredPeriod:
    """Marks can be given for the period; raises FactMissing where one of its length overlaps it for the same units."""
    check_assesses(standing_of(actor, office_day(at)))
    return _opened(scheme, length, first, actor, at)


def open_ended(at: datetime) -> int:
    """The quarter that ended last stands open for every scheme in force, to be marked and worked out; says how many do
    now.

    The system opens it once: what somebody opened, or cancelled, is left alone.
    """
    return each_alone(
        "periods of assessment",
        Scheme.objects.filter(state=Scheme.State.IN_FORCE),
        lambda scheme: _open_ended(scheme, at),
    )


def _open_ended(scheme: Scheme, at: datetime) -> bool:
    today = office_day(at)
    quarters = [each for each in spans_of(scheme.year) if each.length == ScoredPeriod.Length.QUARTER]
    last = next((each for each in reversed(quarters) if each.last < today <= each.last + OPENED_WITHIN), None)
    if last is None or scheme.periods.filter(length=last.length, first=last.first).exists():
        return False
    try:
        _opened(scheme, last.length, last.first, None, at)
    except FactMissing:
        return False
    return True


def _opened(scheme: Scheme, length: str, first: date, actor: User | None, at: datetime) -> ScoredPeriod:
    held = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if held.state != Scheme.State.IN_FORCE:
        raise FactMissing({"scheme": f"这个方案{held.get_state_display()}，考核用施行中的方案。"})
    check_whole(held)
    days = next((each for each in spans_of(held.year) if (each.length, each.first) == (length, first)), None)
    if days is None:
        raise FactMissing({"span": f"方案是 {held.year} 年的，请选这一年的期间。"})
    own = set(units_of(held).values_list("pk", flat=True))
    same = ScoredPeriod.objects.exclude(state=State.ENDED).filter(length=length, first__lte=days.last, last__gte=first)
    for other in same.select_related("scheme"):
        if other.scheme_id == held.pk or own & _units_in(other):
            raise FactMissing({"span": f"与“{other}”（{other.get_state_display()}）重叠，同一单位同一期间只考核一次。"})
    made = ScoredPeriod.objects.create(scheme=held, length=length, first=first, last=days.last)
    enter(made, Verb.OPENED, actor, at)
    return made


def _units_in(period: ScoredPeriod) -> set[int]:
    scored = set(period.scores.values_list("unit", flat=True))
    return scored or set(units_of(period.scheme).values_list("pk", flat=True))


@transaction.atomic
def give_marks(
    period: ScoredPeriod,
    item: ScoredItem,
    given: Mapping[Unit, Given],
    uploads: list,
    *,
    version: int | None,
    actor: User,
    at: datetime,
) -> None:
    """The units have these marks for the item; raises FactMissing by ``points-<unit>`` or ``ground-<unit>``.

    Whoever is given less than the full mark, or a veto, is told the ground; and for that there is a file. So is whoever
    owed nothing, of whom the item takes no part.
    """
    held = _open(period, version, actor, at)
    stood = {mark.unit_id: mark for mark in held.hand_marks.filter(item=item.name)}
    less = [unit for unit, told in given.items() if not told.is_open and _wants_ground(item, told.points)]
    wrong = {f"ground-{unit.pk}": "请写明依据。" for unit in less if not given[unit].ground.strip()}
    files = held.files.filter(item=item.name).count()
    if less and not files + len(uploads):
        wrong["files"] = "有扣分、不计或者否决的，请上传依据的文件。"
    if files + len(uploads) > MOST_FILES:
        wrong["files"] = f"一个项目最多 {MOST_FILES} 个文件。"
    if wrong:
        raise FactMissing(wrong)
    facts = [_mark(held, item, unit, told, stood.get(unit.pk), actor, at) for unit, told in given.items()]
    for upload in uploads:
        taken = attachments.take(upload)
        GroundFile.objects.create(period=held, item=item.name, uploaded_by=actor, uploaded_at=at, **asdict(taken))
    _save(held)
    enter(held, Verb.MARKED, actor, at, note=item.text, facts=[fact for fact in facts if fact])


def _wants_ground(item: ScoredItem, points: Decimal | None) -> bool:
    return points is None or (points > 0 if item.way == VETO else points < item.weight)


def _mark(period, item, unit: Unit, told: Given, stood: HandMark | None, actor, at) -> list[str]:
    before = Given(stood.points, stood.ground) if stood else Given(None)
    if before == told or (before.is_open and told.is_open):
        return []
    if told.is_open and stood:
        stood.delete()
    else:
        values = {"points": told.points, "ground": told.ground, "by": actor, "at": at}
        HandMark.objects.update_or_create(period=period, unit=unit, item=item.name, defaults=values)
    return [unit.short_name, _said(before), _said(told)]


def _said(given: Given) -> str:
    if given.points is None:
        return "" if given.is_open else "不计"
    return str(given.points)


@transaction.atomic
def freeze(period: ScoredPeriod, *, version: int | None, actor: User, at: datetime) -> Job:
    """A job works the period out and freezes it; raises Refusal before it is over, and while a mark is missing."""
    held = _open(period, version, actor, at)
    if held.last >= office_day(at):
        raise Refusal(f"期间到 {held.last} 才结束，结束以后才能核算。")
    if held.scheme.state != Scheme.State.IN_FORCE:
        raise Refusal("方案已有新的一版；请取消这一期，按施行中的方案重新发起。")
    check_whole(held.scheme)
    if missing := unmarked(held):
        raise Refusal(f"还有没有评分的：{'；'.join(missing)}。")
    # Another try after one that came to nothing is another job; the same button pressed twice is stale.
    held.job = work.ask(FREEZE, owner=actor, at=at, params={"period": held.pk}, key=f"freeze:{held.pk}:{held.version}")
    _save(held)
    return held.job


def unmarked(period: ScoredPeriod) -> list[str]:
    """The items by hand that some units have no mark for, in words; nobody has a veto who was given none."""
    marked = set(period.hand_marks.values_list("item", "unit"))
    units = list(units_of(period.scheme))
    found = []
    for item in hand_items(period.scheme):
        lacking = [unit.short_name for unit in units if (item.name, unit.pk) not in marked]
        if item.way == HAND and lacking:
            found.append(f"“{item.text}”缺 {len(lacking)} 个单位（{lacking[0]}{'等' if len(lacking) > 1 else ''}）")
    return found


@transaction.atomic
def cancel_period(period: ScoredPeriod, *, reason: str, version: int | None, actor: User, at: datetime) -> None:
    """The period comes to nothing, and can be opened anew; one that is frozen stays."""
    held = _open(period, version, actor, at)
    held.state = State.ENDED
    _save(held)
    enter(held, Verb.ENDED, actor, at, note=reason)


@transaction.atomic
def publish(period: ScoredPeriod, *, version: int | None, actor: User, at: datetime) -> None:
    """Every unit that was assessed may read how all of them stand; raises Refusal while anybody may still object."""
    check_assesses(standing_of(actor, office_day(at)))
    held = locked(ScoredPeriod.objects.all(), period, version, noun="这一期考核")
    check_settled(held, office_day(at))
    if held.published_at:
        raise Refusal("已经公布。")
    held.published_at = at
    _save(held)
    enter(held, Verb.PUBLISHED, actor, at)


def check_settled(period: ScoredPeriod, today: date) -> None:
    """Raises Refusal for one that is not frozen, may still be objected to, or waits for an answer."""
    if sentence := why_unsettled(period, today):
        raise Refusal(sentence)


def why_unsettled(period: ScoredPeriod, today: date) -> str:
    """Why nothing is published of it yet; empty once it may be."""
    if not period.is_frozen:
        return "还没有冻结。"
    if period.takes_objections(today):
        return f"异议期到 {period.objections_until}，期满以后才能公布。"
    unanswered = Objection.objects.filter(line__period=period, state=Objection.State.OPEN).exists()
    return "还有没有答复的异议，答复以后才能公布。" if unanswered else ""


def _open(period: ScoredPeriod, version: int | None, actor: User, at: datetime) -> ScoredPeriod:
    check_assesses(standing_of(actor, office_day(at)))
    rows = ScoredPeriod.objects.select_related("scheme", "job")
    held = locked(rows, period, version, noun="这一期考核")
    if held.state != State.OPEN:
        raise Refusal(f"这一期考核{held.get_state_display()}，不能这样办理。")
    if held.job and held.job.is_active:
        raise Refusal("正在核算，核算结束后再办理。")
    return held


def _save(period: ScoredPeriod) -> None:
    period.version += 1
    period.save()


def enter(period: ScoredPeriod, verb: str, actor: User | None, at: datetime, *, note: str = "", facts=()) -> None:
    """The move stands in the history of the period."""
    PeriodEntry.objects.create(period=period, at=at, by=actor, verb=verb, note=clipped(note, 500), facts=list(facts))
