"""What goes into a bound volume, and what comes out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Cover:
    """The first sheet: who keeps the volume, what it is, its number, and what else the cover says."""

    office: str
    title: str
    number: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BackCover:
    """The last sheet: what is to be known about the volume, and who put it together."""

    remarks: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class BoundPaper:
    """An issued paper: a Word file that was set here; ``copied`` as that of ``StoredFile``."""

    copied: Callable[[Path], None]
    name: str
    sha256: str


@dataclass(frozen=True)
class StoredFile:
    """A file that somebody handed in; its type was recognised when it was stored, its content is not trusted.

    ``copied`` puts it at a place; raises ``FileNotFoundError``.
    """

    copied: Callable[[Path], None]
    name: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class DataSheet:
    """A sheet set from data: a title, rows of a name and what it names, and paragraphs."""

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContentsEntry:
    """One line of the contents with everything that is bound under it."""

    title: str
    sources: tuple[BoundPaper | StoredFile | DataSheet, ...]
    note: str = ""


@dataclass(frozen=True)
class Volume:
    """All that the binder needs, and the name under which it is handed out."""

    name: str
    cover: Cover
    entries: list[ContentsEntry]
    back: BackCover


@dataclass
class Bound:
    """What was bound: pages of the content, and the files for which only a slip could be bound in."""

    pages: int = 0
    slips: list[str] = field(default_factory=list)
