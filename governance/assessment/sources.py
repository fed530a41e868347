"""What the machine can say of an item from what is kept elsewhere: how far it is kept, and in words from what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q

from governance.duties.models import DutyPlan, DutyTask
from governance.figures.asked import Asked
from governance.figures.counting import share
from governance.figures.measures import MEASURES, RATES, Rate
from governance.figures.periods import Period
from governance.frame.registry import Registry
from governance.organisation.areas.lying import inside
from governance.organisation.models import Post
from governance.organisation.standing import HeldPost, Standing
from governance.registers.models import Entry, Register

from .models import Appraisal, Mark

State = DutyTask.State
QUARTER = timedelta(days=90)
WHOLE = Decimal(1)


@dataclass(frozen=True)
class Answer:
    """How much of the item is kept, from 0 to 1, None where there is nothing to go by; and what was found."""

    share: Decimal | None
    words: str


@dataclass(frozen=True)
class Source:
    """Where a mark can come from; ``answer(appraisal, mark, on)`` looks on a day."""

    code: str
    label: str
    answer: Callable[[Appraisal, Mark, date], Answer]
    # The sentence about an ``of`` that names nothing; empty for one that does.
    wrong: Callable[[str], str] = lambda of: ""


SOURCES: Registry[Source] = Registry("sources of marks", field="mark_sources")


def _entries(appraisal: Appraisal, mark: Mark, on: date) -> Answer:
    """Rows in force of the register that lie in the place, or, for a unit that is no government, that it keeps."""
    rows = Entry.objects.filter(register__code=mark.of, ended_on=None)
    local = appraisal.area.level in ("village", "township")
    rows = rows.filter(inside(appraisal.area_id)) if local else rows.filter(unit=appraisal.unit_id)
    late, there = rows.aggregate(late=Count("pk", filter=Q(due_on__lt=on)), there=Count("pk")).values()
    fit = there - late
    said = f"台账在册 {there}" + (f"，其中逾期未检查 {late}" if late else "") + f"，应有 {mark.least}"
    return Answer(_share(fit, mark.least), said)


def _people(appraisal: Appraisal, mark: Mark, on: date) -> Answer:
    there = Post.objects.current(on).filter(unit=appraisal.unit_id).values("user").distinct().count()
    return Answer(_share(there, mark.least), f"在岗 {there} 人，应有 {mark.least} 人")


def _duties(appraisal: Appraisal, mark: Mark, on: date) -> Answer:
    """The share of what was due in the last ninety days and came in time, of the share that is wanted."""
    rows = DutyTask.objects.filter(unit=appraisal.unit_id, first__gte=on - QUARTER, last__lte=on)
    rows = rows.exclude(state__in=(State.OPEN, State.WITHDRAWN))
    if mark.of:
        rows = rows.filter(plan_code=mark.of)
    in_time = Count("pk", filter=Q(state__in=(State.RETURNED, State.ZERO)))
    kept, owed = rows.aggregate(kept=in_time, owed=Count("pk")).values()
    if not owed:
        return Answer(None, "近 90 天没有应报的例行任务")
    reached = Decimal(kept) * 100 / owed
    return Answer(_share(reached, mark.least), f"近 90 天应报 {owed} 次，按期 {kept} 次（{reached:.1f}%）")


def _figures(appraisal: Appraisal, mark: Mark, on: date) -> Answer:
    """The rate of the last ninety days in the place, or of a unit that is no government, of the rate that is wanted.

    It is counted as the unit itself would be told, and without restricted cases.
    """
    rate = _rate(mark.of)
    if rate is None:
        return Answer(None, "没有这个比率")
    local = appraisal.area.level in ("village", "township")
    post = HeldPost(appraisal.unit_id, "", "", "unit_lead", appraisal.area_id, sees_area=local, above=())
    days = Period(on - QUARTER, on)
    where = {"area": appraisal.area_id} if local else {"unit": appraisal.unit_id}
    found = share(rate.code, Asked(Standing(0, (post,)), days, on, aloud=True, **where))
    if not found.whole:
        return Answer(None, f"近 90 天{_called(rate)}没有应办的")
    reached = Decimal(found.part) * 100 / found.whole
    return Answer(_share(reached, mark.least), f"近 90 天{_called(rate)} {reached:.1f}%（{found.part}/{found.whole}）")


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


def _no_register(code: str) -> str:
    return "" if Register.objects.filter(code=code).exists() else f"没有代号是“{code}”的台账。"


def _no_plan(code: str) -> str:
    return "" if not code or DutyPlan.objects.filter(code=code).exists() else f"没有代码是“{code}”的例行方案。"


OWN_SOURCES = (
    Source("entries", "台账在册数", _entries, _no_register),
    Source("people", "在岗人数", _people),
    Source("duties", "例行任务按期率", _duties, _no_plan),
    Source("figures", "统计指标比率", _figures, _no_rate),
)
