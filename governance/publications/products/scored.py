"""The bulletin of a frozen period of assessment: its totals, places and what was counted, as they stand frozen."""

from collections.abc import Iterator

from governance.assessment.models import ScoredPeriod
from governance.assessment.periods.results import UnitResult, frozen
from governance.assessment.scoring import VETO
from governance.frame.days import minute_text
from governance.frame.pages.tables import share

from ..body import FEW, FEWEST, PLOT_SIGN, table

DASH, UNRANKED, VETOED = "—", "不排名", "一票否决"


def numbers(period: ScoredPeriod) -> dict[str, dict[str, str | int | None]]:
    """What the bulletin is made of, by unit."""
    return {
        each.unit.short_name: {"总分": str(each.score.total), "名次": each.score.place, "一票否决": each.score.vetoed}
        for each in frozen(period)
    }


def bulletin(period: ScoredPeriod, *, hides: bool) -> str:
    """The text part by part; with ``hides`` everybody will read it, so no count of a unit below five stands in it."""
    return "\n".join(_parts(period, frozen(period), hides))


def _parts(period: ScoredPeriod, results: list[UnitResult], hides: bool) -> Iterator[str]:
    scheme = period.scheme
    ranked = sorted((each for each in results if each.score.place), key=lambda each: each.score.place)
    yield "= 一、总体情况"
    yield (
        f"按照{scheme.year}年“{scheme.name}”（第 {scheme.edition} 版），{period.label}考核 {len(results)} 个单位，"
        f"{len(ranked)} 个排名。{minute_text(period.frozen_at)}冻结，异议期到 {period.objections_until}"
        + (f"，异议成立更正 {period.edition - 1} 次。" if period.edition > 1 else "。")
    )
    yield f"期间内没有应办的项目不计，其余项目折算为 100 分；可以计分的不到 {scheme.ranked_from} 分的单位不排名。"
    yield "= 二、得分和名次"
    rows = [[each.unit.short_name, each.score.total, each.score.place] for each in ranked]
    yield table(["单位", "总分", "名次"], rows)
    yield f"{PLOT_SIGN}{period.label}总分"
    if others := [each for each in results if not each.score.place]:
        yield "没有排名的单位："
        why = [[each.unit.short_name, VETOED if each.score.vetoed else UNRANKED] for each in others]
        yield table(["单位", "说明"], why)
    yield "= 三、各项核算情况"
    yield "单位按机构顺序列出。"
    for place, item in enumerate(scheme.asked):
        if item.part and item.way != VETO:
            yield f"{item.text}（{item.rule}）："
            yield table(
                ["单位", "核算占比", "得分"],
                [[each.unit.short_name, _found(each, place, hides), _points(each, place)] for each in results],
            )


def _found(result: UnitResult, place: int, hides: bool) -> str:
    """The share, with its numbers where only the house reads it."""
    line = result.lines[place].line
    if line.whole is None:
        return _count(line.part, hides)
    if not line.whole:
        return DASH
    if not hides:
        return f"{share(line.part, line.whole)}（{line.part}/{line.whole}）"
    few = any(0 < each < FEWEST for each in (line.part, line.whole - line.part, line.whole))
    return DASH if few else share(line.part, line.whole)


def _count(number: int, hides: bool) -> str:
    return FEW if hides and 0 < number < FEWEST else f"{number} 件（次）"


def _points(result: UnitResult, place: int) -> str:
    points = result.lines[place].points
    return DASH if points is None else str(points)
