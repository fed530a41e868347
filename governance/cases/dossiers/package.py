"""The file of a case for an archive: bound as PDF, with every piece as it was stored, a transfer list and metadata.

电子档案 is as good as paper where it comes from a reliable source by a proper procedure (档案法 art. 37): the list and
the metadata say of every piece who made it, when, by which act, and the checksum it was registered with. The names of
the metadata are those of DA/T 46-2009; an archive that wants others says so.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

from governance.frame.days import moment_text, office_day
from governance.jobs import spreadsheets
from governance.jobs.spreadsheets import Column

from .. import binding, registry
from ..binding import marks
from ..files import attachments, storage
from .pieces import Piece, pieces_of
from .volume import bound

LIST = (
    *(Column("题名", 36), Column("文号", 24), Column("责任者", 24), Column("日期", 12, of_days=True)),
    *(Column("形成环节", 16), Column("计算机文件名", 36), Column("大小（字节）", 12), Column("校验值（SHA-256）", 66)),
    Column("核对", 20),
)
SAME, CHANGED, GONE, MARKED = "与登记时一致", "与登记时不同", "不在存放处", "副本，注明取得人"


@dataclass(frozen=True)
class Packed:
    """A piece in the package, under which name, of what size, and what was found of it."""

    piece: Piece
    name: str
    size: int
    found: str


def write(path: Path, case, user, now: datetime, *, line: str, said: Callable[[int], None]) -> int:
    """The package stands at ``path``; says how many pieces it holds. Copies bear the ``line``, where there is one."""
    with TemporaryDirectory() as folder, ZipFile(path, "w", ZIP_STORED) as package:
        held = Path(folder) / "卷宗.pdf"
        volume = bound(case, user, now)
        binding.bind(held, volume.cover, volume.entries, volume.back, said=said)
        if line:
            marks.mark_pdf(held, line)
        package.write(held, held.name)
        packed = [_packed(package, place, piece, line) for place, piece in enumerate(pieces_of(case, user), 1)]
        sheet = Path(folder) / "移交清单.xlsx"
        _write_list(sheet, case, packed, spreadsheets.made_by(user, now))
        package.write(sheet, sheet.name)
        package.writestr("元数据.xml", _metadata(case, packed, now))
    return len(packed)


def _packed(package: ZipFile, place: int, piece: Piece, line: str) -> Packed:
    found = _compared(piece)
    if found != SAME:
        return Packed(piece, "", 0, found)
    name = f"原件/{place:03} {attachments.clean_name(piece.name)}"
    with storage.opened(piece.path) as file:
        copy = _marked(piece, file, line) if line else None
        if copy is not None:
            package.writestr(name, copy)
            return Packed(piece, name, len(copy), MARKED)
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        with package.open(name, "w", force_zip64=True) as target:
            shutil.copyfileobj(file, target, attachments.CHUNK)
    return Packed(piece, name, size, SAME)


def _compared(piece: Piece) -> str:
    """Whether what is stored is what was registered."""
    try:
        return SAME if storage.digest_of(piece.path) == piece.sha256 else CHANGED
    except storage.FileChanged:
        return CHANGED
    except storage.FileGone:
        return GONE


def _marked(piece: Piece, file: BinaryIO, line: str) -> bytes | None:
    return marks.noted(file, line) if piece.is_paper else marks.marked(file, piece.content_type, line)


def _write_list(path: Path, case, packed: list[Packed], note: str) -> None:
    rows = [
        (
            *(each.piece.title, each.piece.number, each.piece.by, each.piece.on, each.piece.step),
            *(each.name, each.size, each.piece.sha256, each.found),
        )
        for each in packed
    ]
    title = f"电子档案移交清单 {case.number}"
    spreadsheets.write_ledger(
        path, name="移交清单", title=title, columns=LIST, rows=rows, total=len(rows), note=note, numbered=True
    )


def _metadata(case, packed: list[Packed], now: datetime) -> bytes:
    kind = registry.kind_of(case)
    root = _element(
        ElementTree.Element("电子档案", 参照="DA/T 46-2009"),
        聚合层次="案卷",
        电子文件号=case.number,
        题名=case.title,
        文件组合类型=kind.file_title,
        立档单位名称=case.lead_unit.name,
        责任者=case.handler.name if case.handler else case.lead_unit.name,
        日期=str(office_day(case.opened_at)),
        办结日期=str(office_day(case.closed_at)) if case.closed_at else "",
        知悉范围=case.get_confidentiality_display(),
        保管期限="",
        著录时间=moment_text(now),
        办理记录校验值=case.events.order_by("-seq").values_list("seal", flat=True).first() or "",
    )
    for place, each in enumerate(packed, 1):
        _element(
            ElementTree.SubElement(root, "件", 顺序号=str(place)),
            题名=each.piece.title,
            文件编号=each.piece.number,
            责任者=each.piece.by,
            日期=str(each.piece.on),
            业务行为=each.piece.step,
            计算机文件名=each.name,
            计算机文件大小=str(each.size),
            格式信息=each.piece.content_type,
            校验算法="SHA-256",
            校验值=each.piece.sha256,
            核对=each.found,
        )
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _element(element: ElementTree.Element, **told: str) -> ElementTree.Element:
    for name, text in told.items():
        ElementTree.SubElement(element, name).text = text
    return element
