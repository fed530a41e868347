"""A frozen period as an office prints it: the table of all units with its plot, and one unit's sheet with its facts."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from math import ceil
from pathlib import Path

from django.http import FileResponse
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range

from governance.cases.lists.workbook import XLSX
from governance.cases.papers.typesetting import wide
from governance.frame.days import minute_text
from governance.jobs import files
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..models import Objection, ScoredPeriod
from ..scoring import VETO, WAYS
from . import rows
from .results import LineResult, UnitResult

UNIT_WIDTH, ITEM_WIDTH, NUMBER_WIDTH, TEXT_WIDTH = 14, 10, 8, 36
# A word no longer stands in the middle of its cell.
SHORT = 6
# What a line takes in points, and what of the width of a cell no letter has.
LINE_HEIGHT, EDGE = 15, 2
# A chart fills its sheet: so many pixels, and for each bar at least so many.
CHART, BAR = (1000, 620), 18
BLUE, PALE, GRID = "#2B5FA8", "#C9D8EC", {"visible": True, "line": {"color": "#D9D9D9"}}
# What the writer takes no text of data for.
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Paper:
    """A workbook with the formats of an office: a title over all columns, heads that stand out, lines round cells."""

    def __init__(self, path: Path, note: str):
        self.book, self.note = Workbook(path, PLAIN), note
        cell = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 10}
        head = cell | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E8EEF5"}
        self.title = self.book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "宋体"})
        self.said = self.book.add_format({"font_size": 10, "font_name": "宋体", "text_wrap": True, "valign": "top"})
        self.head = self.book.add_format(head)
        self.text = self.book.add_format(cell | {"text_wrap": True})
        self.middle = self.book.add_format(cell | {"text_wrap": True, "align": "center"})
        self.number = self.book.add_format(cell | {"num_format": "0.00", "align": "right"})
        self.whole = self.book.add_format(cell | {"num_format": "0", "align": "center"})

    def sheet(self, name: str, title: str, widths: list[int]):
        """A sheet across A4, its title over all columns."""
        made = self.book.add_worksheet(name)
        self.on_paper(made)
        for place, width in enumerate(widths):
            made.set_column(place, place, width)
        made.set_row(0, 28)
        made.merge_range(0, 0, 0, len(widths) - 1, title, self.title)
        return made

    def on_paper(self, sheet, *, high: int = 0) -> None:
        """Across A4, one page wide and, if said, so many high, with who printed it and the page below."""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, high)
        sheet.set_footer(f"&L{self.note}&R第 &P 页，共 &N 页")

    def table(self, sheet, first: int, head: tuple[str, ...], lines: Iterable[tuple], widths: list[int]) -> int:
        """A plain table from that row on, each row as high as its text; gives the row after it."""
        sheet.write_row(first, 0, head, self.head)
        sheet.repeat_rows(first)
        sheet.freeze_panes(first + 1, 0)
        told = list(lines)
        middle = [all(len(str(each)) <= SHORT for each in column) for column in zip(*told, strict=True)]
        for place, line in enumerate(told, first + 1):
            sheet.set_row(place, height_of(line, widths))
            for column, (value, is_short) in enumerate(zip(line, middle, strict=True)):
                self.cell(sheet, place, column, value, in_the_middle=is_short)
        return first + 1 + len(told)

    def merged(self, sheet, row: int, last: int, text: str, widths: list[int]) -> None:
        """A remark over all columns, as high as it is long."""
        sheet.set_row(row, height_of([text], [sum(widths)]))
        sheet.merge_range(row, 0, row, last, text, self.said)

    def mean(self, sheet, row: int, column: int, rows: tuple[int, int], numbers: list[float]) -> None:
        """The mean of the numbers of the rows above, as a formula; a dash where there are none."""
        if not numbers:
            self.cell(sheet, row, column, None)
            return
        formula = f"=AVERAGE({xl_range(rows[0], column, rows[1], column)})"
        sheet.write_formula(row, column, formula, self.number, sum(numbers) / len(numbers))

    def chart(self, name: str, title: str, rows: int, series: list[dict]) -> None:
        """Bars, one row a line of the table, on a sheet of their own that no page break cuts."""
        sheet = self.book.add_worksheet(name)
        self.on_paper(sheet, high=1)
        chart = self.book.add_chart({"type": "bar"})
        for each in series:
            chart.add_series(each)
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_legend({"none": True} if len(series) == 1 else {"position": "bottom"})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, "major_gridlines": GRID})
        width, height = CHART
        chart.set_size({"width": width, "height": max(height, 120 + BAR * len(series) * rows)})
        sheet.insert_chart(0, 0, chart)

    def cell(self, sheet, row: int, column: int, value, *, in_the_middle: bool = False) -> None:
        """A number as a number, anything else as text; nothing is told by a dash."""
        if value is None:
            sheet.write_string(row, column, "—", self.whole)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, self.middle if in_the_middle else self.text)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.whole)
        else:
            sheet.write_number(row, column, float(value), self.number)


def height_of(texts: Iterable, widths: Iterable[int]) -> int:
    """How high the row must be for all its texts, in columns so wide."""
    told = zip(texts, widths, strict=False)
    return LINE_HEIGHT * max((_lines(text, width) for text, width in told if isinstance(text, str)), default=1)


def _lines(text: str, width: int) -> int:
    return sum(max(1, ceil(wide(line) / (width - EDGE))) for line in text.split("\n"))


def whole(request, period: ScoredPeriod, results: list[UnitResult], now: datetime) -> FileResponse:
    """Every unit in the county's order under heads of two rows, and a plot of the totals."""

    def write(paper: Paper) -> None:
        _whole_sheet(paper, period, results)

    return _handed_out(request, f"{period} 得分表", f"{period}得分表.xlsx", now, write, len(results))


