"""One bad row stops no job: each is done for itself, what failed is named, and the others are done."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)


def each_alone(what: str, rows: Iterable[Any], verb: Callable[[Any], Any]) -> int:
    """Every row has been tried in a transaction of its own; says for how many the verb said that it was done.

    Those that failed are left as they were for the next time, named in the log one by one and counted at the end.
    """
    done = failed = 0
    for row in rows:
        try:
            with transaction.atomic():
                done += bool(verb(row))
        except Exception:
            failed += 1
            logger.exception("%s: %s was left for the next time", what, getattr(row, "pk", row))
    if failed:
        logger.error("%s: %d done, %d left for the next time", what, done, failed)
    return done
