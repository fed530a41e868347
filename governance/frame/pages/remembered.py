"""What pages show for some seconds without asking again, each web process by itself: numbers, names, choices.

Never a right: what a person may see and do is asked every time.
"""

from collections.abc import Callable, Hashable
from typing import Any

from django.core.cache import caches


def remembered(what: str, make: Callable[[], Any], *, seconds: int, of: Hashable = ()) -> Any:
    """What ``make`` says, or said within these seconds about the same ``of``."""
    return caches["remembered"].get_or_set(f"{what}:{hash(of)}", make, seconds)


def forgotten(what: str, *, of: Hashable = ()) -> None:
    """This process asks again; the others within their seconds."""
    caches["remembered"].delete(f"{what}:{hash(of)}")
