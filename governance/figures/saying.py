"""What lines say of their cases: a function of the database tells it, triggers write it down as ``models.Said``.

A line brings a ``Sayings`` of each kind whose cases have more to be counted than a case says of itself. Its function
takes the key of a case and gives rows of ``models.Said``; wherever a row changes that it reads, ``says`` has it asked
again, in the same transaction.
"""

from dataclasses import dataclass

import pgtrigger

from governance.frame.registry import Registry

# In place of a key: the first word of what the case is about.
OF_ITS_CATEGORY = "@category"
# What figures say themselves, and what lines say.
FIRST, OF_LINES = "about = 'first'", "about <> 'first'"
ROW = ("about", "says", "key", "day")
COLUMNS = ", ".join(ROW)
SAME = (
    "("
    + ", ".join(f"wanted.{column}" for column in ROW)
    + ") IS NOT DISTINCT FROM ("
    + (", ".join(f"said.{column}" for column in ROW) + ")")
)


@dataclass(frozen=True)
class Sayings:
    """Of cases of these kinds the function of that name says more; without a kind, of all."""

    function: str
    kinds: tuple[str, ...] = ()

    @property
    def rows(self) -> str:
        """The question for everything that it says of all of them."""
        told = f"SELECT c.id AS case_id, told.* FROM cases_case c CROSS JOIN LATERAL {self.function}(c.id) AS told"
        named = ", ".join(f"'{kind}'" for kind in self.kinds)
        return f"{told} WHERE c.kind IN ({named})" if named else told


SAYINGS: Registry[Sayings] = Registry("what lines say of their cases", field="sayings", code="function")


def all_of_it() -> str:
    """The question for everything that every line says."""
    nothing = f"SELECT case_id, {COLUMNS} FROM figures_said WHERE false"
    return " UNION ALL ".join([nothing, *(sayings.rows for sayings in SAYINGS.values())])


def says(
    function: str,
    *columns: str,
    whose: str = "SELECT {row}.case_ptr_id",
    owned: str = OF_LINES,
    when: str = "true",
    operation: pgtrigger.Operation | None = None,
    own: bool = False,
) -> pgtrigger.Trigger:
    """After one of these columns changes, what the function says of the case stands in ``models.Said`` and nothing
    else of what it has a say in (``owned``).

    ``whose`` asks for the keys of cases, of the changed ``{row}``; ``when`` is the condition under which the function
    is asked; ``operation`` what happens to rows, where that is not all of it. ``own``: the changed row is the case
    itself. Then what was said of it before is tallied first: triggers come in the order of their names.
    """
    cases = " UNION ".join(whose.format(row=row) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name=f"telling_{function}" if own else function,
        when=pgtrigger.After,
        operation=operation or pgtrigger.Insert | pgtrigger.UpdateOf(*columns) | pgtrigger.Delete,
        func=f"""
            IF {when} THEN
                DELETE FROM figures_said AS said WHERE {owned} AND case_id IN ({cases})
                    AND NOT EXISTS (SELECT FROM {function}(said.case_id) AS wanted WHERE {SAME});
                INSERT INTO figures_said (case_id, {COLUMNS})
                SELECT told.id, wanted.* FROM ({cases}) AS told (id)
                CROSS JOIN LATERAL {function}(told.id) AS wanted
                WHERE NOT EXISTS (SELECT FROM figures_said AS said WHERE said.case_id = told.id AND {SAME});
            END IF;
            RETURN NULL;
        """,
    )
