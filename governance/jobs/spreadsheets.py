"""Tables out to Excel and in from Excel or CSV.

Out: a streaming writer whose memory does not grow with the rows. Whatever comes from data is text, number or date and
never a formula or a link; numbers that are names (phone, ID number) must come as text.
In: parsed by another process with limits of its own, see ``sheet_reader``.
"""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

from django.utils import timezone
from rustpy_xlsxwriter import FastExcel, Format

from governance.frame.days import minute_text, office_day
from governance.frame.pages.tables import Table
from governance.frame.refusals import Refusal
from governance.organisation.standing import standing_of

from .archives import MEGABYTE
from .elsewhere import read_elsewhere

# Rows of a sheet by the file format, less the head line and the header.
SHEET_ROWS = 1_048_576 - 2
# Characters of a cell by the file format.
CELL_LENGTH = 32_767
CUT = "…(后略)"
FIRST_YEAR, LAST_YEAR = 1900, 9999
# Characters of the name of a sheet, and those that it must not have.
NAME_LENGTH = 31
# The header stands under the head line, the data under both.
HEADER_ROW = 1
NUMBER = "序号"
# No column that is read on a screen is wider.
WIDEST = 120
LINE_HEIGHT = 18.0
# So many letters across a page can still be read.
LEGIBLE = 260
_NO_SHEET = re.compile(r"[\[\]:*?/\\]")
ROWS_BETWEEN_WORDS = 1000
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Column:
    """One column of a ledger; ``width`` in characters, a Chinese one counts as two. Days are told without a clock."""

    label: str
    width: int = 12
    of_days: bool = False


@dataclass(frozen=True)
class Sheet:
    """One small table of a workbook; ``note`` stands under it."""

    name: str
    columns: tuple[Column, ...]
    rows: list[tuple]
    note: str = ""


def sheet_of(table: Table) -> Sheet:
    """The table of figures as a sheet, its total last."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    noted = any(row.note for row in rows)
    longest = max((wide(row.note) for row in rows), default=0)
    notes = [Column(table.noted, max(14, min(longest + 2, WIDEST)))] if noted else []
    columns = (Column(table.first, 24), *notes, *(Column(label, 14) for label in table.head))
    cells = [(row.label, *([row.note] if noted else []), *(cell.value for cell in row.cells)) for row in rows]
    return Sheet(table.title, columns, cells, table.explains)


def wide(text: str) -> int:
    """How many characters of a column it is wide; a Chinese one counts as two."""
    return sum(1 if sign.isascii() else 2 for sign in text)


class RowsMissing(Exception):
    """The query promised another number of rows than it gave."""


def write_ledger(
    path,
    *,
    name: str,
    columns: tuple[Column, ...],
    rows: Iterable[tuple],
    total: int,
    note: str,
    title: str = "",
    numbered: bool = False,
    said: Callable[[int], None] | None = None,
) -> None:
    """A workbook with all rows stands at ``path``, each sheet under a head line; sheets are split where Excel must.

    The head line says what the table is called (``title``, or else the ``name`` of the sheet), ``note``: who made it
    and when, and how many rows there are. ``numbered``: a first column 序号 counts them.
    Raises ``RowsMissing`` if the rows are not exactly ``total``.
    """
    counted = _Counted(rows, said)
    told: Iterator[tuple] = ((place, *row) for place, row in enumerate(counted, 1)) if numbered else counted
    columns = _told_apart([Column(NUMBER, 8), *columns] if numbered else columns)
    book = _new_book(path)
    sheets = max(1, -(-total // SHEET_ROWS))
    for number in range(sheets):
        size = min(SHEET_ROWS, total - number * SHEET_ROWS)
        count = f"共 {total} 行" if sheets == 1 else f"本表 {size} 行，共 {total} 行"
        book.sheet(
            sheet_name(name, "" if sheets == 1 else str(number + 1)),
            _sheet(columns, islice(told, size)),
            autofilter=True,
            **_looks(columns, title or name, note, count),
        )
    book.save()
    for _ in counted:
        break
    if counted.count != total:
        raise RowsMissing(f"{counted.count} rows instead of {total}")


def write_book(path, *, sheets: list[Sheet], note: str) -> None:
    """A workbook with one sheet a table stands at ``path``; ``note``, of the whole book, stands over each of them."""
    book = _new_book(path)
    for sheet in sheets:
        columns = _told_apart(sheet.columns)
        noted = [(sheet.note, *[None] * (len(columns) - 1))] if sheet.note else []
        book.sheet(sheet_name(sheet.name), _sheet(columns, [*sheet.rows, *noted]), **_looks(columns, sheet.name, note))
    book.save()


def _told_apart(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns, of which no two have the same name: the second 数量 is 数量（2）."""
    told: dict[str, Column] = {}
    for column in columns:
        more = (f"{column.label}（{number}）" for number in count(2))
        label = next(name for name in chain([column.label], more) if name not in told)
        told[label] = replace(column, label=label)
    return tuple(told.values())


def sheet_name(typed: str, after: str = "") -> str:
    """What a sheet can be called that is about something with this name: so many characters, and none of a formula."""
    kept = _NO_SHEET.sub(" ", _INVISIBLE.sub("", typed))[: NAME_LENGTH - len(after)].strip(" '")
    return f"{kept or '表'}{after}"


def _new_book(path) -> FastExcel:
    return FastExcel(str(path)).format(datetime_format="yyyy-mm-dd hh:mm").freeze(row=HEADER_ROW + 1)


