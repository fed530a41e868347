"""The pages of public safety: who passes each, and what it may cost."""

from datetime import timedelta

from tests.access.doors import Door, Listed, Row
from tests.cast import PEOPLE
from tests.security import hazards, key_areas

REPORTING = frozenset(
    row[0] for row in PEOPLE if row[4] in ("registrar", "handler", "unit_lead", "centre_staff", "grid_worker")
)
LISTING = frozenset({"staff", "county"})

ROWS = {
    "security:hazards:list": Row(),
    "security:hazards:register": Row(get=Door(REPORTING), post=Door(REPORTING)),
    "security:hazards:preview": Row(get=None, post=Door(REPORTING)),
    "security:key_areas:list": Row(),
    "security:key_areas:register": Row(get=Door(LISTING), post=Door(LISTING)),
    "security:key_areas:preview": Row(get=None, post=Door(LISTING)),
}
LISTS = (
    *(Listed("security:hazards:list", who, 8) for who in ("clerk", "handler", "staff")),
    Listed("security:hazards:list", "staff", 7, "scope=all"),
    Listed("security:hazards:register", "clerk", 11),
    Listed("security:key_areas:list", "staff", 8),
    Listed("security:key_areas:register", "staff", 11),
)


class Growth:
    """More hazards and key areas in every state."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now

    def grow(self, n: int) -> None:
        """One hazard found, one late, one to be looked at again, and a key area under treatment."""
        hazards.hazard(self.cast, at=self.now - timedelta(minutes=n))
        late = hazards.hazard(self.cast, at=self.now - timedelta(days=60, minutes=n))
        hazards.order(late, self.cast)
        again = hazards.hazard(self.cast, at=self.now - timedelta(days=20, minutes=n))
        hazards.order(again, self.cast)
        hazards.rectified(again, self.cast)
        key_areas.plan(key_areas.key_area(self.cast, at=self.now - timedelta(days=20, minutes=n)), self.cast)

    def known(self) -> dict:
        """Its lists name nothing."""
        return {}
