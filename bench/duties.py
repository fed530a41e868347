"""Duties of a county against bare SQL: a month of windows, the board, a day that is missed, an idle scan."""

from datetime import timedelta

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from bench.county import county
from bench.measure import in_turn, say
from governance.duties.models import DutyPlan, DutyTask
from governance.duties.scan import opening, reminding, weighing
from governance.frame.days import office_day
from governance.organisation.models import Unit, User

PLAN, MONTH, READER = "sweep.village", 30, "gaomin"
# What every page costs: session, standing, menu with its figures.
ORDINARY = "/settings/duties/periods/"
YEARS = 3

# A unit for each village of the county that has none yet: 513 with those of the demo.
VILLAGES = """
INSERT INTO organisation_unit (name, short_name, paper_mark, kind, area_id, sees, phone, position, is_active)
SELECT a.code || a.name, left(a.name, 20), '', 'village', a.code, 'own', '',
    10000 + row_number() OVER (ORDER BY a.code), true
FROM organisation_area a
WHERE a.level = 'village' AND NOT EXISTS (SELECT 1 FROM organisation_unit u WHERE u.area_id = a.code)
"""
# What the opening cannot do without: a row a village and day, with all its columns and indexes.
BARE_OPEN = """
INSERT INTO duties_dutytask (plan_id, plan_code, unit_id, area_id, first, last, label, due_at, alert_plan, alert_at,
    rung, state, quota, done, found, opened_at)
SELECT %(plan)s, %(code)s, u.id, u.area_id, d.day, d.day, to_char(d.day, 'MM-DD'), d.day + interval '1 day',
    ARRAY[d.day + interval '16 hours', d.day + interval '20 hours', d.day + interval '32 hours',
    d.day + interval '33 hours'], d.day + interval '16 hours', 0, 'open', 1, 0, 0, now()
FROM organisation_unit u, (SELECT generate_series(%(first)s::date, %(last)s::date, interval '1 day')::date AS day) d
WHERE u.kind = 'village'
"""
# Days on which one village in twenty missed its sweep, one in ten found something and the rest reported nothing.
HISTORY = """
UPDATE duties_dutytask SET alert_at = NULL, returned_at = CASE WHEN id %% 20 > 0 THEN due_at END,
    state = CASE WHEN id %% 20 = 0 THEN 'missing' WHEN id %% 10 = 1 THEN 'returned' ELSE 'zero' END,
    found = (id %% 10 = 1)::int
WHERE plan_code = %(code)s AND first < current_date
"""
# What the board cannot do without: its figures, and the names of those who are missing.
BARE_BOARD = (
    """
    SELECT left(area_id, 9), first, state, count(*), sum(found), max(due_at) FROM duties_dutytask
    WHERE plan_code = %(code)s AND first BETWEEN current_date - 13 AND current_date GROUP BY 1, 2, 3
    """,
    """
    SELECT t.id, t.area_id, u.short_name FROM duties_dutytask t JOIN organisation_unit u ON u.id = t.unit_id
    WHERE t.plan_code = %(code)s AND t.first = current_date - 1 AND t.state IN ('missing', 'open')
    ORDER BY t.area_id, u.position, u.id
    """,
)


BARE_IDLE = (
    "SELECT id FROM duties_dutyplan WHERE is_active",
    """
    SELECT p.id, u.id FROM duties_dutyplan p CROSS JOIN organisation_unit u JOIN organisation_area a
    ON a.code = u.area_id WHERE p.is_active AND u.is_active AND a.level = ANY (p.levels) AND u.kind = ANY (p.unit_kinds)
    """,
    "SELECT unit_id, area_id, plan_id FROM duties_dutytask WHERE state = 'open'",
    "SELECT id FROM duties_dutytask WHERE state = 'open' AND due_at < now() LIMIT 5000",
    "SELECT id FROM duties_dutytask WHERE alert_at <= now() LIMIT 5000",
    "UPDATE cases_heartbeat SET at = clock_timestamp() WHERE name = 'scan_duties'",
)
# What closing a day cannot do without: its rows in their new state, and the rows beside them.
BARE_MISS = (
    "UPDATE duties_dutytask SET state = 'missing' WHERE plan_code = %(code)s AND first = %(day)s AND state = 'open'",
    """
    SELECT t.unit_id, t.first, t.state FROM duties_dutytask t
    WHERE t.plan_code = %(code)s AND t.first BETWEEN %(day)s - 40 AND %(day)s
    """,
)


