"""Reads one table in a process of its own: ``python -m … FORMAT FILE OUT ROWS COLUMNS LABELS``.

Each row goes to OUT as one JSON list of texts; LABELS is a JSON list of what its head may name. Parsers may abort the
process or eat all memory: that is why this one has little of either, and why nobody imports it. Exit status 3 with a
sentence on stdout is a refusal.
"""

import codecs
import csv
import json
import re
import sys
import zipfile
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from governance.jobs.archives import CHUNK, MEGABYTE, ArchiveRefused, office_kind
from governance.jobs.elsewhere import REFUSED, limit_process
from governance.jobs.heads import WITHIN, label_of

OUTPUT = 512 * MEGABYTE
LONGEST_LINE = MEGABYTE
LONGEST_CELL = 100_000
# Longest tag that is looked for across the border of two chunks.
OVERLAP = 4096
# A cell in which something stands: offices leave styled empty ones down to the last line.
FILLED_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*[^<>/])>\s*<(?:\w+:)?(?:v|is|f)[\s/>]")
REFERENCE = re.compile(rb"(?:^|\s)(?:r|ref)\s*=\s*([\"'])(.*?)\1", re.DOTALL)
# The digits of a number that a workbook keeps; and what is left of a long one in a text that Excel saved.
DIGITS_KEPT = 15
SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{2}")
AS_FORMULA = re.compile(r'="([^"]*)"')
MOST_CUT = 20
NO_TEXT = "第 {} 行含有不可见的空字符，这不是文本表格。"
PLACE = re.compile(rb"\$?([A-Z]{0,3})\$?([0-9]{0,7})")


def csv_rows(path: str) -> Iterator[list[str]]:
    """The rows of a CSV file in UTF-8, with or without mark, or GB18030."""
    encoding = _encoding(path)
    csv.field_size_limit(LONGEST_CELL)
    with open(path, encoding=encoding, newline="") as text:
        reader = csv.reader(_short_lines(text), strict=True)
        try:
            for row in reader:
                yield [AS_FORMULA.sub(r"\1", cell) if AS_FORMULA.fullmatch(cell) else cell for cell in row]
        except csv.Error as error:
            fault = f"有一格超过 {LONGEST_CELL} 字" if "field limit" in str(error) else "的逗号或引号不合规范"
            raise ArchiveRefused(f"第 {reader.line_num} 行{fault}，请检查引号是否成对。") from error


def _short_lines(text) -> Iterator[str]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise ArchiveRefused(f"第 {number} 行超过 {LONGEST_LINE // 1024} K 字，这不是一张表格。")
        if "\0" in line:
            raise ArchiveRefused(NO_TEXT.format(number))
        yield line


def _encoding(path: str) -> str:
    with open(path, "rb") as raw:
        start = raw.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ArchiveRefused("文件编码是 UTF-16，请另存为“CSV UTF-8(逗号分隔)”后再上传。")
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise ArchiveRefused("文件编码既不是 UTF-8 也不是 GB18030，请另存为“CSV UTF-8(逗号分隔)”后再上传。")


