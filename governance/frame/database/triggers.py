"""Rules that the database keeps itself, whatever code writes to it; the rule stands in the model."""

import pgtrigger


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
