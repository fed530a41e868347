"""Who hears of a clock: worked out from the right to see the case at that moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import DESK, LEAD, WORKER, carrying, playing

from ..access.hearing import confided, shields
from ..models import LadderRung

To = LadderRung.Recipient


@dataclass(frozen=True)
class CaseBrief:
    """What of a case decides who hears of it."""

    case_id: int
    handler_id: int | None
    lead_unit_id: int
    sender_unit_id: int
    area_id: str
    restricted: bool


class ClockRecipients:
    """The posts of one day, read once for a whole scan."""

    def __init__(self, on: date):
        self.office = InOffice(on)
        self.confided: dict[int, set[int]] = {}

    def let_in(self, cases: Iterable[CaseBrief]) -> None:
        """Who may know of the restricted ones among these cases is read; asked before ``of``."""
        case_ids = [case.case_id for case in cases if case.restricted]
        if case_ids:
            self.confided = confided(shields(case_ids), self.office)

    def of(self, case: CaseBrief, words: Iterable[str]) -> set[int]:
        """The people whom the rung's words name. Of a restricted case only those hear who were let in."""
        if case.restricted:
            return self.confided.get(case.case_id, set())
        return set().union(*(self._named(case, word) for word in words))

    def _named(self, case: CaseBrief, word: str) -> set[int]:
        """Where there is no handler, or he has left the unit, the unit's own people hear in his place."""
        unit = case.lead_unit_id
        if word == To.HANDLER:
            if case.handler_id in self.office.of(unit, roles=carrying("cases.view_case")):
                return {case.handler_id}
            return self.office.first_of(unit, playing(WORKER), playing(LEAD))
        if word == To.UNIT_LEAD:
            return self.office.of(unit, roles=playing(LEAD))
        if word == To.SENDER:
            return self.office.of(case.sender_unit_id, roles=playing(LEAD, DESK))
        # The other words are the names of roles.
        return set().union(*self.office.overseeing(case.area_id, {word}).values())
