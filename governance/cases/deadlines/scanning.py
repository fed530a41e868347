"""The scan: every running clock whose moment has come says so once, whoever rings and however often.

State lives in the rows. A scan that dies leaves nothing half done, a second one at the same time takes other rows, a
missed one is made good by the next.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db import connection, transaction

from governance.frame.database.alone import together
from governance.frame.days import PROVISIONAL, minute_text, office_day
from governance.notices import outbox

from ..models import Heartbeat, LadderRung, Term
from ..worktime import BY_THE_CLOCK, MINUTE
from .recipients import CaseBrief, ClockRecipients
from .watching import give_clocks

BATCH = 500
FAILED_ROW_RESTS = timedelta(hours=1)

# ``width_bucket`` counts the moments of the plan that have passed: when several have, only the highest rung is
# announced, and the next alert is the first that lies ahead. NO KEY UPDATE lets rows that point here be written.
CLAIM = """
WITH due AS (
    SELECT id, rung FROM cases_clock
    WHERE ended_at IS NULL AND alert_at <= %(now)s
    ORDER BY alert_at
    LIMIT %(limit)s
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE cases_clock AS c
SET rung = width_bucket(%(now)s, c.alert_plan),
    alert_at = c.alert_plan[width_bucket(%(now)s, c.alert_plan) + 1]
FROM due, cases_case AS k
WHERE c.id = due.id AND k.id = c.case_id
RETURNING c.id, due.rung, c.rung, c.alert_plan[c.rung], c.generation, c.term_id, c.start_on, c.subject, c.due, c.due_at,
    c.provisional, c.case_id, k.number, k.title, k.handler_id, k.lead_unit_id,
    COALESCE(c.charged_to_id, k.sender_unit_id, k.first_unit_id), k.area_id, k.confidentiality = 'restricted'
"""

# The rows are those just claimed. Their ids come as one array literal: a list of constants takes longer to parse than
# the rows take to write.
ESCALATE = """
INSERT INTO cases_escalation (clock_id, case_id, generation, rung, light, at, proposes, fired_at)
SELECT c.id, c.case_id, c.generation, c.rung, r.light, c.alert_plan[c.rung], r.proposes, %s
FROM cases_clock c
JOIN cases_term t ON t.id = c.term_id
JOIN cases_ladderrung r ON r.ladder = t.ladder AND r.rung = c.rung
    AND c.start_on BETWEEN r.effective_from AND COALESCE(r.effective_to, c.start_on)
WHERE c.id = ANY (%s::bigint[])
ON CONFLICT (clock_id, generation, at) DO NOTHING
RETURNING clock_id
"""

# A right that nobody used ends on its last day, not on the day of the scan.
LAPSE = """
UPDATE cases_clock SET ended_at = due_at, outcome = 'lapsed'
WHERE id IN (
    SELECT id FROM cases_clock
    WHERE ended_at IS NULL AND is_window AND due_at < %s
    ORDER BY due_at LIMIT %s
    FOR NO KEY UPDATE SKIP LOCKED
)
"""


class ClaimedClock(NamedTuple):
    """One clock whose moment has come, with what the notice needs of its case."""

    clock_id: int
    before: int
    rung: int
    at: datetime
    generation: int
    term_id: int
    start_on: date
    concerns: str
    due: date
    due_at: datetime
    provisional: bool
    case_id: int
    number: str
    title: str
    handler_id: int | None
    lead_unit_id: int
    sender_unit_id: int
    area_id: str
    restricted: bool

    def __str__(self) -> str:
        return f"clock {self.clock_id} of case {self.number}"

    @property
    def case(self) -> CaseBrief:
        return CaseBrief(
            self.case_id, self.handler_id, self.lead_unit_id, self.sender_unit_id, self.area_id, self.restricted
        )


@dataclass(frozen=True)
class ScanResult:
    """What one scan has done: rungs announced, notices posted, rights lapsed, rows put off because they failed, and
    silent cases that were given a clock."""

    fired: int = 0
    notices: int = 0
    lapsed: int = 0
    failed: int = 0
    given: int = 0

    def __add__(self, other: "ScanResult") -> "ScanResult":
        return ScanResult(
            self.fired + other.fired,
            self.notices + other.notices,
            self.lapsed + other.lapsed,
            self.failed + other.failed,
            self.given + other.given,
        )


def scan(now: datetime, limit: int = BATCH) -> ScanResult:
    """Every clock whose moment had come by ``now`` has been announced; ``limit`` rows a transaction.

    Running it again for the same moment changes nothing. A row that fails rests for an hour and is logged; the others
    go on.
    """
    result = ScanResult()
    announcer = _Announcer(now)
    while True:
        claimed, done = _scan_batch(announcer, limit)
        result += done
        if claimed < limit:
            break
    result += ScanResult(lapsed=_lapse(now, limit), given=give_clocks(now, limit))
    Heartbeat.beat("scan_deadlines")
    return result


def _scan_batch(announcer: "_Announcer", limit: int) -> tuple[int, ScanResult]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, {"now": announcer.now, "limit": limit})
            rows = [ClaimedClock(*row) for row in cursor.fetchall()]
        if not rows:
            return 0, ScanResult()
        failed: list[ClaimedClock] = []

        def put_off(row: ClaimedClock) -> None:
            _put_off(row, announcer.now)
            failed.append(row)

        done = together("deadlines", rows, announcer.announce, put_off)
        return len(rows), sum(done, ScanResult(failed=len(failed)))


def _put_off(row: ClaimedClock, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_clock SET rung = %s, alert_at = %s WHERE id = %s",
            [row.before, now + FAILED_ROW_RESTS, row.clock_id],
        )


class _Announcer:
    """Announces rungs; terms, ladders and posts are read once, when the first clock is due."""

    def __init__(self, now: datetime):
        self.now = now

    @cached_property
    def terms(self) -> dict[int, Term]:
        return {term.pk: term for term in Term.objects.all()}

    @cached_property
    def ladders(self) -> dict[tuple[str, int], list[LadderRung]]:
        rungs: dict[tuple[str, int], list[LadderRung]] = defaultdict(list)
        for rung in LadderRung.objects.all():
            rungs[rung.ladder, rung.rung].append(rung)
        return rungs

    @cached_property
    def recipients(self) -> ClockRecipients:
        return ClockRecipients(office_day(self.now))

    def announce(self, rows: Sequence[ClaimedClock]) -> ScanResult:
        """Every rung newly reached stands in the history of alerts, and its people have their notices."""
        rows = [row for row in rows if row.rung > row.before]
        rungs = {row.clock_id: self._reached(row) for row in rows}
        fresh = self._escalate(rows)
        self.recipients.let_in(row.case for row in rows)
        # Duties of one case that reach the same rung on the same day are said in one sentence.
        alike: dict[tuple, list[ClaimedClock]] = defaultdict(list)
        for row in rows:
            if row.clock_id in fresh:
                rung, term = rungs[row.clock_id], self.terms[row.term_id]
                said = rung.light, rung.proposes, rung.recipients, _kind(term, rung), _due_text(row, term)
                alike[row.case_id, *map(str, said)].append(row)
        messages = [message for same in alike.values() for message in self._messages(same, rungs[same[0].clock_id])]
        return ScanResult(fired=len(fresh), notices=outbox.post_many(messages, self.now))

    def _reached(self, row: ClaimedClock) -> LadderRung:
        """The rung in the version of the ladder that the clock climbs."""
        versions = self.ladders[self.terms[row.term_id].ladder, row.rung]
        return next(rung for rung in versions if rung.holds_on(row.start_on))

    def _escalate(self, rows: Sequence[ClaimedClock]) -> set[int]:
        ids = ",".join(str(row.clock_id) for row in rows)
        with connection.cursor() as cursor:
            cursor.execute(ESCALATE, [self.now, f"{{{ids}}}"])
            return {clock_id for (clock_id,) in cursor.fetchall()}

    def _messages(self, rows: list[ClaimedClock], rung: LadderRung) -> list[outbox.Message]:
        row = rows[0]
        terms = [self.terms[each.term_id] for each in rows]
        text, kind = _text(rows, terms, rung), _kind(terms[0], rung)
        return [
            outbox.Message(
                recipient_id=person,
                kind=kind,
                text=text,
                link=f"/cases/{row.number}/",
                key=f"clock:{row.clock_id}:{row.generation}:{row.at.timestamp():.0f}:{person}",
                restricted=row.restricted,
                subject_key=row.number,
            )
            for person in self.recipients.of(row.case, rung.recipients)
        ]


def _kind(term: Term, rung: LadderRung) -> str:
    """What is counted in minutes does not wait for the morning."""
    if term.unit == MINUTE:
        return "emergency"
    return "overdue" if rung.light == LadderRung.Light.RED else "deadline"


def _due_text(row: ClaimedClock, term: Term) -> str:
    due = minute_text(row.due_at) if term.unit in BY_THE_CLOCK else f"{row.due}"
    return f"{due}（{PROVISIONAL}）" if row.provisional else due


def _text(rows: list[ClaimedClock], terms: list[Term], rung: LadderRung) -> str:
    row, due = rows[0], _due_text(rows[0], terms[0])
    state = {
        LadderRung.Light.YELLOW: f"将于 {due} 到期",
        LadderRung.Light.ORANGE: f" {due} 到期",
        LadderRung.Light.RED: f" {due} 到期，超期未办结",
    }[LadderRung.Light(rung.light)]
    proposal = "，建议制发督办文书" if rung.proposes else ""
    names = [
        f"{term.name} · {each.concerns}" if each.concerns else term.name for each, term in zip(rows, terms, strict=True)
    ]
    return f"{'、'.join(dict.fromkeys(names))}{state}{proposal}：{row.number} {row.title}"


def _lapse(now: datetime, limit: int) -> int:
    lapsed = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(LAPSE, [now, limit])
            lapsed += cursor.rowcount
            if cursor.rowcount < limit:
                return lapsed