def _decodes(path: str, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with open(path, "rb") as raw:
            while piece := raw.read(MEGABYTE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def xlsx_rows(path: str, rows: int, columns: int, labels: Collection[str]) -> Iterator[list[str]]:
    """The rows of the sheet that people see and that has most of the labels in its head."""
    with open(path, "rb") as file:
        if office_kind(file) != "xlsx":
            raise ArchiveRefused("文件不是 Excel 表格，请另存为 .xlsx 或 .csv 后再上传。")
        check_cells(file, rows, columns)
    try:
        for row in _sheet_of(CalamineWorkbook.from_path(path), labels).iter_rows():
            yield [_text(value) for value in row]
    except CalamineError as error:
        raise ArchiveRefused("文件已损坏或格式不对，无法打开。") from error


def _sheet_of(book: CalamineWorkbook, labels: Collection[str]) -> CalamineSheet:
    seen = [
        book.get_sheet_by_name(each.name)
        for each in book.sheets_metadata
        if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
    ]
    if not seen:
        raise ArchiveRefused("文件里没有可见的工作表，请取消隐藏后再上传。")
    names = {label_of(label) for label in labels}
    best = max(seen, key=lambda sheet: _named_in(sheet, names))
    if len(seen) > 1 and names and not _named_in(best, names):
        looked = "、".join(f"“{sheet.name}”" for sheet in seen)
        raise ArchiveRefused(f"看过工作表{looked}，前 {WITHIN} 行里都没有表头：{'、'.join(labels)}。")
    return best


def _named_in(sheet: CalamineSheet, names: set[str]) -> int:
    """How many of the names stand in one of the first lines of the sheet."""
    lines = islice(sheet.iter_rows(), WITHIN)
    return max((len(names & {label_of(str(cell)) for cell in line}) for line in lines), default=0)


def check_cells(file, rows: int, columns: int) -> None:
    """No cell stands beyond these rows and columns: two cells far apart make a parser fill all between them."""
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            if not entry.filename.lower().endswith(".xml"):
                continue
            tail = b""
            with archive.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    _check_window(tail + chunk, rows, columns)
                    tail = (tail + chunk)[-OVERLAP:]


def _check_window(window: bytes, rows: int, columns: int) -> None:
    for tag in FILLED_CELL.finditer(window):
        for _, reference in REFERENCE.findall(tag.group(1)):
            for corner in reference.split(b":"):
                place = PLACE.fullmatch(corner)
                if place is None:
                    raise ArchiveRefused("表格里有无法识别的单元格位置，不予接收。")
                if int(place.group(2) or 0) > rows:
                    raise ArchiveRefused(f"表格超过 {rows} 行，请删去多余的行或分成几个文件。")
                if _column_number(place.group(1)) > columns:
                    raise ArchiveRefused(f"表格超过 {columns} 列，请删去多余的列。")


def _column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27; no letters are 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(value) -> str:
    """What the cell shows: whole numbers without a point, moments as 2026-11-21 14:30:00."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value)) if abs(value) < 10**DIGITS_KEPT else f"{value:.{DIGITS_KEPT - 1}E}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def write(found: Iterable[list[str]], out: str, rows: int, columns: int) -> None:
    """Every row up to the last in which something stands is in the file ``out`` as one JSON line."""
    empty, cut = 0, []
    with open(out, "w", encoding="utf-8") as lines:
        for number, row in enumerate(found, 1):
            width = max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)
            if not width:
                empty += 1
                continue
            if number > rows:
                raise ArchiveRefused(f"表格超过 {rows} 行，请删去多余的行或分成几个文件。")
            if any("\0" in cell for cell in row):
                # XML has none, but a workbook can write one as _x0000_.
                raise ArchiveRefused(NO_TEXT.format(number))
            if width > columns:
                raise ArchiveRefused(f"第 {number} 行超过 {columns} 列，请删去多余的列。")
            lines.write("[]\n" * empty + json.dumps(row, ensure_ascii=False) + "\n")
            empty = 0
            cut += [f"第 {number} 行第 {place} 列“{cell}”" for place, cell in enumerate(row, 1) if is_cut(cell)]
            if len(cut) >= MOST_CUT:
                break
    if cut:
        how = "请把这一列设为文本，重新填写号码后再上传。"
        raise ArchiveRefused(f"{'、'.join(cut)}：超过 {DIGITS_KEPT} 位的号码被 Excel 改写，后几位已经丢失，{how}")


def is_cut(cell: str) -> bool:
    """True for a number of which a spreadsheet program has kept the beginning alone."""
    return SCIENTIFIC.fullmatch(cell) is not None


def main(form: str, path: str, out: str, rows: str, columns: str, labels: str) -> int:
    """The exit status; see the module."""
    limit_process(OUTPUT)
    most = int(rows), int(columns)
    try:
        write(csv_rows(path) if form == "csv" else xlsx_rows(path, *most, json.loads(labels)), out, *most)
    except ArchiveRefused as refused:
        sys.stdout.buffer.write(str(refused).encode())
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
