"""The history of a case: how a row is written, and how the chain of seals is proved."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.wording import clipped
from governance.organisation.models import User
from governance.organisation.standing import standing_of

from .models import Event
from .workflow import Step

SYSTEM_NAME = "系统"
# What the history calls the news of what became of a matter that came out of this one, and the label of the news.
OUTCOME, RESULT = "outcome", "结果"


@dataclass(frozen=True)
class Signer:
    """Who stands under a paper that nobody has signed: a name, and nobody's key."""

    name: str
    pk: int = 0


NOT_SIGNED = Signer("（待签发）")


@dataclass(frozen=True)
class Act:
    """One act on one case: who does it (``None`` is the system) and when.

    ``replay`` marks history that happened elsewhere: it leaves no papers and rings no bell. ``told`` is what the
    history will say of it, label and text; an effect may add what only it knows. ``signs`` is whose name stands under
    its papers, where that is not whoever acts.
    """

    actor: User | None
    at: datetime
    replay: bool = False
    told: list[list[str]] = field(default_factory=list)
    signs: Signer | None = None

    @property
    def signer(self) -> User | Signer | None:
        """Who signs the papers of the act."""
        return self.signs or self.actor

    @property
    def day(self) -> date:
        """The office's date of the act."""
        return office_day(self.at)


def outcomes(cases: Iterable[int]) -> dict[int, str]:
    """What became elsewhere of each of these cases of which that is known, as far as its own history says."""
    told = Event.objects.filter(case__in=cases, step=OUTCOME).order_by("seq").values_list("case_id", "facts")
    return {case: dict(facts["told"])[RESULT] for case, facts in told}


def facts_of(step: Step, told: list, codes: dict | None = None, **more) -> dict:
    """What an event of the step keeps: words as they read that day, for people, and codes, for whoever looks it up.

    Whether it is private is written down: a later table does not open old rows.
    """
    return {"told": told, **more} | ({"codes": codes} if codes else {}) | ({"private": True} if step.private else {})


def code_of(event: Event, fact: str):
    """The code that was told for the fact; None where it was none, and in rows written before codes were kept."""
    return event.facts.get("codes", {}).get(fact)


def write_event(case, *, step, label, act: Act, from_status="", to_status="", facts=None, note="") -> Event:
    """One sealed row stands in the history.

    The caller holds the case's lock and raises ``Case.version`` by one for each event it writes: a version counts the
    events, which is how a missing last row is noticed.
    """
    event = unwritten_event(case.pk, step, label, act, from_status, to_status, facts, note)
    event.save(force_insert=True)
    return event


def unwritten_event(
    case_id: int, step: str, label: str, act: Act, from_status="", to_status="", facts=None, note=""
) -> Event:
    """The row as it will stand, for who writes many at once and keeps the promises of ``write_event``."""
    actor = act.actor
    return Event(
        case_id=case_id,
        seq=0,  # the trigger gives the real one
        step=step,
        label=label,
        from_status=from_status,
        to_status=to_status,
        actor=actor,
        actor_name=actor.name if actor else SYSTEM_NAME,
        actor_post=clipped(standing_of(actor, act.day).title, 120) if actor else "",
        at=act.at,
        recorded_at=timezone.now(),
        facts=facts or {},
        note=note,
    )


def unseen(case, version: int) -> list[Event]:
    """What was done since that version, the newest first: every version has left exactly one event."""
    return list(case.events.order_by("-seq")[: max(case.version - version, 1)])


# A row is broken when its text no longer gives its seal, when it does not carry the seal of the row before it, or
# when a number is missing before it; a case is broken when its last rows are missing or led to another status.
BROKEN = """
WITH chain AS (
    SELECT e.case_id, e.seq, e.previous, e.seal,
        encode(sha256(convert_to(event_sealed_text(e), 'UTF8')), 'hex') AS proved,
        lag(e.seal) OVER w AS before, row_number() OVER w AS place
    FROM cases_event e WINDOW w AS (PARTITION BY e.case_id ORDER BY e.seq)
)
SELECT c.number, chain.seq FROM chain JOIN cases_case c ON c.id = chain.case_id
WHERE chain.seal <> proved OR chain.seq <> chain.place OR chain.previous <> coalesce(before, repeat('0', 64))
UNION ALL
SELECT c.number, NULL FROM cases_case c
WHERE c.version <> 1 + (SELECT count(*) FROM cases_event e WHERE e.case_id = c.id)
    OR c.status IS DISTINCT FROM (
        SELECT e.to_status FROM cases_event e WHERE e.case_id = c.id AND e.to_status <> '' ORDER BY e.seq DESC LIMIT 1
    )
ORDER BY 1, 2 NULLS FIRST
"""


def broken_history() -> list[tuple[str, int | None]]:
    """Every place where the history was changed: case number and row, or ``None`` where rows are missing or the
    case stands where no row has led it."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        return cursor.fetchall()


def history_size() -> int:
    """How many rows stand in the history of all cases."""
    return Event.objects.count()
