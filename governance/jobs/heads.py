"""The head of a sheet: the line that names its columns. Plain Python."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable

from governance.frame.refusals import Refusal

WITHIN = 10
MUST = re.compile(r"\((必填|选填|必填项)\)")


def label_of(cell: str) -> str:
    """The name of a column as it is compared: without line breaks, blanks, and the star of what must be filled in."""
    plain = unicodedata.normalize("NFKC", cell.lstrip("\ufeff"))
    return MUST.sub("", "".join(plain.split())).strip("*:")


def head_of(
    lines: Iterable[tuple[int, list[str]]],
    known: Collection[str],
    is_head: Callable[[list[str]], bool],
    *,
    wanted: str,
) -> list[str]:
    """The names of the columns, from the first line that is one; a title may stand above.

    ``known`` are the names of the columns, ``wanted`` says in words what a head must have. Raises Refusal where no line
    is one, or one names a column twice, none, or one that is not known; of a line that names several columns and is
    none yet it says what it lacks.
    """
    names = {label_of(name): name for name in known}
    nearly: tuple[int, list[str]] = (0, [])
    for line, cells in lines:
        head = [names.get(label := label_of(cell), label) for cell in cells]
        while head and not head[-1]:
            head.pop()
        if is_head(head):
            _check(head, known, line)
            return head
        if len(names_in(head, known)) > max(1, len(names_in(nearly[1], known))):
            nearly = line, head
        if line >= WITHIN:
            break
    line, head = nearly
    if head:
        _check(head, known, line)
        raise Refusal(f"第 {line} 行像是表头，但是不全：要写明{wanted}的名称。")
    raise Refusal(f"没有找到表头：要有一行写明{wanted}的名称。")


def names_in(head: list[str], known: Collection[str]) -> set[str]:
    """Which of the columns a line names."""
    return set(head) & set(known)


def _check(head: list[str], known: Collection[str], line: int) -> None:
    if "" in head:
        raise Refusal(f"第 {line} 行表头有空的或合并的单元格，请拆开，每列写一个名称。")
    twice = sorted({label for label in head if head.count(label) > 1})
    if twice:
        raise Refusal(f"表头里“{'、'.join(twice)}”不止一列。")
    alien = [label for label in head if label not in known]
    if alien:
        raise Refusal(f"没有“{'、'.join(alien)}”这一列，请删去或改成：{'、'.join(known)}。")
