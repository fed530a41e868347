"""How long what is kept of people: each row says until when, what becomes of it, and by which article.

Rooms deliver rows in ``data/retention.csv`` and bring the verb that forgets; a row without a length is kept for good,
one without a verb is swept by its own room.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.frame.database.alone import each_alone
from governance.frame.delivered import DataFile, file_of
from governance.frame.registry import Registry

from .models import AccessRecord
from .records import record

UNITS = {
    "minutes": ("分钟", timedelta(minutes=1)),
    "hours": ("小时", timedelta(hours=1)),
    "days": ("日", timedelta(days=1)),
    "years": ("年", timedelta(days=365.25)),
}


@dataclass(frozen=True)
class Kept:
    """One kind of thing that is kept; ``length`` is None for what is kept for good."""

    code: str
    what: str
    words: str
    length: timedelta | None
    then: str
    basis: str


@dataclass(frozen=True)
class Forgetter:
    """``forget(moment)`` takes away what was due before that moment, and says of how many.

    What concerns people of a case or a register is ``recorded`` in the security record.
    """

    code: str
    forget: Callable[[datetime], int]
    recorded: bool = False


RETENTION: Registry[DataFile] = Registry("lengths of keeping", field="retention", code="app", read=file_of)
FORGETTERS: Registry[Forgetter] = Registry("verbs that forget", field="forgets")


def table() -> list[Kept]:
    """Every row that the rooms deliver, theirs in the order of the rooms."""
    return [_kept(row) for file in RETENTION.values() for row in file.rows()]


def kept(code: str) -> Kept:
    """The row of that code; raises StopIteration for none."""
    return next(row for row in table() if row.code == code)


def forget_overdue(now: datetime) -> dict[str, int]:
    """Whatever has been kept as long as it may is gone; says of each kind how many, and records what was people's."""
    gone: dict[str, int] = {}
    each_alone("retention", table(), lambda row: _forget(row, now, gone))
    return gone


def _forget(row: Kept, now: datetime, gone: dict[str, int]) -> bool:
    verb = FORGETTERS.get(row.code)
    if verb is None or row.length is None:
        return False
    gone[row.code] = count = verb.forget(now - row.length)
    if count and verb.recorded:
        said = f"保存满 {row.words}，{row.then}：{count} 条"
        record(AccessRecord.Verb.FORGET, actor=None, at=now, subject=f"保存期限 {row.what}", reason=said)
    return True


def last_times() -> dict[str, AccessRecord]:
    """When each kind was last taken away, by what the record calls it."""
    rows = AccessRecord.objects.filter(verb=AccessRecord.Verb.FORGET).order_by("subject", "-at").distinct("subject")
    return {row.subject.removeprefix("保存期限 "): row for row in rows}


def _kept(row: dict[str, str]) -> Kept:
    length = None
    words = "长期"
    if row["keep"]:
        unit, one = UNITS[row["unit"]]
        length, words = int(row["keep"]) * one, f"{row['keep']} {unit}"
    return Kept(row["code"], row["what"], words, length, row["then"], row["basis"])
