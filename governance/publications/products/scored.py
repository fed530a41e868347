"""The bulletin of a frozen period of assessment: its totals, places and what was counted, as they stand frozen."""

from collections.abc import Collection, Iterator
from decimal import ROUND_HALF_UP, Decimal

from governance.assessment.models import Scheme, ScoredPeriod
from governance.assessment.periods.results import UnitResult, frozen
from governance.assessment.scoring import CENT
from governance.frame.days import minute_text

from ..body import PLOT_SIGN, table
from ..models import Publication

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
    frozen_at = f"{minute_text(period.frozen_at)} 冻结，" if period.frozen_at else ""
    ranked = sorted((each for each in results if each.score.place), key=lambda each: each.score.place or 0)
    yield "= 一、总体情况"
    yield (
        f"按照{scheme.year}年“{scheme.name}”（第 {scheme.edition} 版），{period.label}考核 {len(results)} 个单位，"
        f"{len(ranked)} 个排名。{frozen_at}异议期到 {period.objections_until}"
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
    yield "= 三、各项得分"
    head = ["项目", "分值", "计分单位", "得满分", "平均得分", "最低得分"]
    yield table(head, [_item(results, place) for place, item in enumerate(scheme.asked) if item.weight])
    if not hides:
        yield "= 四、失分情况"
        lost = [row for each in results for row in _lost(each)]
        short = len({row[0] for row in lost})
        yield f"{short} 个单位有失分的项目。单位按机构顺序列出，没有失分的不列。" if lost else "没有失分的单位。"
        if lost:
            yield table(["单位", "项目", "核算情况", "分值", "得分"], lost)
        if period.length == ScoredPeriod.Length.YEAR:
            yield from _held_against_the_letter(period, results)


def _held_against_the_letter(period: ScoredPeriod, results: list[UnitResult]) -> Iterator[str]:
    """What each unit signed at new year and what came of it (年终考核); nothing where no letter was issued and stands.

    A scheme that was revised since is another edition; what was signed by the one before is what counts as signed.
    """
    scheme = period.scheme
    editions = dict(Scheme.objects.filter(code=scheme.code, year=scheme.year).values_list("pk", "edition"))
    issued = Publication.objects.filter(made_of__scheme__in=[*editions], state=Publication.State.ISSUED)
    letter = issued.order_by("-id").first()
    if letter is None:
        return
    signed = set(letter.receipts.filter(read_by__isnull=False).values_list("unit", flat=True))
    yield "= 五、责任书年终对照"
    said, edition = "", editions[letter.made_of["scheme"]]
    if edition != scheme.edition:
        said = f"责任书按方案第 {edition} 版签订，本期按第 {scheme.edition} 版核算，只对照责任书里有的目标。"
    yield f"年初责任书：{letter.number}。{said}得满分的目标算完成，期间内没有应办的不计。"
    rows = [_against(each, signed, letter.made_of["numbers"]) for each in results]
    yield table(["单位", "签收", "目标", "完成", "没有完成的目标"], rows)


def _against(result: UnitResult, signed: set[int], targets: Collection[str]) -> list[object]:
    marked = [
        each for each in result.lines if each.points is not None and each.item.weight and each.item.text in targets
    ]
    short = [each.item.text for each in marked if each.is_short]
    receipt = "已签收" if result.unit.pk in signed else "没有签收"
    return [result.unit.short_name, receipt, len(marked), len(marked) - len(short), "、".join(short) or DASH]


def _item(results: list[UnitResult], place: int) -> list[object]:
    """What became of one item in all units."""
    item = results[0].lines[place].item
    given = [points for each in results if (points := each.lines[place].points) is not None]
    if not given:
        return [item.text, item.weight, 0, 0, DASH, DASH]
    mean = (sum(given, Decimal(0)) / len(given)).quantize(CENT, ROUND_HALF_UP)
    return [item.text, item.weight, len(given), sum(points >= item.weight for points in given), mean, min(given)]


def _lost(result: UnitResult) -> list[list[object]]:
    """The items of which the unit has less than the full mark, with what was counted."""
    return [
        [result.unit.short_name, each.item.text, each.found or DASH, each.item.weight or DASH, each.points]
        for each in result.lines
        if each.is_short
    ]
