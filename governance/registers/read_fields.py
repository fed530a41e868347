"""Which fields of delivered registers something else reads: whatever a county calls them, they stay what they are."""

from functools import cache

from governance.frame.rows import rows_of


@cache
def _rows() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows_of("governance.registers", "read_fields"):
        found.setdefault(row["register"], {})[row["field"]] = row
    return found


def read_of(register: str) -> dict[str, dict[str, str]]:
    """The fields of the register that something else reads: by whom, how they were called when delivered, and of which
    kind of case each ``names`` one by its number."""
    return _rows().get(register, {})
