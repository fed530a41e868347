"""News of a case: one notice for everybody who should hear, none for who did it."""

from governance.notices import outbox

from ..history import Act
from ..models import Event
from ..workflow import Hearer, Step


def tell(row, event: Event, act: Act, people: set[int], kind: str = "case") -> None:
    """Each of these people has one notice of the event, in words that say nothing of what the event holds."""
    if act.replay:
        return
    people = set(people) - {act.actor.pk if act.actor else None}
    text = f"{event.label}：{row.number} {row.title}"
    outbox.post_many(
        [
            outbox.Message(
                recipient_id=person,
                kind=kind,
                text=text,
                link=f"/cases/{row.number}/",
                key=f"event:{event.pk}:{person}",
                restricted=row.is_restricted,
                subject_key=row.number,
            )
            for person in sorted(people)
        ],
        at=act.at,
    )


def kind_of_news(step: Step, event: Event) -> str:
    """A case that lands on somebody's desk, one that waits for a decision, or news of it."""
    if event.is_proposal:
        return "approval"
    arrives = event.step == step.name and (
        not {Hearer.STAFF, Hearer.CO}.isdisjoint(step.tells) or any(fact.column == "handler" for fact in step.facts)
    )
    return "assigned" if arrives else "case"
