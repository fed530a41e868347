"""A frozen period as an office prints it: the table of all units with its plot, and one unit's sheet with its facts."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from pathlib import Path

from django.http import FileResponse
from xlsxwriter import Workbook

from governance.cases.lists.workbook import XLSX
from governance.frame.days import minute_text
from governance.jobs import files
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..models import Objection, ScoredPeriod
from ..scoring import WAYS
from . import rows
from .results import LineResult, UnitResult

UNIT_WIDTH, ITEM_WIDTH, NUMBER_WIDTH, TEXT_WIDTH = 20, 14, 9, 36
# Characters of a Chinese line in a cell of that width, and points a line takes.
LINE_HEIGHT = 15
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
        self.number = self.book.add_format(cell | {"num_format": "0.00", "align": "right"})
        self.whole = self.book.add_format(cell | {"num_format": "0", "align": "center"})

    def sheet(self, name: str, title: str, widths: list[int]):
        """A sheet across A4, its title over all columns."""
        made = self.book.add_worksheet(name)
        made.set_landscape()
        made.set_paper(9)
        made.fit_to_pages(1, 0)
        made.set_footer(f"&L{self.note}&R第 &P 页，共 &N 页")
        for place, width in enumerate(widths):
            made.set_column(place, place, width)
        made.set_row(0, 28)
        made.merge_range(0, 0, 0, len(widths) - 1, title, self.title)
        return made

    def table(self, sheet, first: int, head: tuple[str, ...], lines: Iterable[tuple]) -> int:
        """A plain table from that row on; gives the row after it."""
        sheet.write_row(first, 0, head, self.head)
        sheet.repeat_rows(first)
        place = first
        for place, line in enumerate(lines, first + 1):
            for column, value in enumerate(line):
                self.cell(sheet, place, column, value)
        return place + 1

    def cell(self, sheet, row: int, column: int, value) -> None:
        """A number as a number, anything else as text; nothing is told by a dash."""
        if value is None:
            sheet.write_string(row, column, "—", self.whole)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, self.text)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.whole)
        else:
            sheet.write_number(row, column, float(value), self.number)


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
    sheet.merge_range(1, 0, 1, last, told, paper.said)
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
    longest = max((len(item.text) for item in items), default=0)
    sheet.set_row(3, LINE_HEIGHT * (2 + longest * 2 // ITEM_WIDTH))
    sheet.repeat_rows(2, 3)
    sheet.freeze_panes(4, 1)
    for row, result in enumerate(results, 4):
        values = [result.unit.short_name, *map(_points, result.lines), result.score.total, _place(result)]
        for column, value in enumerate(values):
            paper.cell(sheet, row, column, value)
    end = 4 + len(results)
    sheet.merge_range(end, 0, end, last, rows.nothing_due(period.scheme), paper.said)
    if results:
        _plot(paper, sheet, len(results), last - 1, end + 2)


def _plot(paper: Paper, sheet, units: int, total_column: int, below: int) -> None:
    chart = paper.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "总分",
            "categories": ["得分表", 4, 0, 3 + units, 0],
            "values": ["得分表", 4, total_column, 3 + units, total_column],
            "data_labels": {"value": True},
            "fill": {"color": "#2B5FA8"},
        }
    )
    chart.set_title({"name": "各单位总分", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_size({"width": 900, "height": 120 + 24 * units})
    sheet.insert_chart(below, 0, chart)


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
    sheet = paper.sheet("成绩单", title, [14, TEXT_WIDTH, 8, 12, TEXT_WIDTH, 26, 10, 10])
    place = rows.place_words(period, result)
    sheet.merge_range(1, 0, 1, 7, f"总分 {rows.points_words(result.score.total)} · {place}", paper.said)
    head = ("类别", "项目", "分值", "计分方式", "怎么计分", "核算情况", "冻结得分", "现得分")
    paper.table(sheet, 2, head, [_line(each) for each in result.lines])


def _line(each: LineResult) -> tuple:
    item, way = each.item, dict(WAYS)[each.item.way]
    return (item.group, item.text, item.weight or None, way, item.rule, each.found, each.line.points, each.points)


def _facts_sheet(paper: Paper, reader, result: UnitResult) -> None:
    """Each case, task and paper that was counted, for whoever decides on what follows from it."""
    sheet = paper.sheet("核算依据", f"{result.unit.name}各项核算依据", [TEXT_WIDTH, 24, TEXT_WIDTH + 10])
    facts = [
        (each.item.text, found["label"], said)
        for each in result.lines
        for found in rows.behind(each.line, reader)
        for said, _ in found["rows"]
    ]
    paper.table(sheet, 1, ("项目", "数的是什么", "事项、任务、文书"), facts)


def _objections_sheet(paper: Paper, result: UnitResult) -> None:
    sheet = paper.sheet("异议和更正", f"{result.unit.name}异议和更正", [TEXT_WIDTH, TEXT_WIDTH, 10, 12, TEXT_WIDTH, 12])
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
    paper.table(sheet, 1, ("项目", "异议理由", "提出人", "结果", "答复", "更正后得分"), told)


def _points(each: LineResult):
    if each.item.way == "veto":
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
