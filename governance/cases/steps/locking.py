"""The row of a case: locked before anything about it changes, written once with all that changed."""

from functools import cache

from governance.frame.database.locking import holding, locked
from governance.frame.database.written import WrittenOnce

from .. import deadlines, registry
from ..history import Act
from ..models import Case

NOUN = "这件事项"
HELD = WrittenOnce(lambda pk: holding(Case.objects.filter(pk=pk).order_by()), pk=-1)


@cache
def _held(kind: str) -> WrittenOnce:
    """The whole row of a case of that kind; of it what all kinds have is held first, as where the kind is not known."""
    model = registry.KINDS[kind].model
    both = (model._meta.pk.name, "self")
    rows = model._base_manager.order_by().select_for_update(of=both, no_key=True)
    return WrittenOnce(lambda pk: rows.filter(pk=pk), pk=-1)


def lock(case, version: int | None = None):
    """The kind's own row, locked until the transaction ends, and with it the clocks of the case."""
    held = _held(case.kind) if case.kind in registry.KINDS else HELD
    row = locked(held, case, version, noun=NOUN).own
    row.clocks_held = deadlines.hold(row)
    return row


def save(row, fields, act: Act) -> None:
    """The row is written once, with a new version and the nearest legal date."""
    row.next_due_at = None if row.closed_at else deadlines.next_due(row)
    row.version += 1
    row.save(update_fields=sorted({*fields, "next_due_at", "version"}))
