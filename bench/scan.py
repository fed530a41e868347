"""The scan with 10,000 clocks due among 200,000, against the bare claim and update of the same rows; and idle."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.county import county
from bench.measure import in_turn, say, timed
from governance.cases.deadlines import scan
from governance.cases.deadlines.scanning import BATCH

RUNNING, DUE, ROUNDS = 200_000, 10_000, 5

# Every case lies with a handler of the unit that holds it.
CASES = """
INSERT INTO cases_case (number, kind, title, summary, status, area_id, place, channel, confidentiality, lead_unit_id,
    first_unit_id, handler_id, opened_at, version, search_text, grams)
SELECT 'BJ' || lpad(n::text, 9, '0'), 'petition', '凤栖路社区居民反映供水问题第' || n || '件', '请求恢复供水。',
    'handling', a.codes[1 + n %% array_length(a.codes, 1)], '', 'visit', 'normal', h.units[k], h.units[k], h.users[k],
    now(), 1, '', ARRAY[]::text[]
FROM generate_series(%(first)s, %(last)s) AS n,
    (SELECT array_agg(code ORDER BY code) AS codes FROM organisation_area WHERE level = 'village') a,
    (SELECT array_agg(p.unit_id ORDER BY p.id) AS units, array_agg(p.user_id ORDER BY p.id) AS users
        FROM organisation_post p JOIN auth_group g ON g.id = p.role_id
        WHERE g.name = 'handler' AND p.ends_on IS NULL) h,
    LATERAL (SELECT 1 + n %% array_length(h.units, 1) AS k) i
"""
CLOCKS = """
INSERT INTO cases_clock (case_id, term_id, term_code, is_window, start_on, started_at, amount, unit, extension,
    extension_unit, raw_due, due, due_at, provisional, ledger, alert_plan, alert_at, rung, generation, outcome,
    subject)
SELECT c.id, t.id, t.code, false, current_date, now(), 60, 'day', 0, 'day', current_date + 60, current_date + 60,
    now() + interval '60 days', false, %(ledger)s::jsonb, p.plan, p.plan[1], 0, 1, '', ''
FROM cases_case c, cases_term t, LATERAL (SELECT ARRAY(
    SELECT now() + (c.id %% 50000) * interval '1 second' + n * interval '30 days' FROM generate_series(1, 5) n
) AS plan) p
WHERE t.code = 'petition.handle' AND t.effective_to IS NULL
"""
# The due rows of a round: so many whose first alert lies a minute back.
MAKE_DUE = """
UPDATE cases_clock SET rung = 0, generation = generation + 1,
    alert_plan = ARRAY[%(now)s] || alert_plan[2:], alert_at = %(now)s
WHERE id IN (SELECT id FROM cases_clock ORDER BY id LIMIT %(due)s)
"""
# What the scan cannot do without: find the rows, lock them, move each to its next moment.
BARE = """
WITH due AS (
    SELECT id FROM cases_clock WHERE ended_at IS NULL AND alert_at <= %(now)s
    ORDER BY alert_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE cases_clock c SET rung = c.rung + 1, alert_at = c.alert_plan[2] FROM due WHERE c.id = due.id RETURNING c.id
"""
LEDGER = '[{"from":"2026-01-01","to":"2026-03-02","days":60,"counted":true,"why":"day","name":"","part":"term"}]'

# As the steps leave it: of a case without its nearest day the scan looks whether anything runs in it.
NEAREST = """
UPDATE cases_case c SET next_due_at = k.due_at FROM cases_clock k WHERE k.case_id = c.id AND c.next_due_at IS NULL
"""


def run() -> None:
    """Busy and idle, with one alert a clock to one person; the idle scan at two sizes of history."""
    now = timezone.now()
    with county():
        _running(1, 20_000)
        _idle("idle scan, 20,000 running", now)
        _running(20_001, RUNNING)
        _idle(f"idle scan, {RUNNING:,} running", now)
        _busy(now)


def _execute(sql: str, **params) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def _running(first: int, last: int) -> None:
    _execute(CASES, first=first, last=last)
    _execute(CLOCKS + " AND NOT EXISTS (SELECT 1 FROM cases_clock k WHERE k.case_id = c.id)", ledger=LEDGER)
    _execute(NEAREST)
    _execute("VACUUM ANALYZE cases_clock, cases_case")


def _idle(label: str, now: datetime) -> None:
    pair = in_turn(lambda: scan(now), lambda: _bare(now, BATCH), rounds=51)
    say(label, pair, "bare claim")


def _bare(now: datetime, limit: int) -> None:
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BARE, {"now": now, "limit": limit})
            if len(cursor.fetchall()) < limit:
                return


def _busy(now: datetime) -> None:
    work = {
        "ours": lambda: scan(now),
        "bare": lambda: _bare(now, BATCH),
        "bare, one statement": lambda: _bare(now, DUE),
    }
    times = {name: [] for name in work}
    for turn in range(ROUNDS * len(work)):
        name = list(work)[turn % len(work)]
        _execute(MAKE_DUE, now=now - timedelta(minutes=1), due=DUE)
        _execute("VACUUM cases_clock")
        times[name].append(timed(work[name]))
    ours, bare, single = (sorted(times[name])[ROUNDS // 2] for name in work)
    print(f"{DUE:,} due among {RUNNING:,}: ours {ours:.3f} s ({DUE / ours:,.0f} a second)")
    print(f"  bare claim and update in the same batches {bare:.3f} s   × {ours / bare:.2f}")
    print(f"  bare claim and update in one statement    {single:.3f} s   × {ours / single:.2f}")
