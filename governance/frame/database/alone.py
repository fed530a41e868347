"""One bad row stops no job: each is done for itself, what failed is named, and the others are done."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

logger = logging.getLogger(__name__)


@contextmanager
def going_on(what: str, which: Any) -> Iterator[None]:
    """What breaks down inside is named in the log, and the job goes on behind it."""
    try:
        yield
    except Exception:
        logger.exception("%s: %s was left for the next time", what, which)


def in_turn(what: str, at: datetime, *stages: Callable[[datetime], Any]) -> None:
    """Every stage of a job has been tried, each with the transactions of its own; what fails is named in the log."""
    for stage in stages:
        with going_on(what, getattr(stage, "__name__", stage)):
            stage(at)


def together(what: str, rows: Sequence[Any], verb: Callable[[Any], Any], put_off: Callable[[Any], Any]) -> list[Any]:
    """All rows have been done in one go; where that breaks down each half in its turn. Says what the verb said.

    A row that breaks down even alone is named in the log and ``put_off``, and the others are done. A database that is
    not there puts nothing off.
    """
    try:
        with transaction.atomic():
            return [verb(rows)]
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(rows) == 1:
            logger.exception("%s: %s was put off", what, rows[0])
            put_off(rows[0])
            return []
        logger.warning("%s: %d rows cannot be done together, now by halves", what, len(rows))
    middle = len(rows) // 2
    return together(what, rows[:middle], verb, put_off) + together(what, rows[middle:], verb, put_off)


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
