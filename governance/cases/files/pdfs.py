"""A PDF that was handed in only shows something: it runs, fetches, sends and brings along nothing."""

import subprocess
import sys
import tempfile
from typing import IO

from django.conf import settings

from governance.frame.refusals import Refusal
from governance.jobs.sheet_reader import CPU_SECONDS, REFUSED

CHUNK = 256 * 1024
WALL_SECONDS = CPU_SECONDS + 30


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
        _look(copy.name)


def _look(path: str) -> None:
    # A bare environment: the reader needs no address and no secret of ours.
    surroundings = {"PYTHONPATH": str(settings.BASE_DIR), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "governance.cases.files.pdf_reader", path],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfRefused("核对 PDF 的时间过长，已停止。请分成几个文件。") from error
    if done.returncode == REFUSED:
        raise PdfRefused(done.stdout.decode())
    if done.returncode:
        raise PdfRefused("PDF 内部结构异常，无法核对。请重新生成后再上传。")
