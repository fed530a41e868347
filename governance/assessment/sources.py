"""What the machine can say of an item from what is kept elsewhere: how far it is kept, and in words from what."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q

from governance.duties.models import DutyPlan, DutyTask
from governance.figures.asked import Asked
from governance.figures.counting import Share, share_of, totals_of
from governance.figures.measures import MEASURES, RATES, Rate
from governance.figures.periods import Period
from governance.frame.registry import Registry
from governance.organisation.areas.lying import inside, now_under
from governance.organisation.models import Area, Post
from governance.organisation.standing import HeldPost, Standing
from governance.registers.models import Entry, Register

from .models import Appraisal

State = DutyTask.State
QUARTER = timedelta(days=90)
WHOLE = Decimal(1)
# So many places are asked about in one question of the figures.
AT_ONCE = 40


@dataclass(frozen=True)
class Answer:
    """How much of the item is kept, from 0 to 1, None where there is nothing to go by; and what was found."""

    share: Decimal | None
    words: str


@dataclass(frozen=True)
class Source:
    """Where a mark can come from; ``answers(appraisals, of, least, on)`` looks on a day, once for all of these."""

    code: str
    label: str
    answers: Callable[[Sequence[Appraisal], str, int, date], list[Answer]]
    # The sentence about an ``of`` that names nothing; empty for one that does.
    wrong: Callable[[str], str] = lambda of: ""
    # What ``of`` can name, by its code; nothing where there is no choice.
    offered: Callable[[], dict[str, str]] = dict

    def code_of(self, said: str) -> str:
        """The code of what is called so; what nothing is called stays as it was said."""
        told = "".join(said.split())
        return next((code for code, name in self.offered().items() if "".join(name.split()) == told), said)


SOURCES: Registry[Source] = Registry("sources of marks", field="mark_sources")


def _is_local(appraisal: Appraisal) -> bool:
    return appraisal.area.level in ("village", "township")


def _units(appraisals: Sequence[Appraisal]) -> set[int]:
    return {each.unit_id for each in appraisals}


def _entries(appraisals: Sequence[Appraisal], of: str, least: int, on: date) -> list[Answer]:
    """Rows in force of the register that lie in the place, or, for a unit that is no government, that it keeps."""
    rows = Entry.objects.filter(register__code=of, ended_on=None).order_by()
    counts = {"late": Count("pk", filter=Q(due_on__lt=on)), "there": Count("pk")}
    places = [each.area_id for each in appraisals if _is_local(each)]
    lying: dict[str, Counter] = defaultdict(Counter)
    if places:
        for code, late, there in rows.filter(inside(_around(places))).values_list("area").annotate(**counts):
            for length in Area.CODE_LENGTH.values():
                if length <= len(code):
                    lying[code[:length]].update(late=late, there=there)
    kept = rows.filter(unit__in={each.unit_id for each in appraisals if not _is_local(each)})
    by_unit = {
        unit: Counter(late=late, there=there) for unit, late, there in kept.values_list("unit").annotate(**counts)
    }
    answers = []
    for each in appraisals:
        if _is_local(each):
            found = sum((lying[code] for code in now_under(each.area_id)), Counter())
        else:
            found = by_unit.get(each.unit_id, Counter())
        late, there = found["late"], found["there"]
        said = f"台账在册 {there}" + (f"，其中逾期未检查 {late}" if late else "") + f"，应有 {least}"
        answers.append(Answer(_share(there - late, least), said))
    return answers


def _around(places: Collection[str]) -> str:
    """The code of the narrowest area in which all of these lie; empty where they lie in several counties."""
    lengths = (length for length in Area.CODE_LENGTH.values() if len({code[:length] for code in places}) == 1)
    return next(iter(places))[: max(lengths, default=0)]


def _people(appraisals: Sequence[Appraisal], of: str, least: int, on: date) -> list[Answer]:
    rows = Post.objects.current(on).filter(unit__in=_units(appraisals)).order_by()
    there = dict(rows.values_list("unit").annotate(people=Count("user", distinct=True)))
    found = (there.get(each.unit_id, 0) for each in appraisals)
    return [Answer(_share(people, least), f"在岗 {people} 人，应有 {least} 人") for people in found]


def _duties(appraisals: Sequence[Appraisal], of: str, least: int, on: date) -> list[Answer]:
    """The share of what was due in the last ninety days and came in time, of the share that is wanted."""
    rows = DutyTask.objects.filter(unit__in=_units(appraisals), first__gte=on - QUARTER, last__lte=on)
    rows = rows.exclude(state__in=(State.OPEN, State.WITHDRAWN)).order_by()
    if of:
        rows = rows.filter(plan_code=of)
    in_time = Count("pk", filter=Q(state__in=(State.RETURNED, State.ZERO)))
    numbers = rows.values_list("unit").annotate(kept=in_time, owed=Count("pk"))
    found = {unit: (kept, owed) for unit, kept, owed in numbers}
    return [_in_time(found.get(each.unit_id, (0, 0)), least) for each in appraisals]


def _in_time(counts: tuple[int, int], least: int) -> Answer:
    kept, owed = counts
    if not owed:
        return Answer(None, "近 90 天没有应报的例行任务")
    reached = Decimal(kept) * 100 / owed
    return Answer(_share(reached, least), f"近 90 天应报 {owed} 次，按期 {kept} 次（{reached:.1f}%）")


def _figures(appraisals: Sequence[Appraisal], of: str, least: int, on: date) -> list[Answer]:
    """The rate of the last ninety days in the place, or of a unit that is no government, of the rate that is wanted.

    It is counted as the unit itself would be told, and without restricted cases.
    """
    rate = _rate(of)
    if rate is None:
        return [Answer(None, "没有这个比率") for _ in appraisals]
    asked = [_asked(each, on) for each in appraisals]
    parts = (asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE))
    counts = (found for some in parts for found in totals_of({*rate.whole, rate.part}, some))
    return [_reached(rate, share_of(rate.code, found), least) for found in counts]


def _asked(appraisal: Appraisal, on: date) -> Asked:
    local = _is_local(appraisal)
    post = HeldPost(appraisal.unit_id, "", "", "unit_lead", appraisal.area_id, sees_area=local, above=())
    where = {"area": appraisal.area_id} if local else {"unit": appraisal.unit_id}
    return Asked(Standing(0, (post,)), Period(on - QUARTER, on), on, aloud=True, **where)


def _reached(rate: Rate, found: Share, least: int) -> Answer:
    if not found.whole:
        return Answer(None, f"近 90 天{_called(rate)}没有应办的")
    reached = Decimal(found.part) * 100 / found.whole
    return Answer(_share(reached, least), f"近 90 天{_called(rate)} {reached:.1f}%（{found.part}/{found.whole}）")


def _called(rate: Rate) -> str:
    return f"{rate.subject}{rate.label}"


def _rate(of: str) -> Rate | None:
    """The rate of that code, or called so."""
    told = "".join(of.split())
    return next((rate for rate in RATES.values() if told in (rate.code, _called(rate))), None)


def _no_rate(of: str) -> str:
    rate = _rate(of)
    if rate is None:
        return f"统计指标里没有“{of}”这个比率，例如：信访 按期办理率。"
    return MEASURES[rate.part].unscored


def _share(there: Decimal | int, least: int) -> Decimal:
    return min(Decimal(there) / (least or 1), WHOLE)


def _registers() -> dict[str, str]:
    return dict(Register.objects.filter(is_active=True).values_list("code", "name"))


def _no_register(code: str) -> str:
    return "" if Register.objects.filter(code=code).exists() else f"没有“{code}”这本台账，请从列出的台账中选。"


def _plans() -> dict[str, str]:
    return dict(DutyPlan.objects.filter(effective_to=None).values_list("code", "name"))


def _no_plan(code: str) -> str:
    if not code or DutyPlan.objects.filter(code=code).exists():
        return ""
    return f"没有“{code}”这个例行方案，请从列出的方案中选。"


def _rates() -> dict[str, str]:
    scored = (rate for rate in RATES.values() if not MEASURES[rate.part].unscored)
    return {rate.code: f"{rate.subject} {rate.label}" for rate in scored}


OWN_SOURCES = (
    Source("entries", "台账在册数", _entries, _no_register, _registers),
    Source("people", "在岗人数", _people),
    Source("duties", "例行任务按期率", _duties, _no_plan, _plans),
    Source("figures", "统计指标比率", _figures, _no_rate, _rates),
)
