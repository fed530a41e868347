"""What a case says, beside who holds it and where it stands: what waits for approval was put forward about that."""

from typing import Any

# What the house keeps about a case, or who works on it, and nobody wrote.
KEPT = {
    "status",
    "version",
    "closed_at",
    "next_due_at",
    "grams",
    "known_to",
    "kept_from",
    "lead_unit_id",
    "sender_unit_id",
    "competent_unit_id",
    "handler_id",
    "parent_id",
}


def content_of(row: Any) -> dict[str, Any]:
    """Every other column of the case with what stands in it, the names of its people among them."""
    said = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: list(value) if isinstance(value, list) else value for name, value in said.items() if name not in KEPT}


def says_otherwise(before: dict[str, Any], row: Any) -> bool:
    """True if something that was said is another now; what is said for the first time changes nothing that was."""
    return any(value not in (None, "") and value != getattr(row, name) for name, value in before.items())
