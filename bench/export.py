"""Export of 100,000 petitions to Excel, against COPY of the same rows to CSV and against the usual writer."""

import os
import tempfile
import threading
import time
from pathlib import Path

import xlsxwriter
from django.db import connection
from django.utils import timezone

from bench.county import filled
from bench.measure import Pair, in_turn, say, timed
from governance.cases.lists import ledger
from governance.frame.days import office_time
from governance.jobs.spreadsheets import write_ledger
from governance.organisation.models import Post
from petitions.lists import LEDGER

CASES = 180_000
ROWS = 100_000
ROUNDS = 3
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
            print(f"{f'memory that {size:,} rows add':<44} {_peak(out / 'peak.xlsx', reader, size):9.1f} MB")
        ours = lambda: _ours(out / "ours.xlsx", reader)  # noqa: E731
        pair = in_turn(ours, lambda: _copy(out / "copy.csv"), ROUNDS)
        say(f"export of {ROWS:,} rows", pair, "COPY to CSV")
        say("of which reading the rows", Pair(timed(lambda: _read_only(reader)), pair.ours), "all of ours")
        say("the same rows by XlsxWriter", Pair(timed(lambda: _usual(out / "usual.xlsx", reader)), pair.ours), "ours")


def _keys(reader):
    return ledger.keys_of(LEDGER.visible_to(reader.user, reader.today).order_by("-opened_at", "-pk"))[:ROWS]


def _ours(path: Path, reader, most: int = ROWS) -> None:
    keys = _keys(reader)[:most]
    rows = ledger.rows(LEDGER, keys, reader)
    write_ledger(path, name="信访件", columns=LEDGER.all_columns(), rows=rows, total=len(keys))


def _copy(path: Path) -> None:
    with path.open("w", encoding="utf-8") as out, connection.cursor() as cursor:
        cursor.copy_expert(SAME_ROWS % {"rows": ROWS}, out)


def _usual(path: Path, reader) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("信访件")
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for number, row in enumerate(ledger.rows(LEDGER, _keys(reader), reader)):
            for column, value in enumerate(row):
                sheet.write(number, column, value, moment if column in (1, 11, 13) else None)


def _read_only(reader) -> None:
    for _ in ledger.rows(LEDGER, _keys(reader), reader):
        pass


def _peak(path: Path, reader, size: int) -> float:
    """Megabytes of resident memory above the start, the highest of what was seen meanwhile."""
    seen, over = [_resident()], threading.Event()

    def watch():
        while not over.is_set():
            seen.append(_resident())
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _ours(path, reader, size)
    over.set()
    watcher.join()
    return (max(seen) - seen[0]) / 1e6


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
