"""A PDF that was handed in only shows something: it runs, fetches, sends and brings along nothing."""

import tempfile
from typing import IO

from governance.frame.refusals import Refusal
from governance.jobs.elsewhere import read_elsewhere

CHUNK = 256 * 1024
SLOW = "核对 PDF 的时间过长，已停止。请分成几个文件。"
BROKEN = "PDF 内部结构异常，无法核对。请重新生成后再上传。"


class PdfRefused(Refusal):
    """The file is not taken; the sentence is for the person who sent it."""


def check(file: IO[bytes]) -> None:
    """Raises ``PdfRefused`` for a file with programs, actions or other files in it, and for one that cannot be read."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        file.seek(0)
        while chunk := file.read(CHUNK):
            copy.write(chunk)
        copy.flush()
        file.seek(0)
        reader = "governance.cases.files.pdf_reader"
        read_elsewhere(reader, copy.name, refused=PdfRefused, slow=SLOW, broken=BROKEN)
