"""What apps bring and a room keeps by its code: one class for every such list."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, TypeVar

from django.apps import AppConfig

T = TypeVar("T")


def as_brought(app: AppConfig, value: Iterable[T]) -> Iterable[T]:
    """The items as the declaration lists them."""
    return value


class Registry(Mapping[str, T]):
    """Items by code, in the order in which they came; ``code`` names the attribute of an item that is its code.

    A room that ``takes`` the register has it filled from the ``field`` of that name of every app's ``Line``;
    ``read(app, value)`` makes items of what stands there.
    """

    def __init__(
        self,
        name: str,
        *,
        field: str = "",
        code: str = "code",
        read: Callable[[AppConfig, Any], Iterable[T]] = as_brought,
    ):
        self.name = name
        self.field = field
        self.read = read
        self._code = attrgetter(code)
        self._items: dict[str, T] = {}

    def register(self, *items: T) -> None:
        """The items can be found from now on; raises ValueError for a code that is taken."""
        for item in items:
            code = self._code(item)
            if code in self._items:
                raise ValueError(f"There are two of {code!r} among the {self.name}.")
            self._items[code] = item

    def __getitem__(self, code: str) -> T:
        if code not in self._items:
            raise KeyError(f"There is no {code!r} among the {self.name}.")
        return self._items[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)
