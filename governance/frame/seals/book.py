"""The book of seals: what tables that only grow held, kept where nobody who writes to the database can reach.

A page is a file in ``SEAL_ROOT``: a head, a line for each new row with a seal of what it says, and at the end a seal of
the page, which covers that of the page before. All seals are made with ``HISTORY_KEY``. So a row that is changed,
deleted or added later does not fit the book, whatever else in the database is made to fit it, and the row is named.
A page names rows by keys alone: it lasts longer than what may be known of a matter. Words for them are found when a
fault is told.
"""

import hashlib
import hmac
import json
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from ..registry import Registry

NOTHING = "0" * 64
# Whoever writes a row has looked at the clock before; an import some time before.
LATE_BY = timedelta(hours=1)
# How long the writers of the tables are waited for, while others wait behind us.
PATIENCE = "2s"
# Rows of one table on a page, so that one is proved in little memory.
PAGE_ROWS = 50_000


@dataclass(frozen=True)
class Sealed:
    """A table that only grows: the columns that never change, the keys that name a row, and the moment of its writing.

    ``called(keys)``: the words for what a row is named by, as the readers of faults may see them.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    named: tuple[str, ...]
    written: str = ""
    called: Callable[[str], str] = str

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def rows(self, after: int, until: int, *columns: str) -> Iterator[tuple]:
        """What stands in these columns, behind the key, of the rows of a range of keys, in their order."""
        found = self.model._base_manager.filter(pk__gt=after, pk__lte=until).order_by("pk")
        return found.values_list("pk", *columns).iterator(chunk_size=2000)

    def end_of_page(self, after: int, until: int) -> int:
        """The key of the last row that still goes on a page of the rows of a range of keys."""
        found = self.model._base_manager.filter(pk__gt=after, pk__lte=until).order_by("pk")
        full = found.values_list("pk", flat=True)[PAGE_ROWS - 1 : PAGE_ROWS]
        return next(iter(full), max(after, until))

    def words(self, pk: int, keys: str) -> str:
        """How a row is called in what is said of it."""
        return f"{self.model._meta.verbose_name} {self.called(keys)}（{pk}）"


BOOK: Registry[Sealed] = Registry("tables under seal", field="sealed", code="table")


@dataclass(frozen=True)
class Page:
    """A page that is in its place and whose seal is right."""

    number: int
    at: datetime
    columns: dict[str, list[str]]
    through: dict[str, int]
    seal: str
    file: Path

    def lines(self) -> Iterator[list[str]]:
        """Table, key, seal and naming keys of each row, by table and key."""
        with self.file.open(encoding="utf-8") as file:
            for line in islice(file, 1, None):
                if not line.startswith("seal\t"):
                    yield line.rstrip("\n").split("\t")


class PageBroken(Exception):
    """A page is missing or is not what was written; the sentence says which."""


def _mac(text: bytes) -> Any:
    return hmac.new(settings.HISTORY_KEY.encode(), text, hashlib.sha256)


def seal_of(table: str, pk: int, values: Iterable) -> str:
    """The seal of what a row says; each value keeps its own place, so none can lend to its neighbour."""
    text = json.dumps([table, pk, *values], cls=_Exact, ensure_ascii=False, sort_keys=True)
    return _mac(text.encode()).hexdigest()[:32]


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: the usual way keeps milliseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def root() -> Path:
    return Path(settings.SEAL_ROOT)


def pages() -> Iterator[Page]:
    """Every page in order; raises ``PageBroken`` at the first that is missing or changed."""
    files = sorted(root().glob("*.page")) if root().is_dir() else []
    previous = NOTHING
    for number, file in enumerate(files, start=1):
        if file.name != _file_name(number):
            raise PageBroken(f"校验册第 {number} 页缺失")
        page = _read(number, file, previous)
        previous = page.seal
        yield page


def _file_name(number: int) -> str:
    return f"{number:08d}.page"


def _read(number: int, file: Path, previous: str) -> Page:
    mac, last = _mac(b""), ""
    with file.open(encoding="utf-8") as lines:
        first = next(lines, "")
        mac.update(first.encode())
        for line in lines:
            if line.startswith("seal\t"):
                last = line.rstrip("\n").partition("\t")[2]
                break
            mac.update(line.encode())
        whole = next(lines, None) is None
    if not whole or not hmac.compare_digest(last, mac.hexdigest()):
        raise PageBroken(f"校验册第 {number} 页被改动，或者不是用现在的密钥写的")
    head = json.loads(first)
    if (head["page"], head["previous"]) != (number, previous):
        raise PageBroken(f"校验册第 {number} 页接不上前一页")
    return Page(number, datetime.fromisoformat(head["at"]), head["columns"], head["through"], last, file)


def last_page() -> Page | None:
    """The page on which the next one follows; None where the book is empty."""
    return next(iter(deque(pages(), maxlen=1)), None)


def write_pages(at: datetime) -> list[Page]:
    """Every row that stood when this began is in the book; returns the new pages, none where nothing was new.

    For a moment nobody writes to the tables, so that no key below the last one is still to come. Two who write at once
    write each page once.
    """
    settled, new = _settled(), []
    last = last_page()
    while any(settled[table] > (last.through.get(table, 0) if last else 0) for table in BOOK):
        page = _write_page(last, settled, at)
        if page is None:
            break
        new.append(page)
        last = page
    return new


def _settled() -> dict[str, int]:
    """The last key of each table, when no writer was under way."""
    tables = ", ".join(connection.ops.quote_name(table) for table in BOOK)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
        return {t: s.model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0 for t, s in BOOK.items()}


def _write_page(last: Page | None, settled: dict[str, int], at: datetime) -> Page | None:
    after = {table: last.through.get(table, 0) if last else 0 for table in BOOK}
    through = {table: sealed.end_of_page(after[table], settled[table]) for table, sealed in BOOK.items()}
    head = {
        "page": last.number + 1 if last else 1,
        "at": at.isoformat(),
        "previous": last.seal if last else NOTHING,
        "columns": {table: list(sealed.columns) for table, sealed in BOOK.items()},
        "through": through,
    }
    return _put(head, _new_lines(after, through))


def _new_lines(after: dict[str, int], through: dict[str, int]) -> Iterator[str]:
    for table, sealed in BOOK.items():
        wide = len(sealed.columns)
        for pk, *values in sealed.rows(after[table], through[table], *sealed.columns, *sealed.named):
            yield f"{table}\t{pk}\t{seal_of(table, pk, values[:wide])}\t{_keys(values[wide:])}\n"


def _keys(named: Iterable) -> str:
    return " ".join("" if word is None else str(word) for word in named)


def _put(head: dict, lines: Iterable[str]) -> Page | None:
    """The page stands on the disk under its number, whole or not at all; None where there is one already."""
    place = root() / _file_name(head["page"])
    root().mkdir(mode=0o750, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=root(), prefix=".page-")
    draft = Path(name)
    try:
        mac = _mac(b"")
        with open(descriptor, "w", encoding="utf-8") as file:
            for line in chain([json.dumps(head, ensure_ascii=False) + "\n"], lines):
                mac.update(line.encode())
                file.write(line)
            file.write(f"seal\t{mac.hexdigest()}\n")
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o440)
        os.link(draft, place)
    except FileExistsError:
        return None
    finally:
        draft.unlink(missing_ok=True)
    return _read(head["page"], place, head["previous"])


def faults() -> Iterator[str]:
    """Every place where database and book do not say the same; what came since by its moment."""
    after: dict[str, int] = {}
    last = None
    try:
        for last in pages():
            yield from _faults_of(last, after)
            after = last.through
    except PageBroken as broken:
        yield str(broken)
        return
    if last is None:
        yield "没有校验册：从来没有写过，或者整册丢失"
        return
    yield from _back_dated(last)


def _faults_of(page: Page, after: dict[str, int]) -> Iterator[str]:
    lines = page.lines()
    line = next(lines, None)
    for table, until in page.through.items():
        start, told = after.get(table, 0), []
        while line is not None and line[0] == table:
            told.append(line)
            line = next(lines, None)
        yield from _differences(BOOK[table], page.columns[table], told, start, until)


def _differences(sealed: Sealed, columns: list[str], told: list[list[str]], after: int, until: int) -> Iterator[str]:
    written = {int(pk): (seal, keys) for _, pk, seal, keys in told}
    wide = len(columns)
    for pk, *values in sealed.rows(after, until, *columns, *sealed.named):
        seal, keys = written.pop(pk, ("", _keys(values[wide:])))
        if not seal:
            yield f"{sealed.words(pk, keys)} 是事后添入的"
        elif not hmac.compare_digest(seal, seal_of(sealed.table, pk, values[:wide])):
            yield f"{sealed.words(pk, keys)} 被改动"
    for pk, (_, keys) in written.items():
        yield f"{sealed.words(pk, keys)} 被删除"


def _back_dated(last: Page) -> Iterator[str]:
    """Rows that came after the last page and say that they were written before it."""
    for table, sealed in BOOK.items():
        if not sealed.written:
            continue
        rows = sealed.model._base_manager.filter(
            pk__gt=last.through.get(table, 0), **{f"{sealed.written}__lt": last.at - LATE_BY}
        )
        for pk, *named in rows.order_by("pk").values_list("pk", *sealed.named):
            yield f"{sealed.words(pk, _keys(named))} 倒填了时间"


def size() -> int:
    """How many rows are in the book."""
    return sum(1 for page in pages() for _ in page.lines())
