"""Files that are not trusted, turned into pages by another process, see ``reader``."""

from pathlib import Path

from governance.frame.refusals import Refusal
from governance.jobs.elsewhere import read_elsewhere

SLOW = "文件读取的时间过长，没有合订。"
BROKEN = "文件内部结构异常，无法打印，没有合订。"


class NoPages(Refusal):
    """The file cannot be printed."""


def pages(kind: str, source: Path, path: Path) -> str:
    """The pages of the file stand at ``path``; what must be said beside them. Raises ``NoPages``."""
    reader = "governance.cases.binding.reader"
    said = read_elsewhere(reader, kind, source, path, refused=NoPages, slow=SLOW, broken=BROKEN)
    if not path.is_file():
        raise NoPages(BROKEN)
    return said
