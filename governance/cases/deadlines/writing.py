"""Many clocks are written at once, as the rows of one JSON value."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from ..models import Clock

# How the database reads each column that is worked out anew.
TYPES = {
    "raw_due": "date",
    "due": "date",
    "due_at": "timestamptz",
    "provisional": "boolean",
    "ledger": "jsonb",
    "alert_plan": "timestamptz[]",
    "alert_at": "timestamptz",
    "rung": "int",
    "generation": "int",
}


def write(clocks: Iterable[Clock], columns: Iterable[str]) -> None:
    """These columns of the clocks stand as they were worked out, in one statement however many there are."""
    columns = tuple(columns)
    rows = [{"id": clock.pk} | {name: getattr(clock, name) for name in columns} for clock in clocks]
    set_to = ", ".join(f"{name} = new.{name}" for name in columns)
    read = ", ".join(f"{name} {TYPES[name]}" for name in columns)
    new = f"json_to_recordset(%s) AS new(id bigint, {read})"
    with connection.cursor() as cursor:
        told = [json.dumps(rows, default=_exact)]
        cursor.execute(f"UPDATE cases_clock c SET {set_to} FROM {new} WHERE c.id = new.id", told)


def _exact(moment: date | datetime) -> str:
    """To the microsecond: the last one of a day is not the last millisecond."""
    return moment.isoformat()
