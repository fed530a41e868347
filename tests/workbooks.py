"""A workbook that the product handed out, as whoever opens it reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from governance.jobs import files
from governance.jobs.models import Job


@dataclass(frozen=True)
class Exported:
    """One sheet: the line over the table, the names of its columns, and what stands under them."""

    line: str
    head: list[str]
    rows: list[list]

    def told(self) -> list[dict]:
        """The rows by the names of their columns."""
        return [dict(zip(self.head, row, strict=True)) for row in self.rows]


def sheet_in(source) -> Exported:
    """The first sheet of a file, a job's result or an answer."""
    return next(iter(sheets_in(source).values()))


def sheets_in(source) -> dict[str, Exported]:
    """Every sheet by its name."""
    book = CalamineWorkbook.from_filelike(BytesIO(_content(source)))
    return {name: _told(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}


def _content(source: Job | Path | str | Iterable[bytes]) -> bytes:
    if isinstance(source, Job):
        return files.opened(source.result_path).read()
    if isinstance(source, Path | str):
        return Path(source).read_bytes()
    return b"".join(source)


def _told(lines: list[list]) -> Exported:
    (line, *beside), head, *rows = lines
    assert not any(beside), beside
    return Exported(line, head, rows)
