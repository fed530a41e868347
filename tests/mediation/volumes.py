"""Files to bind, honest and hostile, and the text of what was bound."""

import hashlib
import shutil
import zlib
from functools import partial
from pathlib import Path
from typing import IO

import pikepdf
from pypdf import PdfReader

from governance.cases.binding import BackCover, Cover, StoredFile

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COVER = Cover("韦曲街道人民调解委员会", "人民调解卷宗", "（2026）人调字第 12 号", (("保管期限", "长期"),))
BACK = BackCover(("证物一件另行保管。",), (("立卷人", "赵敏"),))
A4 = (595, 842)


def stored(path: Path, content_type: str) -> StoredFile:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return StoredFile(partial(shutil.copyfile, path), path.name, content_type, len(content), digest)


def pdf(path: Path, *texts: str, size=A4, change=None, **saving) -> StoredFile:
    """A PDF with one page a text; ``change`` may do to it what it likes."""
    with pikepdf.new() as made:
        for text in texts:
            made.add_blank_page(page_size=size)
            page = made.pages[-1]
            font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = made.make_stream(f"BT /F1 18 Tf 60 300 Td ({text}) Tj ET".encode())
        if change:
            change(made)
        made.save(path, **saving)
    return stored(path, "application/pdf")


def bomb(made) -> None:
    """The first page draws from three gigabytes packed into a few megabytes."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"0 0 m ") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"0 0 m " * 2_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = start + block * 260
    made.pages[0].Contents = pikepdf.Stream(made, packed, Filter=pikepdf.Name.FlateDecode)


def texts(path: Path | IO[bytes]) -> list[str]:
    """What every page says, without blanks."""
    return ["".join((page.extract_text() or "").split()) for page in PdfReader(path).pages]
