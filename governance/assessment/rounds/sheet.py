"""The appraisals of a round as a sheet: a row each, an item a column; out with what is known, in with the marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from governance.frame.forms.posted import as_whole
from governance.frame.refusals import Refusal
from governance.jobs.handed_in import Fault
from governance.jobs.heads import head_of
from governance.jobs.spreadsheets import Column
from governance.organisation.pickers import area_path

from ..appraisals.actions import Given, is_found, looked_at_each
from ..appraisals.forms import mark_field
from ..models import Appraisal, Mark
from .concluding import MOST, Weighing, weigh_up

NUMBER, NAME, PLACE, REASON = "编号", "评定对象", "所在地", "理由"
LONGEST = 300


def label_of(mark: Mark) -> str:
    """What the column of an item is called; no two items of a standard are called the same."""
    return f"{mark.place + 1}.{mark.text}（{mark.weight}分）"


def columns_of(items: Iterable[Mark]) -> tuple[Column, ...]:
    """The columns of the sheet."""
    marks = (Column(label_of(mark), 14) for mark in items)
    return (Column(NUMBER, 8), Column(NAME, 24), Column(PLACE, 24), *marks, Column(REASON, 40))


def rows_of(appraisals: Iterable[Appraisal], on: date) -> list[tuple]:
    """The appraisals with the marks that the unit gave itself and those that the machine found on the day."""
    appraisals = [*appraisals]
    looked = looked_at_each(appraisals, on)
    return [
        (each.pk, each.name, area_path(each.area), *(mark.own for mark in looked[each.pk]), None) for each in appraisals
    ]


def weigh_up_sheet(
    table: Iterable[list[str]], appraisals: Mapping[int, Appraisal], items: list[Mark], on: date
) -> Weighing:
    """Every row of the sheet, looked at; a row in which no mark stands but the machine's is passed over.

    ``appraisals`` are those that may be concluded. Raises Refusal for one without its head, or too long.
    """
    lines = enumerate(table, start=1)
    labels = {label_of(mark): mark.item for mark in items}
    head = head_of(
        lines,
        [column.label for column in columns_of(items)],
        lambda head: {NUMBER, *labels} <= set(head),
        wanted=f"{NUMBER}和各个项目",
    )
    rows: list[_Row] = []
    first: dict[int | None, int] = {}
    for line, cells in lines:
        if not any(map(str.strip, cells)):
            continue
        if len(rows) == MOST:
            raise Refusal(f"一次最多 {MOST} 行，请分成几张表。")
        told = dict(zip(head, (cell.strip() for cell in cells), strict=False))
        number = as_whole(told.get(NUMBER, "").removesuffix(".0"))
        appraisal = appraisals.get(number) if number is not None else None
        wrong = _wrong(told, appraisal, first.setdefault(number, line), line)
        typed = {item: told.get(label, "") for label, item in labels.items()}
        rows.append(_Row(line, None if wrong else appraisal, wrong, typed, told.get(REASON, "")))
    weighing = Weighing(read=len(rows))
    looked = looked_at_each((row.appraisal for row in rows if row.appraisal), on)
    for row in rows:
        if row.appraisal is None:
            weighing.faults.append(str(Fault(row.line, NUMBER, row.wrong)))
        else:
            _weigh_up_row(weighing, row, row.appraisal, looked[row.appraisal.pk])
    return weighing


@dataclass(frozen=True)
class _Row:
    """A line of the sheet; without the appraisal that it is about, ``wrong`` says why."""

    line: int
    appraisal: Appraisal | None
    wrong: str
    typed: Mapping[str, str]
    reason: str


def _wrong(told: Mapping[str, str], appraisal: Appraisal | None, first: int, line: int) -> str:
    if appraisal is None:
        return "不是这个批次中等您评定的，可能已经评定。请重新下载这张表。"
    if told.get(NAME) and told[NAME] != appraisal.name:
        return f"这个编号是{appraisal.name}，与这一行的评定对象不同。"
    return "" if first == line else f"与第 {first} 行是同一个对象。"


def _weigh_up_row(weighing: Weighing, row: _Row, appraisal: Appraisal, marks: list[Mark]) -> None:
    if not any(row.typed[mark.item] for mark in marks if not is_found(mark)) and not all(map(is_found, marks)):
        weighing.empty += 1
        return
    points = {}
    wrong = {} if len(row.reason) <= LONGEST else {REASON: f"最多 {LONGEST} 字。"}
    for mark in marks:
        try:
            points[mark.item] = mark_field(mark).clean(row.typed[mark.item])
        except ValidationError as refused:
            wrong[mark.text] = " ".join(refused.messages)
    if wrong:
        weighing.faults += [str(Fault(row.line, column, said)) for column, said in wrong.items()]
        return
    where = f"第 {row.line} 行"
    weigh_up(weighing, appraisal, marks, lambda mark: _given(mark, points[mark.item], row.reason), where=where)


def _given(mark: Mark, points: Decimal | None, reason: str) -> Given:
    return Given(points, reason if points != mark.own else "")
