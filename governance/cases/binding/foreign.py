"""Files that are not trusted, turned into pages by another process, see ``reader``."""

import subprocess
import sys
from pathlib import Path

from governance.frame.refusals import Refusal

# More than the processor time that the reader gives itself.
WALL_SECONDS = 90
REFUSED = 3
ROOT = Path(__file__).resolve().parents[3]


class NoPages(Refusal):
    """The file cannot be printed."""


def pages(kind: str, source: Path, path: Path) -> str:
    """The pages of the file stand at ``path``; what must be said beside them. Raises ``NoPages``."""
    command = [sys.executable, "-m", "governance.cases.binding.reader", kind, str(source), str(path)]
    try:
        done = subprocess.run(
            command,
            # A bare environment: the parser needs no address and no secret of ours.
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NoPages("文件读取的时间过长，没有合订。") from error
    if done.returncode == REFUSED:
        raise NoPages(done.stdout.decode())
    if done.returncode or not path.is_file():
        raise NoPages("文件内部结构异常，无法打印，没有合订。")
    return done.stdout.decode()
