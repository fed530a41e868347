"""What a form asks, as rows of data/facts.csv of its app."""

from functools import cache

from governance.frame.rows import Choices, made_of, rows_of

from ..workflow import Fact


@cache
def _rows(app: str) -> list[dict[str, str]]:
    return rows_of(app, "facts")


def facts_of(app: str, form: str, **choices: Choices) -> tuple[Fact, ...]:
    """The facts of that form, in the order of their rows; ``choices`` are what can be chosen, by the name of the fact.

    The columns of a table are the facts of the form that its row names.
    """
    return tuple(_fact(app, row, choices) for row in _rows(app) if row["form"] == form)


def _fact(app: str, row: dict[str, str], choices: dict[str, Choices]) -> Fact:
    columns = facts_of(app, row["columns"], **choices) if row["columns"] else ()
    return made_of(Fact, row, columns=columns, choices=choices.get(row["name"], ()))
