"""Two people make the same thing at the same moment: the database lets one through, the other is told so."""

import logging

from django.db import IntegrityError

from ..refusals import Refusal

logger = logging.getLogger(__name__)
# What is there once, and what must not overlap.
TAKEN = frozenset({"23505", "23P01"})
SENTENCE = "刚才已经有了同样的一条，这一次没有办理。请重新打开页面核对，没有的再办。"


def refusal_of(error: Exception) -> Refusal | None:
    """What is said of the error: its own sentence, or that it is there already; None for any other."""
    if isinstance(error, Refusal):
        return error
    cause = error.__cause__ if isinstance(error, IntegrityError) else None
    if getattr(cause, "pgcode", "") not in TAKEN:
        return None
    # The database names the values of the row, and those are nobody's business in a log.
    logger.warning("twice at one moment: %s", getattr(getattr(cause, "diag", None), "constraint_name", ""))
    return Refusal(SENTENCE)
