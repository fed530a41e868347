"""What a hotline is told of a petition that it handed in: what whoever called may know, no person and no paper."""

from typing import Any

from governance.cases.models import Event
from governance.exchange.following import Following
from governance.exchange.scopes import Scope

from ..citizens.progress import Stage, review_stage, stage
from ..models import Petition

CREATE = Scope("petitions.create", "登记信访事项")
FOLLOW = Scope("petitions.follow", "查询所登记事项的进展")
SUPPLEMENT = Scope("petitions.supplement", "为所登记的事项补充情况")
SCOPES = (CREATE, FOLLOW, SUPPLEMENT)


def _of_petition(event: Event) -> dict[str, Any] | None:
    found = stage(event)
    if found is None:
        return None
    words = _words(event, found)
    return words | _answer(event) if event.step == "serve" else words


def _words(event: Event, found: Stage) -> dict[str, str]:
    words = "：".join(filter(None, (found.words, found.more)))
    return {"stage": event.step, "day": found.day, "words": words, "unit": found.unit}


def _answer(event: Event) -> dict[str, str]:
    """What was answered, once it was served: the conclusion, and the words of an answer without a paper of its own."""
    petition = Petition.objects.get(pk=event.case_id)
    return {"outcome": petition.get_outcome_display(), "answer": petition.answer_before(event.seq)}


def _of_review(event: Event) -> dict[str, Any] | None:
    found = review_stage(event, event.case)
    return _words(event, found) if found else None


FOLLOWINGS = (
    Following("petition", _of_petition),
    Following("review", _of_review),
    Following("recheck", _of_review),
)
