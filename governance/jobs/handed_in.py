"""A sheet that somebody handed in: its rows, what is wrong in it, and how a job that takes nothing of it says so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import files, spreadsheets
from .models import Job
from .work import JobRefused

SHOWN_FAULTS = 200


@dataclass(frozen=True)
class Fault:
    """One cell that is wrong; ``column`` empty where it is the row."""

    line: int
    column: str
    reason: str

    def __str__(self):
        return f"第 {self.line} 行{f'“{self.column}”' if self.column else ''}：{self.reason}"


def rows_of(job: Job, labels: Iterable[str]) -> Iterator[list[str]]:
    """Every row of the job's sheet as texts, of the one with these labels in its head, where there are several.

    Raises ``JobRefused`` for one that is kept no longer.
    """
    try:
        with files.in_clear(job.source_path) as path:
            yield from spreadsheets.read_table(path, labels)
    except (FileNotFoundError, ValueError) as error:
        raise JobRefused("文件已过保留期，请重新上传。") from error


def bad_rows(faults: list[Fault]) -> int:
    """In how many rows something is wrong."""
    return len({fault.line for fault in faults})


def shown(faults: list[Fault]) -> list[str]:
    """The first of them in words, for a page, and how many more there are."""
    more = len(faults) - SHOWN_FAULTS
    rest = [f"另有 {more} 处没有列出，改正以上各处以后再导入。"] if more > 0 else []
    return [*map(str, faults[:SHOWN_FAULTS]), *rest]


def check_all_right(faults: list[Fault], read: int) -> None:
    """Raises ``JobRefused`` with every wrong cell, if there is one: all of a sheet is taken or nothing."""
    if faults:
        said = f"读取 {read} 行，{bad_rows(faults)} 行有问题，没有导入任何内容。"
        raise JobRefused(said, {"faults": shown(faults)})
