"""News of a case: one notice for everybody who should hear, none for who did it."""

from collections.abc import Iterable
from datetime import datetime

from governance.notices import outbox

from ..history import Act
from ..models import Event
from ..workflow import Hearer, Step


def tell(row, event: Event, act: Act, people: set[int], kind: str = "case") -> None:
    """Each of these people has one notice of the event, in words that say nothing of what the event holds."""
    if act.replay:
        return
    others = set(people) - {act.actor.pk if act.actor else None}
    post(row, others, event.label, kind=kind, key=f"event:{event.pk}", at=act.at)


def post(row, people: Iterable[int], what: str, *, key: str, at: datetime, kind: str = "emergency") -> int:
    """Each of these people, but who keeps out of the case, has a message with its number and title behind ``what``;
    says how many do."""
    about = {"link": f"/cases/{row.number}/", "restricted": row.is_restricted, "subject_key": row.number}
    text = f"{what}：{row.number} {row.title}"
    return outbox.post_many(
        [
            outbox.Message(person, kind, text, key=f"{key}:{person}", **about)
            for person in sorted({*people} - row.recused)
        ],
        at=at,
    )


def kind_of_news(step: Step, event: Event) -> str:
    """A case that lands on somebody's desk, one that waits for a decision, or news of it."""
    if event.is_proposal:
        return "approval"
    arrives = event.step == step.name and (
        not {Hearer.STAFF, Hearer.CO}.isdisjoint(step.tells) or any(fact.column == "handler" for fact in step.facts)
    )
    return "assigned" if arrives else "case"
