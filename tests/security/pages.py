"""The pages of public safety: who passes each, and what it may cost."""

from datetime import timedelta

from security.models import Incident
from tests.access.doors import HIDDEN, Door, Listed, Row
from tests.cast import PEOPLE
from tests.security import hazards, incidents, key_areas

REPORTING = frozenset(
    row[0] for row in PEOPLE if row[4] in ("registrar", "handler", "unit_lead", "centre_staff", "grid_worker")
)
LISTING = frozenset({"staff", "county"})
TELLING = frozenset(row[0] for row in PEOPLE if row[4] in ("registrar", "handler", "unit_lead", "centre_staff"))

ROWS = {
    "security:hazards:list": Row(),
    "security:hazards:register": Row(get=Door(REPORTING), post=Door(REPORTING)),
    "security:hazards:preview": Row(get=None, post=Door(REPORTING)),
    "security:key_areas:list": Row(),
    "security:key_areas:register": Row(get=Door(LISTING), post=Door(LISTING)),
    "security:key_areas:preview": Row(get=None, post=Door(LISTING)),
    "security:incidents:list": Row(),
    "security:incidents:register": Row(get=Door(TELLING), post=Door(TELLING)),
    "security:incidents:preview": Row(get=None, post=Door(TELLING)),
    "security:incidents:command": Row(get=HIDDEN, args=("incident",)),
}
LISTS = (
    *(Listed("security:hazards:list", who, 8) for who in ("clerk", "handler", "staff")),
    Listed("security:hazards:list", "staff", 7, "scope=all"),
    Listed("security:hazards:register", "clerk", 11),
    Listed("security:key_areas:list", "staff", 8),
    Listed("security:key_areas:register", "staff", 11),
    *(Listed("security:incidents:list", who, 8) for who in ("clerk", "staff")),
    Listed("security:incidents:register", "clerk", 11),
    Listed("security:incidents:command", "staff", 24, args=("incident",)),
)


def commanded(cast, **fields) -> Incident:
    """An incident about which the housing department has an order."""
    case = incidents.incident(cast, **fields)
    incidents.progress(case, cast)
    incidents.order(case, cast)
    return case


def world(cast, made: dict) -> dict:
    """An incident that those see who see the petition."""
    return {"incident": commanded(cast).number}


class Growth:
    """More hazards, key areas and incidents in every state."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now
        self.first = commanded(self.cast, at=self.now - timedelta(days=2))

    def grow(self, n: int) -> None:
        """Hazards found, late and to be looked at again, a key area under treatment, an incident with an order."""
        hazards.hazard(self.cast, at=self.now - timedelta(minutes=n))
        late = hazards.hazard(self.cast, at=self.now - timedelta(days=60, minutes=n))
        hazards.order(late, self.cast)
        again = hazards.hazard(self.cast, at=self.now - timedelta(days=20, minutes=n))
        hazards.order(again, self.cast)
        hazards.rectified(again, self.cast)
        key_areas.plan(key_areas.key_area(self.cast, at=self.now - timedelta(days=20, minutes=n)), self.cast)

        commanded(self.cast, at=self.now - timedelta(hours=3, minutes=n))
        incidents.order(self.first, self.cast, minutes=32 + n)

    def known(self) -> dict:
        """The incident whose orders grow."""
        return {"incident": self.first.number}
