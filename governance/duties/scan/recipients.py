"""Who is reminded of what a unit owes: the unit's own people, the township's, the county's."""

from collections.abc import Collection, Iterable
from datetime import date

from governance.organisation.models import Area
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import LEAD, carrying, playing

from ..access import RETURN, URGE
from ..models import DutyReminder

To = DutyReminder.Recipient
TOWNSHIP = Area.CODE_LENGTH[Area.Level.TOWNSHIP]


class TaskRecipients:
    """The posts of one day, read once for a scan; of some units alone where ``units`` names them."""

    def __init__(self, on: date, units: Collection[int] | None = None):
        self.office = InOffice(on, units)
        self.own = carrying(RETURN)
        self.leads = self.own & playing(LEAD)
        self.workers = self.own - self.leads

    def of(self, unit_id: int, area: str, words: Iterable[str]) -> set[int]:
        """The people whom the words name for a unit in that area.

        Where a unit has no lead its own people hear in his place, and the other way about.
        """
        found: set[int] = set()
        for word in words:
            if word == To.HANDLER:
                found |= self.office.first_of(unit_id, self.workers, self.leads)
            elif word == To.UNIT_LEAD:
                found |= self.answering(unit_id)
            else:
                found |= self._over(area, township=word == To.TOWNSHIP)
        return found

    def answering(self, *units: int) -> set[int]:
        """Who answers for these units: their leads, and where a unit has none whoever hands in for it."""
        return set().union(*(self.office.first_of(unit, self.leads, self.workers) for unit in units))

    def _over(self, area: str, *, township: bool) -> set[int]:
        over = self.office.overseeing(area, carrying(URGE)).items()
        return set().union(*(people for code, people in over if (len(code) >= TOWNSHIP) == township))

    def belongs(self, user_id: int, unit_id: int) -> bool:
        """True if the person hands in for the unit as one of its own."""
        return user_id in self.office.of(unit_id, roles=self.own)