def _whole_sheet(paper: Paper, period: ScoredPeriod, results: list[UnitResult]) -> None:
    items = period.scheme.asked
    widths = [UNIT_WIDTH, *[ITEM_WIDTH] * len(items), NUMBER_WIDTH, NUMBER_WIDTH]
    sheet = paper.sheet("得分表", f"{period.label}{period.scheme.name}得分表", widths)
    last = len(items) + 2
    told = f"第 {period.edition} 次冻结 · 方案第 {period.scheme.edition} 版 · 异议截止 {period.objections_until}"
    paper.merged(sheet, 1, last, told, widths)
    for column, label in ((0, "单位"), (last - 1, "总分"), (last, "名次")):
        sheet.merge_range(2, column, 3, column, label, paper.head)
    column = 1
    for group, of_group in groupby(items, key=lambda item: item.group):
        labels = [f"{item.text}\n（{f'{item.weight} 分' if item.weight else '加减'}）" for item in of_group]
        if len(labels) > 1:
            sheet.merge_range(2, column, 2, column + len(labels) - 1, group, paper.head)
        else:
            sheet.write_string(2, column, group, paper.head)
        sheet.write_row(3, column, labels, paper.head)
        column += len(labels)
    heads = [f"{item.text}\n（{item.weight} 分）" for item in items]
    sheet.set_row(2, LINE_HEIGHT * 1.5)
    sheet.set_row(3, height_of(heads, [ITEM_WIDTH] * len(heads)))
    sheet.repeat_rows(2, 3)
    sheet.freeze_panes(4, 1)
    for row, result in enumerate(results, 4):
        values = [result.unit.short_name, *map(_points, result.lines), result.score.total, _place(result)]
        for column, value in enumerate(values):
            paper.cell(sheet, row, column, value, in_the_middle=True)
    end = 4 + len(results)
    if len(results) > 1:
        _means(paper, sheet, end, results)
        end += 1
    paper.merged(sheet, end, last, rows.nothing_due(period.scheme), widths)
    if results:
        series = _series("得分表", "总分", 0, last - 1, (4, 3 + len(results)), BLUE)
        paper.chart("总分图", f"{period.label}各单位总分", len(results), [series])


def _means(paper: Paper, sheet, row: int, results: list[UnitResult]) -> None:
    """What the units have on the average, of each item and in all."""
    sheet.write_string(row, 0, "平均", paper.head)
    columns = [[line.points for line in lines] for lines in zip(*(each.lines for each in results), strict=True)]
    columns.append([each.score.total for each in results])
    of_veto = [each.item.way == VETO for each in results[0].lines]
    for column, (points, is_veto) in enumerate(zip(columns, [*of_veto, False], strict=True), 1):
        numbers = [] if is_veto else [float(each) for each in points if each is not None]
        paper.mean(sheet, row, column, (4, row - 1), numbers)
    paper.cell(sheet, row, len(columns) + 1, None)


def _series(sheet: str, name: str, names: int, column: int, rows: tuple[int, int], colour: str) -> dict:
    first, last = rows
    return {
        "name": name,
        "categories": [sheet, first, names, last, names],
        "values": [sheet, first, column, last, column],
        "data_labels": {"value": True},
        "fill": {"color": colour},
    }


