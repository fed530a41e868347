"""Export of 100,000 petitions to Excel, against COPY of the same rows to CSV and against the usual writer; and of a
million rows, split in sheets, against the bare writer that takes them as they are."""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

import xlsxwriter
from django.db import connection
from django.utils import timezone
from rustpy_xlsxwriter import FastExcel

from bench.county import filled
from bench.measure import Pair, in_turn, say, timed
from governance.cases.lists import ledger
from governance.frame.days import office_time
from governance.jobs.made import Made
from governance.jobs.spreadsheets import SHEET_ROWS, Column, write_ledger
from governance.organisation.models import Post
from petitions.lists import LEDGER

CASES = 180_000
ROWS = 100_000
ROUNDS = 3
# More than one sheet takes.
MANY, MANY_COLUMNS = 1_100_000, 16
# The bare writer may be so much faster.
OVER_BARE = 3.0
NOTE = "长安区综治中心 孙国庆 2026-11-21 14:30 导出"
SAME_ROWS = """
COPY (
    SELECT c.number, c.opened_at, c.channel, c.title, g.path, coalesce(up.name, '') || a.name, person.name,
        person.phone_mask, u.name, h.name, c.status, clock.due, clock.due_at, c.closed_at, p.outcome, p.rating
    FROM petitions_petition p
    JOIN cases_case c ON c.id = p.case_ptr_id
    JOIN organisation_area a ON a.code = c.area_id
    LEFT JOIN organisation_area up ON up.code = a.parent_id
    JOIN organisation_unit u ON u.id = c.lead_unit_id
    LEFT JOIN organisation_user h ON h.id = c.handler_id
    LEFT JOIN cases_category g ON g.id = c.category_id
    LEFT JOIN LATERAL (SELECT name, phone_mask FROM cases_participant WHERE case_id = c.id ORDER BY position LIMIT 1)
        AS person ON true
    LEFT JOIN LATERAL (
        SELECT due, due_at FROM cases_clock WHERE case_id = c.id AND ended_at IS NULL ORDER BY due_at LIMIT 1
    ) AS clock ON true
    ORDER BY c.opened_at DESC, c.id DESC LIMIT %(rows)s
) TO STDOUT WITH CSV HEADER
"""


def run() -> None:
    """Seconds, ratio, and the memory that the export adds."""
    with filled(CASES), tempfile.TemporaryDirectory() as folder:
        user = Post.objects.filter(role__name="county_office").select_related("user").first().user
        now = office_time(timezone.now())
        reader = ledger.reader(user, now=now, in_clear=False)
        out = Path(folder)
        # Memory first: what a process once had it does not give back.
        for size in (10_000, ROWS):
            added = _peak(lambda size=size: _ours(out / "peak.xlsx", reader, size))
            print(f"{f'memory that {size:,} rows add':<44} {added:9.1f} MB")
        ours = lambda: _ours(out / "ours.xlsx", reader)  # noqa: E731
        pair = in_turn(ours, lambda: _copy(out / "copy.csv"), ROUNDS)
        say(f"export of {ROWS:,} rows", pair, "COPY to CSV")
        say("of which reading the rows", Pair(timed(lambda: _read_only(reader)), pair.ours), "all of ours")
        say("the same rows by XlsxWriter", Pair(timed(lambda: _usual(out / "usual.xlsx", reader)), pair.ours), "ours")

    million()


def million() -> None:
    """A million rows in sheets of the size that Excel takes: over the bare writer, and the memory that they add."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for size in (MANY // 10, MANY):
            added = _peak(lambda size=size: _split(out / "peak.xlsx", size))
            print(f"{f'memory that {size:,} made-up rows add':<44} {added:9.1f} MB")
        pair = Pair(timed(lambda: _split(out / "ours.xlsx", MANY)), timed(lambda: _bare(out / "bare.xlsx", MANY)))
        say(f"{MANY:,} rows in sheets", pair, "the bare writer")
        print(f"{'aim':<44} {OVER_BARE:9.1f}")


def _made_up(size: int, moment: datetime) -> Iterator[tuple]:
    """Rows as a ledger has them: numbers, moments, days, names and long words."""
    words = "反映小区楼道照明长期损坏，多次报修没有处理。"
    for number in range(size):
        row = (f"XF2026-{number:06}", moment, moment.date(), "来访", words, "韦曲街道凤栖路社区", number, None)
        yield row + row[: MANY_COLUMNS - len(row)]


def _columns() -> tuple[Column, ...]:
    return tuple(Column(f"第{place}列", 14) for place in range(1, MANY_COLUMNS + 1))


def _split(path: Path, size: int) -> None:
    write_ledger(path, name="台账", columns=_columns(), rows=_made_up(size, timezone.now()), total=size, note=NOTE)


def _bare(path: Path, size: int) -> None:
    """The writer itself, with the same rows as the dictionaries that it takes."""
    labels = [column.label for column in _columns()]
    book = FastExcel(str(path)).format(datetime_format="yyyy-mm-dd hh:mm")
    rows = _made_up(size, timezone.make_naive(timezone.now()))
    for number in range(-(-size // SHEET_ROWS)):
        part = islice(rows, SHEET_ROWS)
        book.sheet(f"台账{number + 1}", (dict(zip(labels, row, strict=True)) for row in part))
    book.save()


def _keys(reader):
    return ledger.keys_of(LEDGER.visible_to(reader.user, reader.today).order_by("-opened_at", "-pk"))[:ROWS]


def _rows(keys, reader) -> Iterator[tuple]:
    return ledger.rows(LEDGER, keys, reader, Made(len(LEDGER.all_columns())))


def _ours(path: Path, reader, most: int = ROWS) -> None:
    keys = _keys(reader)[:most]
    rows = _rows(keys, reader)
    told = {"rows": rows, "total": len(keys), "note": NOTE, "numbered": True}
    write_ledger(path, name="信访件", columns=LEDGER.all_columns(), **told)


def _copy(path: Path) -> None:
    with path.open("w", encoding="utf-8") as out, connection.cursor() as cursor:
        cursor.copy_expert(SAME_ROWS % {"rows": ROWS}, out)


def _usual(path: Path, reader) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("信访件")
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for number, row in enumerate(_rows(_keys(reader), reader)):
            for column, value in enumerate(row):
                sheet.write(number, column, value, moment if column in (1, 11, 13) else None)


def _read_only(reader) -> None:
    for _ in _rows(_keys(reader), reader):
        pass


def _peak(work: Callable[[], None]) -> float:
    """Megabytes of resident memory above the start, the highest of what was seen meanwhile."""
    seen, over = [_resident()], threading.Event()

    def watch():
        while not over.is_set():
            seen.append(_resident())
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    work()
    over.set()
    watcher.join()
    return (max(seen) - seen[0]) / 1e6


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
