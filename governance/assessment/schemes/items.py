"""An item of a scheme as it is typed: what it can be worked out from, and what is refused at which field."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from governance.cases.law.rewards import ARTICLE, marks_residents, rewards_fewer_petitions
from governance.duties.programmes.samples import SAMPLES
from governance.figures.measures import MEASURES, RATES, leaves
from governance.frame.refusals import FactMissing

from ..grounds import GROUNDS
from ..items import HUNDRED
from ..scoring import AREA, BANDS, BONUS, BY_COUNT, DEDUCT, HAND, NONE, OF_A_SHARE, OWN, TARGET, VETO, Band, ScoredItem

# By these a unit loses for every one there is.
TAKES_AWAY = (DEDUCT, VETO)
# The tasks of the pilot that a yearly item can answer for, by their number: those that have none below them.
PILOT = {
    task.number: f"{task.number} {task.title}"
    for task in SAMPLES["pilot"].tasks
    if not any(other.number.startswith(f"{task.number}.") for other in SAMPLES["pilot"].tasks)
}


@dataclass
class TypedItem:
    """What stands in the form; ``source`` is the code of a rate or a measure, ``over`` of what a measure is a share."""

    group: str
    text: str
    way: str
    basis: str
    weight: int = 0
    source: str = ""
    over: str = ""
    scope: str = OWN
    target: Decimal = NONE
    each: Decimal = NONE
    cap: Decimal = NONE
    bands: list[Band] = field(default_factory=list)
    pilot: list[str] = field(default_factory=list)


def read(typed: TypedItem, name: str, others: Iterable[ScoredItem], *, townships: bool) -> ScoredItem:
    """The item; raises FactMissing by the field, or the cell of a band, that is wrong.

    ``townships``: the scheme is for units that have an area of their own.
    """
    others = list(others)
    wrong: dict[str, str] = {}
    _check_words(typed, others, wrong)
    part, whole = _counted(typed, wrong)
    _check_marks(typed, sum(each.weight for each in others), wrong)
    if typed.way == BANDS:
        _check_bands(typed, wrong)
    if typed.scope == AREA and not townships:
        wrong["scope"] = "只有乡镇（街道）有自己的辖区；其他单位按本单位计。"
    if wrong:
        raise FactMissing(wrong)
    return ScoredItem(
        name=name,
        group=typed.group,
        text=typed.text,
        way=typed.way,
        basis=typed.basis,
        weight=typed.weight,
        source=typed.source,
        part=part,
        whole=whole,
        scope=typed.scope if part else OWN,
        target=typed.target if typed.way == TARGET else NONE,
        each=typed.each if typed.way in BY_COUNT else NONE,
        cap=typed.cap if typed.way in BY_COUNT else NONE,
        bands=tuple(sorted(typed.bands, key=lambda band: band.low)) if typed.way == BANDS else (),
        pilot=tuple(number for number in PILOT if number in typed.pilot),
    )


def _check_words(typed: TypedItem, others: list[ScoredItem], wrong: dict[str, str]) -> None:
    if rewards_fewer_petitions(typed.text):
        wrong["text"] = f"考核项目不得以信访数量减少为得分（{ARTICLE}）。"
    elif marks_residents(typed.text):
        wrong["text"] = "考核的是单位，不得以向群众收集的积分为得分。"
    elif typed.text in [each.text for each in others]:
        wrong["text"] = "方案中已有同样的项目。"


def _counted(typed: TypedItem, wrong: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """The measures of the part and of the whole; none where a person gives the mark."""
    if typed.way == HAND:
        if typed.source and typed.source not in GROUNDS:
            wrong["source"] = "人工评分的项目不取指标；可以选一种参考材料，或者不选。"
        return "", ()
    if typed.source in GROUNDS:
        wrong["source"] = "参考材料只用于人工评分的项目。"
        return "", ()
    if not typed.source:
        if typed.way != VETO:
            wrong["source"] = "请选数据来源。"
        return "", ()
    if typed.source in RATES:
        rate = RATES[typed.source]
        part, whole, own = rate.part, rate.whole, False
    else:
        part, whole, own = typed.source, (typed.over,) if typed.over else (), True
    _check_sort(typed, whole, wrong)
    if sentence := why_unfair((part, *whole) if own else (part,)):
        wrong.setdefault("source", sentence)
    return part, whole if typed.way in (*OF_A_SHARE, DEDUCT) else ()


def _check_sort(typed: TypedItem, whole: tuple[str, ...], wrong: dict[str, str]) -> None:
    if typed.way in OF_A_SHARE and not whole:
        wrong["over"] = "按比例计分要有分母：数据来源请选比率，或者再选分母。"
    elif typed.way not in OF_A_SHARE and typed.source in RATES:
        wrong["source"] = "按次计分的请选数量，不选比率。"
    elif typed.way in TAKES_AWAY and typed.source in {rate.part for rate in RATES.values()}:
        wrong["source"] = f"“{MEASURES[typed.source].label}”是办得好的，多的不扣分、不否决；请选逾期、缺报一类的。"
    elif typed.way == DEDUCT and typed.weight and not whole:
        wrong["over"] = "占分值的扣分要选应有多少（例如应报送）：期间内没有应办的不计这一项，不白得满分。"


def why_unfair(codes: Iterable[str]) -> str:
    """The sentence about what no unit is given points by; empty where it may be."""
    for code in codes:
        for measure in (MEASURES[code], *leaves([code])):
            if measure.unscored:
                return measure.unscored
            if measure.is_now:
                return f"“{measure.label}”按查看时的情况计数，期间过后还会变，不能考核。"
    return ""


def _check_marks(typed: TypedItem, given: int, wrong: dict[str, str]) -> None:
    left = 100 - given
    if typed.way in (BONUS, VETO):
        if typed.weight:
            wrong["weight"] = "加分项、否决项不占分值。"
    elif typed.weight > left:
        wrong["weight"] = f"其他项目已占 {given} 分，这一项最多 {left} 分。"
    elif not typed.weight and typed.way != DEDUCT:
        wrong["weight"] = "请填写分值。"
    if typed.way == TARGET and not NONE < typed.target <= HUNDRED:
        wrong["target"] = "目标应大于 0，不超过 100%。"
    if typed.way in BY_COUNT:
        _check_count(typed, wrong)


def _check_count(typed: TypedItem, wrong: dict[str, str]) -> None:
    if typed.each <= 0:
        wrong["each"] = "请填写每一件（次）多少分。"
    if not typed.cap and not typed.weight:
        wrong["cap"] = "不占分值的要写明最多扣（加）多少分。"
    elif typed.weight and typed.cap > typed.weight:
        wrong["cap"] = f"最多扣这一项的分值 {typed.weight} 分。"


def _check_bands(typed: TypedItem, wrong: dict[str, str]) -> None:
    if not typed.bands:
        wrong["bands"] = "请填写各档。"
    for place, band in enumerate(typed.bands):
        if band.low >= band.high:
            wrong[f"bands-{place}-high"] = "这一档的上限应大于下限。"
        elif any(band.meets(other) for other in typed.bands[:place]):
            wrong[f"bands-{place}-low"] = "与上面的档重叠。"
        elif band.points > typed.weight:
            wrong[f"bands-{place}-points"] = f"这一项满分 {typed.weight} 分。"


def typed_of(item: ScoredItem) -> TypedItem:
    """The item as it can be typed again."""
    names = ("group", "text", "way", "basis", "weight", "source", "scope", "target", "each", "cap")
    told = {name: getattr(item, name) for name in names}
    over = item.whole[0] if item.whole and item.source not in RATES else ""
    return TypedItem(**told, over=over, bands=list(item.bands), pilot=list(item.pilot))
