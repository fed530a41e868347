"""Who is reminded of what a unit owes: the unit's own people, the township's, the county's. Read once for a scan."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from governance.organisation.models import Area, Post, Unit
from governance.organisation.roles import BY_CODE

from ..models import DutyReminder

To = DutyReminder.Recipient
TOWNSHIP = Area.CODE_LENGTH[Area.Level.TOWNSHIP]


class Recipients:
    """The posts of one day, by unit and by the area that a unit oversees."""

    def __init__(self, on: date):
        self.leads: dict[int, set[int]] = defaultdict(set)
        self.workers: dict[int, set[int]] = defaultdict(set)
        self.overseers: dict[str, set[int]] = defaultdict(set)
        posts = Post.objects.current(on).values_list("user_id", "unit_id", "role__name", "unit__sees", "unit__area_id")
        for user_id, unit_id, role, sees, area in posts:
            may = BY_CODE[role].permissions
            if "duties.return_duty" in may:
                (self.leads if role == "unit_lead" else self.workers)[unit_id].add(user_id)
            if "duties.urge_duty" in may and sees == Unit.Sees.AREA:
                self.overseers[area].add(user_id)

    def of(self, unit_id: int, area: str, words: Iterable[str]) -> set[int]:
        """The people whom the words name for a unit in that area.

        Where a unit has no lead its own people hear in his place, and the other way about.
        """
        found: set[int] = set()
        for word in words:
            if word == To.HANDLER:
                found |= self.workers[unit_id] or self.leads[unit_id]
            elif word == To.UNIT_LEAD:
                found |= self.leads[unit_id] or self.workers[unit_id]
            else:
                found |= self._over(area, township=word == To.TOWNSHIP)
        return found

    def _over(self, area: str, *, township: bool) -> set[int]:
        wanted = (code for code in self.overseers if area.startswith(code) and (len(code) >= TOWNSHIP) == township)
        return set().union(*(self.overseers[code] for code in wanted))

    def belongs(self, user_id: int, unit_id: int) -> bool:
        """True if the person hands in for the unit as one of its own."""
        return user_id in self.workers[unit_id] or user_id in self.leads[unit_id]
