"""Whether anything can still be asked of an answer, or a recheck has said the last word on it."""

from django.db.models import Q

from governance.cases.history import code_of
from governance.cases.models import Case, Clock, Event

from .review import Review

# What the petitioner may still ask of an answer, and what is being decided of it.
APPEALS = ("petition.review_apply", "petition.review_decide", "petition.recheck_apply", "petition.recheck_decide")


def can_be_appealed(answered: Case) -> bool:
    """True while a review or recheck of the answer can be asked for, or is under way."""
    asked = Q(case=answered.pk) | Q(case__parent=answered.pk)
    if Clock.objects.filter(asked, term_code__in=APPEALS, ended_at=None).exists():
        return True
    return Review.objects.filter(parent=answered.pk, served_on=None, closed_at=None).exists()


def had_the_last_word(matters) -> bool:
    """True if a recheck of one of these has said the last word, here or elsewhere (art. 36 para 3)."""
    last_words = Review.objects.filter(parent__in=matters, kind="recheck").exclude(served_on=None)
    if last_words.filter(decision__in=("maintain", "change")).exists():
        return True
    said = Event.objects.filter(case__in=matters, step__in=("record_upheld", "record_changed"))
    return any(code_of(event, "stage") == "recheck" for event in said)
