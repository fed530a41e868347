"""Who hears of a clock: worked out from the right to see the case at that moment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from governance.organisation.models import Post, Unit
from governance.organisation.roles import BY_CODE
from governance.organisation.standing import units_under

from ..models import CaseUnit, CaseUserObjectPermission, LadderRung

To = LadderRung.Recipient


@dataclass(frozen=True)
class Subject:
    """What of a case decides who hears of it."""

    case_id: int
    handler_id: int | None
    lead_unit_id: int
    area_id: str
    restricted: bool


class Recipients:
    """The posts of one day, read once for a whole scan."""

    def __init__(self, on: date):
        # Everybody of a unit whatever the post, and those whose post there may see cases at all.
        self.everybody: dict[int, set[int]] = defaultdict(set)
        self.members: dict[int, set[int]] = defaultdict(set)
        self.leads: dict[int, set[int]] = defaultdict(set)
        self.workers: dict[int, set[int]] = defaultdict(set)
        # By role and by the area that the unit oversees.
        self.overseers: dict[str, dict[str, set[int]]] = {
            word: defaultdict(set) for word in (To.CENTRE_STAFF, To.LEADER)
        }
        self.confided: dict[int, set[int]] = {}
        self.shut_out: dict[int, set[int]] = {}
        self._read_posts(on)

    def let_in(self, subjects: Iterable[Subject]) -> None:
        """Who may know of the restricted ones among these cases is read; asked before ``of``."""
        case_ids = [subject.case_id for subject in subjects if subject.restricted]
        if case_ids:
            self.confided = self._confided(case_ids)

    def _read_posts(self, on: date) -> None:
        posts = Post.objects.current(on).values_list("user_id", "unit_id", "role__name", "unit__sees", "unit__area_id")
        for user_id, unit_id, role, sees, area in posts:
            self.everybody[unit_id].add(user_id)
            if "cases.view_case" not in BY_CODE[role].permissions:
                continue
            self.members[unit_id].add(user_id)
            if role == "unit_lead":
                self.leads[unit_id].add(user_id)
            if role in ("handler", "registrar", "mediator"):
                self.workers[unit_id].add(user_id)
            if role in self.overseers and sees == Unit.Sees.AREA:
                self.overseers[role][area].add(user_id)

    def _confided(self, case_ids: Sequence[int]) -> dict[int, set[int]]:
        """Holders of an object permission who are still in office, without anybody of an accused unit or under it."""
        in_office = set().union(*self.members.values())
        holders: dict[int, set[int]] = defaultdict(set)
        granted = CaseUserObjectPermission.objects.filter(
            content_object_id__in=case_ids, permission__codename="view_case"
        )
        for case_id, user_id in granted.values_list("content_object_id", "user_id"):
            holders[case_id] |= {user_id} & in_office
        accused = CaseUnit.objects.filter(case_id__in=case_ids, part=CaseUnit.Part.ACCUSED)
        for case_id, unit_id in accused.values_list("case_id", "unit_id"):
            holders[case_id] -= self._people_under(unit_id)
        return holders

    def _people_under(self, unit_id: int) -> set[int]:
        if unit_id not in self.shut_out:
            self.shut_out[unit_id] = set().union(*(self.everybody[unit] for unit in units_under([unit_id])))
        return self.shut_out[unit_id]

    def of(self, subject: Subject, words: Iterable[str]) -> set[int]:
        """The people whom the rung's words name. Of a restricted case only those hear who were let in."""
        if subject.restricted:
            return self.confided.get(subject.case_id, set())
        found: set[int] = set()
        for word in words:
            found |= self._named(subject, word)
        return found

    def _named(self, subject: Subject, word: str) -> set[int]:
        """Where there is no handler, or he has left the unit, the unit's own people hear in his place."""
        unit = subject.lead_unit_id
        if word == To.HANDLER:
            if subject.handler_id in self.members[unit]:
                return {subject.handler_id}
            return self.workers[unit] or self.leads[unit]
        if word == To.UNIT_LEAD:
            return self.leads[unit]
        overseeing = self.overseers[word].items()
        return set().union(*(people for area, people in overseeing if subject.area_id.startswith(area)))