def of_unit(request, period: ScoredPeriod, result: UnitResult, now: datetime) -> FileResponse:
    """The lines of one unit, what each counted one by one, and what was objected, answered and corrected."""

    def write(paper: Paper) -> None:
        _own_sheet(paper, period, result)
        _facts_sheet(paper, request.user, result)
        _objections_sheet(paper, result)

    name = f"{period} {result.unit.short_name}成绩单"
    return _handed_out(request, name, f"{name}.xlsx", now, write, len(result.lines))


def _own_sheet(paper: Paper, period: ScoredPeriod, result: UnitResult) -> None:
    title = f"{result.unit.name}{period.label}{period.scheme.name}成绩单"
    widths = [12, 30, 8, 10, 34, 26, 10, 10]
    sheet = paper.sheet("成绩单", title, widths)
    place = rows.place_words(period, result)
    said = f"总分 {rows.points_words(result.score.total)} · {place} · 异议截止 {period.objections_until}"
    paper.merged(sheet, 1, len(widths) - 1, said, widths)
    head = ("类别", "项目", "分值", "计分方式", "怎么计分", "核算情况", "冻结得分", "现得分")
    end = paper.table(sheet, 2, head, [_line(each) for each in result.lines], widths)
    first = 3
    for group, of_group in groupby(result.lines, key=lambda each: each.item.group):
        last = first + len(list(of_group)) - 1
        if last > first:
            sheet.merge_range(first, 0, last, 0, group, paper.middle)
        first = last + 1
    paper.merged(sheet, end, len(widths) - 1, rows.nothing_due(period.scheme), widths)
    of_rows = (3, end - 1)
    series = [_series("成绩单", "分值", 1, 2, of_rows, PALE), _series("成绩单", "现得分", 1, 7, of_rows, BLUE)]
    paper.chart("各项得分图", f"{result.unit.short_name}{period.label}各项得分", len(result.lines), series)


def _line(each: LineResult) -> tuple:
    item, way = each.item, dict(WAYS)[each.item.way]
    return (item.group, item.text, item.weight or None, way, item.rule, each.found, each.line.points, each.points)


def _facts_sheet(paper: Paper, reader, result: UnitResult) -> None:
    """Each case, task and paper that was counted, for whoever decides on what follows from it."""
    widths = [TEXT_WIDTH, 24, TEXT_WIDTH + 20]
    sheet = paper.sheet("核算依据", f"{result.unit.name}各项核算依据", widths)
    facts = [
        (each.item.text, found["label"], said)
        for each in result.lines
        for found in rows.behind(each.line, reader)
        for said, _ in found["rows"]
    ]
    paper.table(sheet, 1, ("项目", "数的是什么", "事项、任务、文书"), facts, widths)


def _objections_sheet(paper: Paper, result: UnitResult) -> None:
    widths = [TEXT_WIDTH, TEXT_WIDTH, 10, 12, TEXT_WIDTH, 12]
    sheet = paper.sheet("异议和更正", f"{result.unit.name}异议和更正", widths)
    items = {each.line.pk: each.item.text for each in result.lines}
    found = Objection.objects.filter(line__in=items).select_related("by", "answered_by", "correction").defer("line")
    told = [
        (
            items[each.line_id],
            each.reason,
            each.by.name,
            each.get_state_display(),
            each.answer,
            each.correction.points if each.state == Objection.State.UPHELD else None,
        )
        for each in found
    ]
    paper.table(sheet, 1, ("项目", "异议理由", "提出人", "结果", "答复", "更正后得分"), told, widths)
    if not told:
        paper.merged(sheet, 2, len(widths) - 1, "没有提出异议。", widths)


def _points(each: LineResult):
    if each.item.way == VETO:
        return "否决" if each.line.part else "无"
    return each.points


def _place(result: UnitResult):
    return "一票否决" if result.score.vetoed else result.score.place or "不排名"


def _handed_out(request, subject: str, filename: str, now: datetime, write, count: int) -> FileResponse:
    with tempfile.TemporaryDirectory(prefix="period-") as folder:
        path = Path(folder, "period.xlsx")
        paper = Paper(path, f"{request.user.name} {minute_text(now)} 导出")
        write(paper)
        paper.book.close()
        file = path.open("rb")
    record(AccessRecord.Verb.EXPORT, subject=f"{subject}，共 {count} 行", **acting(request, now))
    return FileResponse(file, content_type=XLSX, as_attachment=True, filename=files.named(filename))
