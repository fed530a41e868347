"""What a unit's people took lately in the boxes that find by typing: read from what they registered."""

from collections import Counter
from collections.abc import Callable, Collection

from governance.organisation.models import Area, Unit, User
from governance.organisation.pickers import Habit

from ..models import Case, Category

# So many of the newest cases say what is taken often, and so many records are offered.
CASES, FEW = 200, 6


def _of(column: str) -> Callable[[User, Collection[int]], list]:
    def keys(user: User, units: Collection[int]) -> list:
        newest = Case.objects.visible_to(user).filter(first_unit__in=units).order_by("-opened_at", "-id")
        taken = Counter(newest.values_list(column, flat=True)[:CASES])
        return [key for key, _ in taken.most_common(FEW + 1) if key is not None][:FEW]

    return keys


HABITS = (Habit(Area, _of("area")), Habit(Unit, _of("lead_unit")), Habit(Category, _of("category")))
"""Where cases lie, who holds them now, and what they are about."""