def made_by(user, now: datetime) -> str:
    """长安区综治中心 孙国庆 2026-11-21 14:30 导出: who takes a table away and when, as its head line says it."""
    units = "、".join(dict.fromkeys(post.unit_name for post in standing_of(user, office_day(now)).posts))
    return f"{units} {user.name} {minute_text(now)} 导出".strip()


def _looks(columns: tuple[Column, ...], *said: str) -> dict:
    """The head line over all columns, widths, a head that stands out, and A4 across with both on every sheet.

    What is too wide to be read on one page goes over several, each with the first column.
    """
    title, head, day = Format(), Format(), Format()
    title.set_bold()
    title.set_text_wrap()
    line = _cell("　".join(part for part in said if part))
    whole = sum(column.width for column in columns)
    lines = -(-wide(line) // whole)
    of_head = max((-(-wide(column.label) // column.width) for column in columns), default=1)
    day.set_num_format("yyyy-mm-dd")
    head.set_bold()
    head.set_text_wrap()
    head.set_background_color("E8EEF5")
    return {
        "column_widths": [float(column.width) for column in columns],
        "column_formats": {column.label: day for column in columns if column.of_days},
        "header_format": head,
        "header_row": HEADER_ROW,
        # One cell alone cannot be merged: over a single column the line reaches into the empty one beside it.
        "merge_ranges": [(0, 0, 0, max(1, len(columns) - 1), line, title)],
        "row_heights": {0: LINE_HEIGHT * lines, HEADER_ROW: LINE_HEIGHT * of_head},
        "ignore_errors": [column.label for column in columns],
        "page_setup": {
            "landscape": True,
            "paper_size": 9,
            "repeat_rows": (0, HEADER_ROW),
            "repeat_columns": (0, 0),
            "fit_to_pages": (-(-whole // LEGIBLE), 0),
        },
    }


class _Counted:
    """Counts the rows that pass, and says so now and then."""

    def __init__(self, rows: Iterable[tuple], said: Callable[[int], None] | None):
        self.count = 0
        self._rows = iter(rows)
        self._said = said

    def __iter__(self):
        return self

    def __next__(self):
        row = next(self._rows)
        self.count += 1
        if self._said and self.count % ROWS_BETWEEN_WORDS == 0:
            self._said(self.count)
        return row


def _sheet(columns: tuple[Column, ...], rows: Iterable[tuple]) -> Iterator[dict]:
    """What stands under the head line; of a table without rows the writer learns its header from an empty one."""
    told = (_cells(columns, row) for row in rows)
    yield next(told, dict.fromkeys(column.label for column in columns))
    yield from told


def _cells(columns: tuple[Column, ...], row: tuple) -> dict:
    """The row by the labels of its columns; a day in a column that is not of days would be shown with a clock."""
    told = ((column, _cell(value)) for column, value in zip(columns, row, strict=True))
    return {
        column.label: value if column.of_days or not _is_day(value) else value.isoformat() for column, value in told
    }


def _is_day(value) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _cell(value):
    """Text, number or moment as the writer takes it."""
    if isinstance(value, str):
        clean = value if value.isprintable() else _INVISIBLE.sub("", value)
        return clean if len(clean) <= CELL_LENGTH else clean[: CELL_LENGTH - len(CUT)] + CUT
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, date) and not FIRST_YEAR <= value.year < LAST_YEAR:
        # The file format knows no such day: it is told in words, and the other rows are not lost for it.
        return value.isoformat()
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, date):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return _cell(str(value))


# Reading

LARGEST_FILE = 50 * MEGABYTE
MOST_ROWS = 50_000
MOST_COLUMNS = 60
SLOW = "读取文件的时间过长，已停止，请分成几个文件。"
BROKEN = "文件内部结构异常，无法读取，请用 Excel 或 WPS 另存后再上传。"
FORMATS = {".csv": "csv", ".xlsx": "xlsx"}


class SpreadsheetRefused(Refusal):
    """The file is not read."""


def format_of(name: str) -> str:
    """``csv`` or ``xlsx`` by the end of the file's name; ``SpreadsheetRefused`` for anything else."""
    suffix = Path(name).suffix.lower()
    if suffix not in FORMATS:
        raise SpreadsheetRefused("只接收 .csv 和 .xlsx 文件，请另存为其中一种后再上传。")
    return FORMATS[suffix]


def read_table(
    path, labels: Iterable[str] = (), *, rows: int = MOST_ROWS, columns: int = MOST_COLUMNS
) -> Iterator[list[str]]:
    """Every row of the table as texts; a table beyond the limits raises ``SpreadsheetRefused``.

    Of the sheets that people see it is the one whose head has most of the labels.
    """
    form = format_of(str(path))
    size = os.stat(path).st_size
    if not size:
        raise SpreadsheetRefused("文件是空的（0 字节），请重新保存后再上传。")
    if size > LARGEST_FILE:
        raise SpreadsheetRefused(f"文件超过 {LARGEST_FILE // MEGABYTE} MB，请分成几个文件。")
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as out:
        reader = "governance.jobs.sheet_reader"
        said: dict[str, Any] = {"refused": SpreadsheetRefused, "slow": SLOW, "broken": BROKEN}
        read_elsewhere(reader, form, path, out.name, rows, columns, json.dumps(list(labels)), **said)
        with open(out.name, encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
