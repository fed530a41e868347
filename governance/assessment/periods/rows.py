"""Periods, units and lines as the pages show them."""

from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.cases.access import veil
from governance.figures.measures import MEASURES
from governance.frame.days import minute_text
from governance.frame.pages.tables import Cell, Row, Table
from governance.organisation.standing import Standing

from ..access import lines_of
from ..models import Objection, Scheme, ScoredPeriod, ScoreLine
from ..schemes.assessed import units_of
from ..scoring import HAND
from .actions import hand_items as by_hand
from .results import LineResult, UnitResult, ranked

NOT_SHOWN = "（名称不再显示）"


def period_link(period: ScoredPeriod) -> SafeString:
    """The period with the way to its page."""
    url = reverse("assessment:period", args=[period.pk])
    return format_html('<a class="row-link" href="{}">{}</a>', url, str(period))


def frozen_words(period: ScoredPeriod) -> str:
    """When it was frozen first, and whether it was again."""
    if period.frozen_at is None:
        return ""
    again = f"（更正后第 {period.edition} 次）" if period.edition > 1 else ""
    return f"{minute_text(period.frozen_at)}{again}"


def points_words(points) -> str:
    """8.25, or a dash where the item takes no part."""
    return "—" if points is None else str(points)


def nothing_due(scheme: Scheme) -> str:
    """What becomes of items of which nothing was due, and of units with few others, in words."""
    return (
        "“—”：期间内没有应办的，不计这一项，其余项目折算为 100 分；"
        f"可以计分的项目合计不到 {scheme.ranked_from} 分的单位不排名。"
    )


def table(period: ScoredPeriod, results: list[UnitResult]) -> Table:
    """A line a unit, in the county's order: total, place, and what each item came to."""
    items = period.scheme.asked
    head = ["总分", "名次", *(f"{item.text}（{item.weight or '±'}）" for item in items)]
    return Table("units", "得分", head, [_row(period, each) for each in results], first="单位")


def _row(period: ScoredPeriod, result: UnitResult) -> Row:
    place = "一票否决" if result.score.vetoed else result.score.place or "不排名"
    cells = [Cell(points_words(result.score.total)), Cell(str(place))]
    cells += [_cell(period, each) for each in result.lines]
    return Row(result.unit.short_name, cells, "", reverse("assessment:sheet", args=[period.pk, result.unit.pk]))


def _cell(period: ScoredPeriod, each: LineResult) -> Cell:
    text = points_words(each.points) + ("＊" if each.is_corrected else "")
    if each.item.way == "veto":
        text = "否决" if each.line.part else "无"
    return Cell(text, reverse("assessment:line", args=[period.pk, each.line.pk]))


def place_words(period: ScoredPeriod, result: UnitResult) -> str:
    """第 3 名，共 25 个单位"""
    if result.score.vetoed:
        return "一票否决，不排名"
    if result.score.place is None:
        return f"有应办、可以计分的项目合计 {result.marked_weight} 分，不到 {period.scheme.ranked_from} 分，不排名"
    return f"第 {result.score.place} 名，共 {ranked(period)} 个单位"


def sheet(period: ScoredPeriod, result: UnitResult) -> list[dict]:
    """The lines of one unit, each with its rule and what was counted."""
    return [
        {
            "result": each,
            "points": points_words(each.points),
            "was": points_words(each.line.points) if each.is_corrected else "",
            "url": reverse("assessment:line", args=[period.pk, each.line.pk]),
        }
        for each in result.lines
    ]


def hand_items(period: ScoredPeriod) -> list[dict]:
    """The items that no figure answers, and how many units have their mark."""
    marked = dict(period.hand_marks.order_by().values("item").annotate(n=Count("pk")).values_list("item", "n"))
    units = units_of(period.scheme).count()
    return [
        {
            "item": item,
            "marked": marked.get(item.name, 0),
            "units": units if item.way == HAND else None,
            "url": reverse("assessment:marks", args=[period.pk, item.name]),
        }
        for item in by_hand(period.scheme)
    ]


def behind(line: ScoreLine, user) -> list[dict]:
    """What each measure counted, as it is called and where it is read; what is hidden since is not named."""
    names = [said for rows in line.behind.values() for said, _ in rows]
    hidden = veil.hidden_numbers(veil.numbers_in(names), user)
    return [
        {
            "label": MEASURES[code].label if code in MEASURES else code,
            "rule": MEASURES[code].rule if code in MEASURES else "",
            "rows": [(said, url) if veil.veiled(said, hidden) else (NOT_SHOWN, "") for said, url in rows],
        }
        for code, rows in line.behind.items()
    ]


def objections(period: ScoredPeriod, standing: Standing) -> list[dict]:
    """The objections to the lines that the person may read, those without an answer first."""
    items = {item.name: item.text for item in period.scheme.asked}
    found = Objection.objects.filter(line__in=lines_of(period, standing)).select_related("line__unit")
    rows = sorted(found.defer("line__behind"), key=lambda each: each.state != Objection.State.OPEN)
    return [
        {
            "unit": each.line.unit.short_name,
            "item": items[each.line.item],
            "reason": each.reason,
            "state": each.get_state_display(),
            "url": reverse("assessment:line", args=[period.pk, each.line_id]),
        }
        for each in rows
    ]


def history(period: ScoredPeriod) -> list[dict]:
    """Who did what, the newest first, each changed mark, total and place in words."""
    return [entry.told(nothing="未评") for entry in period.history.select_related("by")]
