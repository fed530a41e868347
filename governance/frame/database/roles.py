"""What the user may do under whom the centre runs: read and write rows, and change no rule that keeps them.

Tables, their triggers and functions belong to another user, who is used to migrate alone. So whoever runs as the centre
switches off no trigger and replaces no function, and of what only grows changes and deletes nothing.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

# MAINTAIN, by which the tables under seal are held still for a moment, came with it.
OLDEST = (17,)
ROWS = "SELECT, INSERT, UPDATE, DELETE"
GROWING = "SELECT, INSERT, MAINTAIN"


def only_growing() -> list[type[models.Model]]:
    """The tables whose rows are added and never changed."""
    return [
        model
        for model in apps.get_models()
        if any(trigger.name == "append_only" for trigger in getattr(model._meta, "triggers", ()))
    ]


def grants(role: str) -> Iterator[str]:
    """The statements by which a user may do what the centre does, whatever it was allowed before."""
    quote = connection.ops.quote_name
    who = quote(role)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    growing = {model._meta.db_table for model in only_growing()}
    yield f"GRANT USAGE ON SCHEMA public TO {who}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {who}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {who}"
    for table in sorted(tables):
        yield f"GRANT {GROWING if table in growing else ROWS} ON {quote(table)} TO {who}"


def owned() -> list[str]:
    """Those of the tables that only grow whose rules the present user could switch off."""
    names = [model._meta.db_table for model in only_growing()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'"
            " AND pg_has_role(current_user, relowner, 'USAGE') ORDER BY relname",
            [names],
        )
        return [name for (name,) in cursor.fetchall()]
