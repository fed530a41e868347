"""Rules that the database keeps itself, whatever code writes to it; the rule stands in the model."""

from typing import Any

import pgtrigger
from django.db import connections

# As django-pgtrigger makes it with every trigger, it looks for a setting of the session that names triggers to pass
# over, and fails and begins a transaction of its own to find that there is none.
PASSES_NONE_OVER = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""


def append_only(what: str) -> list[pgtrigger.Trigger]:
    """Rows are added and never changed, deleted or emptied out; ``what`` names the table in the refusal."""
    refuse = f"RAISE EXCEPTION '{what} is append-only' USING ERRCODE = 'integrity_constraint_violation';"
    return [
        pgtrigger.Trigger(
            name="append_only", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=refuse
        ),
        pgtrigger.Trigger(
            name="no_truncate",
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            func=refuse,
        ),
    ]


def pass_none_over(using: str, **_: Any) -> None:
    """Whatever a session has set, no trigger is passed over; so it is again after every migration."""
    with connections[using].cursor() as cursor:
        cursor.execute(PASSES_NONE_OVER)
