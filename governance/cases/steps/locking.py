"""The row of a case: locked before anything about it changes, written once with all that changed."""

from governance.frame.database.locking import holding, locked
from governance.frame.database.written import WrittenOnce

from .. import deadlines
from ..history import Act
from ..models import Case

NOUN = "这件事项"
HELD = WrittenOnce(lambda pk: holding(Case.objects.filter(pk=pk).order_by()), pk=-1)


def lock(case, version: int | None = None):
    """The kind's own row, locked until the transaction ends."""
    return locked(HELD, case, version, noun=NOUN).own


def save(row, fields, act: Act) -> None:
    """The row is written once, with a new version and the nearest legal date."""
    row.next_due_at = None if row.closed_at else deadlines.next_due(row)
    row.version += 1
    row.save(update_fields=sorted({*fields, "next_due_at", "version"}))
