"""What pages show for some seconds without asking again, each web process by itself: numbers, names, choices.

Never a right: what a person may see and do is asked every time.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from django.core.cache import caches

T = TypeVar("T")


def remembered(what: str, make: Callable[[], T], *, seconds: int, of: Hashable = ()) -> T:
    """What ``make`` says, or said within these seconds about the same ``of``."""
    return caches["remembered"].get_or_set(f"{what}:{hash(of)}", make, seconds)
