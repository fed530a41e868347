"""Reading a list of areas from a file: all of it is right and loaded, or every bad row is named and nothing is."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from governance.frame.refusals import Refusal

from ..models import Area

COLUMNS = ("code", "name", "level", "parent")
ORDER = (Area.Level.COUNTY, Area.Level.TOWNSHIP, Area.Level.VILLAGE, Area.Level.GRID)
ABOVE: dict[str, Area.Level] = dict(zip(ORDER[1:], ORDER, strict=False))
NAME_LENGTH = Area._meta.get_field("name").max_length or 0
# A county has some thousand areas; a file a hundred times as long is not a list of areas.
MAX_BYTES = 20 * 1024 * 1024
DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class AreaRow:
    """One line of the file, with its number there."""

    line: int
    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True)
class AreaFault:
    """What is wrong with a line; line 0 is the file as a whole."""

    line: int
    sentence: str

    def __str__(self):
        return f"第 {self.line} 行：{self.sentence}" if self.line else self.sentence


class AreasRefused(Refusal):
    """Nothing was loaded; ``faults`` names every bad line, in the order of the file."""

    def __init__(self, faults: list[AreaFault]):
        super().__init__(f"共 {len(faults)} 处不对，没有导入任何区划。")
        self.faults = faults


@dataclass(frozen=True)
class LoadedAreas:
    """What an import did; ``absent`` areas stand in the database but not in the file, and stay."""

    rows: int
    created: int
    renamed: int
    unchanged: int
    absent: int


def read(content: bytes) -> tuple[list[AreaRow], list[AreaFault]]:
    """The rows of a CSV file in UTF-8 or GB18030, and the lines that are no rows.

    Raises AreasRefused if the file as a whole cannot be read.
    """
    if len(content) > MAX_BYTES:
        raise AreasRefused([AreaFault(0, f"文件超过 {MAX_BYTES // 1024 // 1024} MB，不像是区划名单。")])
    text = _decode(content)
    if not text.strip():
        raise AreasRefused([AreaFault(0, "文件是空的。")])
    if "\0" in text:
        raise AreasRefused([AreaFault(0, "文件不是 CSV 文本。请在表格软件里另存为 CSV 再导入。")])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader)]
        _check_header(header)
        return _rows(reader, header)
    except csv.Error as error:
        raise AreasRefused([AreaFault(reader.line_num, "引号没有成对，无法读下去。")]) from error


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    bad, good = _utf8_lines(content)
    # Nearly every line is UTF-8: GB18030 would read the damaged ones too, as other characters.
    if content.startswith(b"\xef\xbb\xbf") or len(good) > len(bad):
        raise AreasRefused([AreaFault(line, "有无法识别的字符，文件可能已损坏。") for line in bad])
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        sentence = "文件编码无法识别。请另存为 UTF-8 或 GB18030 编码的 CSV。"
        raise AreasRefused([AreaFault(content.count(b"\n", 0, error.start) + 1, sentence)]) from error


def _utf8_lines(content: bytes) -> tuple[list[int], list[int]]:
    """Numbers of the lines with other than ASCII in them: those that are not UTF-8, those that are."""
    bad, good = [], []
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.isascii():
            try:
                line.decode()
            except UnicodeDecodeError:
                bad.append(number)
            else:
                good.append(number)
    return bad, good


def _check_header(header: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        sentence = f"缺少列：{'、'.join(missing)}。第一行应为 {','.join(COLUMNS)}。"
        raise AreasRefused([AreaFault(1, sentence)])
    twice = sorted({name for name in COLUMNS if header.count(name) > 1})
    if twice:
        raise AreasRefused([AreaFault(1, f"列名重复：{'、'.join(twice)}。")])


def _rows(reader, header: list[str]) -> tuple[list[AreaRow], list[AreaFault]]:
    places = {name: header.index(name) for name in COLUMNS}
    rows, faults = [], []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) == len(header):
            values = {name: cells[place].strip() for name, place in places.items()}
            rows.append(AreaRow(reader.line_num, **values))
        else:
            faults.append(AreaFault(reader.line_num, f"应有 {len(header)} 列，实有 {len(cells)} 列。"))
    return rows, faults


def faults_of(rows: list[AreaRow], known: dict[str, str]) -> list[AreaFault]:
    """Every bad row, with all that is wrong with it; ``known`` are the levels of the areas already loaded, by code."""
    # A parent whose own row is bad is named there, not again under each of its children.
    levels = known | {row.code: row.level if row.level in ORDER else None for row in rows}
    first: dict[str, int] = {}
    faults = []
    for row in rows:
        sentences = _faults_of_cells(row)
        if row.code in first:
            sentences.append(f"区划代码 {row.code} 与第 {first[row.code]} 行重复。")
        elif row.code:
            first[row.code] = row.line
        if row.level in ORDER and not sentences:
            sentences += _faults_of_place(row, levels, known)
        if sentences:
            faults.append(AreaFault(row.line, " ".join(sentences)))
    return faults


def _faults_of_cells(row: AreaRow) -> list[str]:
    sentences = []
    if not row.code:
        sentences.append("区划代码是空的。")
    elif re.fullmatch(r"[0-9.]+[eE]\+?[0-9]+", row.code):
        sentences.append(f"区划代码 {row.code} 被表格软件改成了科学计数，请把该列设为文本后重新填写。")
    elif not re.fullmatch(r"[0-9]+", row.code):
        sentences.append(f"区划代码 {row.code} 含有数字以外的字符。")
    if not row.name:
        sentences.append("名称是空的。")
    elif len(row.name) > NAME_LENGTH:
        sentences.append(f"名称超过 {NAME_LENGTH} 个字。")
    if row.level not in ORDER:
        sentences.append(f"层级 {row.level or '（空）'} 无法识别，应为 {'、'.join(ORDER)} 之一。")
    elif re.fullmatch(r"[0-9]+", row.code) and len(row.code) != Area.CODE_LENGTH[row.level]:
        label, length = Area.Level(row.level).label, Area.CODE_LENGTH[row.level]
        sentences.append(f"{label}的区划代码应为 {length} 位，{row.code} 是 {len(row.code)} 位。")
    return sentences


def _faults_of_place(row: AreaRow, levels: dict[str, str | None], known: dict[str, str]) -> list[str]:
    if known.get(row.code, row.level) != row.level:
        return [f"区划代码 {row.code} 已登记为另一层级。"]
    if row.level == Area.Level.COUNTY:
        return ["县级区划没有上级，上级代码应为空。"] if row.parent else []
    above = ABOVE[row.level]
    if not row.parent:
        return ["上级代码是空的。"]
    expected = row.code[: Area.CODE_LENGTH[above]]
    if row.parent != expected:
        return [f"上级代码 {row.parent} 不对，{row.code} 的上级应为{Area.Level(above).label} {expected}。"]
    if row.parent not in levels:
        return [f"上级代码 {row.parent} 既不在文件里，也没有登记过。"]
    if levels[row.parent] not in (above, None):
        return [f"上级代码 {row.parent} 在文件里的层级不对。"]
    return []


@transaction.atomic
def load(content: bytes) -> LoadedAreas:
    """Areas of the file are in the database under the file's names; nothing is ever deleted.

    Raises AreasRefused, and changes nothing, if any row is bad.
    """
    rows, faults = read(content)
    if not rows and not faults:
        raise AreasRefused([AreaFault(0, "文件里没有区划，只有列名。")])
    stored = {area.code: area for area in Area.objects.select_for_update()}
    faults += faults_of(rows, {code: area.level for code, area in stored.items()})
    if faults:
        raise AreasRefused(sorted(faults, key=lambda fault: fault.line))
    new = [row for row in rows if row.code not in stored]
    renamed = [row for row in rows if row.code in stored and stored[row.code].name != row.name]
    for level in ORDER:
        Area.objects.bulk_create(
            Area(code=row.code, name=row.name, level=level, parent_id=row.parent or None)
            for row in new
            if row.level == level
        )
    Area.objects.bulk_update([Area(code=row.code, name=row.name) for row in renamed], ["name"], batch_size=500)
    return LoadedAreas(
        rows=len(rows),
        created=len(new),
        renamed=len(renamed),
        unchanged=len(rows) - len(new) - len(renamed),
        absent=len(stored.keys() - {row.code for row in rows}),
    )
