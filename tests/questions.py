"""What the centre asks the database: the questions of which it keeps the words, and how many it puts into words."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.models.sql.compiler import SQLCompiler

from governance.frame.database.written import WrittenFor

ROOMS = ("governance", "petitions", "mediation", "grid", "security")


def kept() -> list[Callable]:
    """What keeps the words of a question for each who asks it."""
    modules = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] in ROOMS]
    named = {id(each): each for module in modules for each in vars(module).values() if hasattr(each, "cache_clear")}
    return [each for each in named.values() if each.__annotations__.get("return") is WrittenFor]


def forget() -> None:
    """Each question is put into words anew when it is asked next."""
    for each in kept():
        each.cache_clear()  # type: ignore[attr-defined]


@contextmanager
def put_into_words() -> Iterator[list[Any]]:
    """The models of whose rows a query is compiled meanwhile, one within another too."""
    found: list[Any] = []
    compile_ = SQLCompiler.as_sql

    def as_sql(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        found.append(self.query.model.__name__)
        return compile_(self, *args, **kwargs)

    with patch.object(SQLCompiler, "as_sql", as_sql):
        yield found
