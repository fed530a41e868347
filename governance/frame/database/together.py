"""Many rows are saved at once, as the rows of one JSON value."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model


def save_together(rows: Iterable[Model], columns: Iterable[str]) -> None:
    """These columns of the rows, all of one table, stand as the rows have them: one statement however many there are.

    ``bulk_update`` says each column of each row as a condition of its own, and takes seconds for some thousand.
    """
    rows = [*rows]
    if not rows:
        return
    meta = rows[0]._meta
    fields: list[Any] = [meta.get_field(name) for name in columns]
    told = [{"id": row.pk} | {field.column: getattr(row, field.attname) for field in fields} for row in rows]
    set_to = ", ".join(f"{field.column} = new.{field.column}" for field in fields)
    read = ", ".join(f"{field.column} {field.db_type(connection)}" for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {meta.db_table} kept SET {set_to} FROM json_to_recordset(%s) AS new(id bigint, {read}) "
            "WHERE kept.id = new.id",
            [json.dumps(told, default=_exact)],
        )


def _exact(value: date | datetime | Decimal) -> str:
    """To the microsecond: the last one of a day is not the last millisecond."""
    return str(value) if isinstance(value, Decimal) else value.isoformat()
