"""Room for deep calls, asked of the memory once.

CPython keeps the frames of calls in pieces of 16 KB. Where a loop happens to stand at the end of a piece, every call
that it makes asks the kernel for the next one and gives it back. A page is forty calls deep before it begins, so that
such a place is met on most pages: a seventh of the processor's time went into it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

# Words of eight bytes: over half a megabyte, so that the piece is one of a whole megabyte, and the rest of it is free.
_ROOM = 66_000


def _within(function: Callable, args: tuple, more: dict) -> Any:
    return function(*args, **more)


_within.__code__ = _within.__code__.replace(co_stacksize=_ROOM)


def with_room(function: Callable) -> Callable:
    """The same function; whatever it calls finds its frames in one piece of memory."""

    @wraps(function)
    def called(*args: Any, **more: Any) -> Any:
        return _within(function, args, more)

    return called