def run() -> None:
    """Opening, board and idle scan; the last two at a fortnight and at three years of history."""
    now = timezone.now()
    with county():
        _execute(VILLAGES)
        DutyPlan.objects.exclude(code=PLAN).update(is_active=False)
        plan = DutyPlan.objects.get(code=PLAN)
        _execute("VACUUM ANALYZE organisation_unit")
        units = Unit.objects.filter(kind="village").count()
        pair = in_turn(_undone(lambda: opening.open_windows(now, MONTH)), _undone(lambda: _bare(plan)), 7)
        say(f"open {MONTH + 1} days for {units} villages", pair, "bare INSERT")
        opening.open_windows(now)
        for label, days in (("a fortnight", 14), (f"{YEARS} years", 365 * YEARS)):
            _history(plan, days)
            _board(label)
            reminding.scan(now)
            _missed(now, label)
            DutyPlan.objects.update(is_active=True)
            reminding.scan(now)
            say(f"idle scan of every plan, {label}", in_turn(lambda: reminding.scan(now), _idle, 15), "bare looks")
            DutyPlan.objects.exclude(code=PLAN).update(is_active=False)


def _missed(now, label: str) -> None:
    """The night after a day for which no village handed in: all of it is missing, weighed and proposed."""
    night = now + timedelta(days=1)

    def missed():
        reminding.close(night)
        weighing.weigh(night)

    pair = in_turn(_undone(missed), _undone(_bare_missed), 7)
    say(f"{Unit.objects.filter(kind='village').count()} missed and weighed, {label}", pair, "bare SQL")


def _bare_missed() -> None:
    for statement in BARE_MISS:
        _execute(statement, code=PLAN, day=office_day(timezone.now()))


def _history(plan: DutyPlan, days: int) -> None:
    """So many days before today are handed in or missed."""
    today = office_day(timezone.now())
    DutyTask.objects.filter(first__lt=today).delete()
    _bare(plan, first=today - timedelta(days=days), last=today - timedelta(days=1))
    _execute(HISTORY, code=PLAN)
    _execute("VACUUM ANALYZE duties_dutytask")


def _board(label: str) -> None:
    """The whole page through all of the site, logged in, against the two statements alone."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(
        User.objects.get(username=READER), backend="governance.organisation.accounts.backends.PostBackend"
    )
    page = client.get("/duties/board/", {"plan": PLAN})
    if page.status_code != 200:
        raise RuntimeError(f"the board answers {page.status_code}")
    pair = in_turn(lambda: client.get("/duties/board/", {"plan": PLAN}), _bare_board, 21)
    say(f"board, {DutyTask.objects.count():,} tasks, {len(page.content) // 1024} KB", pair, f"bare SQL, {label}")
    pair = in_turn(lambda: client.get("/duties/board/", {"plan": PLAN}), lambda: client.get(ORDINARY), 21)
    say(f"board, {label}", pair, "a form of the same site")


def _bare(plan: DutyPlan, first=None, last=None) -> None:
    today = office_day(timezone.now())
    _execute(BARE_OPEN, plan=plan.pk, code=PLAN, first=first or today, last=last or today + timedelta(days=MONTH))


def _bare_board() -> None:
    for statement in BARE_BOARD:
        _execute(statement, code=PLAN)


def _idle() -> None:
    """The five looks without which nobody can know that there is nothing to do, and the mark that somebody looked."""
    for statement in BARE_IDLE:
        _execute(statement, code=PLAN)


def _undone(work):
    """The work as one that is done and taken back, so that the next round finds the same table."""

    def done_and_undone():
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return done_and_undone


def _execute(sql: str, **params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        if cursor.description:
            cursor.fetchall()
