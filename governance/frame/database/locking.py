"""What two people may change at once: the second one hears what the first one did before anything is overwritten."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Manager, Model, QuerySet

from ..refusals import StaleVersion
from .written import WrittenOnce

Row = TypeVar("Row", bound=Model)


def holding(rows: QuerySet[Row] | Manager[Row]) -> QuerySet[Row]:
    """The rows, held until the transaction ends.

    FOR NO KEY UPDATE: rows that only point at it can still be written meanwhile.
    """
    return rows.select_for_update(of=("self",), no_key=True)


def locked(
    rows: QuerySet[Row] | Manager[Row] | WrittenOnce,
    row: Row,
    version: int | None,
    *,
    noun: str,
    changed: Callable[[Row], str] | None = None,
) -> Row:
    """The row as it stands, held until the transaction ends; raises ``StaleVersion``, see ``check_version``.

    ``rows``: those among which it is, or what is asked ``holding`` it by its ``pk``. Where somebody was faster, the row
    that was read shows what stands now, so that the page which says so does too.
    """
    held: Any = rows.one(pk=row.pk) if isinstance(rows, WrittenOnce) else holding(rows).get(pk=row.pk)
    if version not in (None, held.version):
        row.refresh_from_db()
    check_version(held, version, noun=noun, changed=changed)
    return held


def check_version(row: Any, version: int | None, *, noun: str, changed: Callable[[Any], str] | None = None) -> None:
    """Raises ``StaleVersion`` where ``version``, the one that was read, is not that of the row; that of no row is 0.

    ``changed`` says of the row what the other person did. Without a version nothing was read that could be stale.
    """
    if version not in (None, row.version if row else 0):
        raise StaleVersion(noun, changed(row) if row and changed else "", row=row, read=version)


def save_version(row: Any, *columns: str) -> None:
    """The columns are saved, and the row is a version further."""
    row.version += 1
    row.save(update_fields=[*columns, "version"])
