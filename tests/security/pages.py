"""The pages of public safety: who passes each, and what it may cost."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from security.models import CheckPhoto, CheckResult, Incident
from tests.access.doors import CASE_PEOPLE, EXPORTERS, HIDDEN, SUPERVISORS, Door, Listed, Row
from tests.cast import PEOPLE
from tests.security import assessments, clues, hazards, incidents, inspections, joint_tasks, key_areas, warnings

REPORTING = frozenset(
    row[0] for row in PEOPLE if row[4] in ("registrar", "handler", "unit_lead", "centre_staff", "grid_worker")
)
DRAFTING = frozenset(row[0] for row in PEOPLE if row[4] in ("registrar", "unit_lead", "centre_staff", "county_office"))
ASKING = frozenset(
    row[0] for row in PEOPLE if row[4] in ("registrar", "handler", "unit_lead", "centre_staff", "county_office")
)
LISTING = frozenset({"staff", "county"})
TELLING = frozenset(row[0] for row in PEOPLE if row[4] in ("registrar", "handler", "unit_lead", "centre_staff"))
# The round of 韦曲街道: its people, who oversees it, and the village in which the hotels lie.
ROUND = frozenset({"clerk", "township_lead", "staff", "leader", "county", "grid_worker"})
INSPECTORS = frozenset({"clerk", "township_lead", "staff", "grid_worker"})
INSPECTING = REPORTING
INSPECTED = Door(ROUND, 404, only=INSPECTORS)
TAKING = frozenset(row[0] for row in PEOPLE if row[4] in ("registrar", "unit_lead", "centre_staff"))

# The warning is for 韦曲街道 and its units; who oversees the place sees it.
WARNED = Door(frozenset({"clerk", "township_lead", "officer", "grid_worker", "staff", "leader", "county"}), 404)

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
    "security:assessments:list": Row(),
    "security:assessments:register": Row(get=Door(TELLING), post=Door(TELLING)),
    "security:assessments:preview": Row(get=None, post=Door(TELLING)),
    "security:clues:list": Row(),
    "security:clues:register": Row(get=Door(TAKING), post=Door(TAKING)),
    "security:clues:preview": Row(get=None, post=Door(TAKING)),
    "security:clues:totals": Row(get=Door(frozenset({"leader", "county"}))),
    "security:joint_tasks:list": Row(),
    "security:joint_tasks:register": Row(get=Door(ASKING), post=Door(ASKING)),
    "security:joint_tasks:preview": Row(get=None, post=Door(ASKING)),
    "security:warnings:list": Row(),
    "security:warnings:register": Row(get=Door(DRAFTING), post=Door(DRAFTING)),
    "security:warnings:preview": Row(get=None, post=Door(DRAFTING)),
    "security:warnings:receipts": Row(get=WARNED, args=("warning",)),
    "security:incidents:command": Row(get=HIDDEN, args=("incident",)),
    "security:incidents:command_points": Row(get=HIDDEN, args=("incident",)),
    "security:inspections:rounds": Row(get=Door(CASE_PEOPLE)),
    "security:inspections:export": Row(get=Door(EXPORTERS)),
    "security:inspections:checklists": Row(get=Door(CASE_PEOPLE)),
    "security:inspections:new_checklist": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS)),
    "security:inspections:checklist": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS), args=("checklist",)),
    "security:inspections:phone": Row(get=Door(INSPECTING)),
    "security:inspections:phone_state": Row(get=Door(INSPECTING)),
    "security:inspections:phone_worker": Row(for_strangers=True),
    "security:inspections:phone_report": Row(get=None, args=("sent_key",)),
    "security:inspections:phone_photo": Row(get=None, args=("sent_key", "sent_digest")),
    "security:inspections:round": Row(
        get=Door(ROUND, 404), post=Door(ROUND, 404, only=INSPECTORS - {"grid_worker"}), args=("round",)
    ),
    "security:inspections:check": Row(get=INSPECTED, post=INSPECTED, args=("round", "hotel")),
    "security:inspections:checked": Row(get=Door(ROUND, 404), args=("check",)),
    "security:inspections:hazard": Row(get=None, post=INSPECTED, args=("check", "failed_item")),
    "security:inspections:photo": Row(get=Door(ROUND, 404), args=("check", "check_photo")),
}
LISTS = (
    *(Listed("security:joint_tasks:list", who, 6) for who in ("clerk", "handler", "staff")),
    Listed("security:joint_tasks:register", "clerk", 10),
    *(Listed("security:warnings:list", who, 6) for who in ("clerk", "staff")),
    Listed("security:warnings:register", "staff", 10),
    Listed("security:warnings:receipts", "staff", 6, args=("warning",)),
    *(Listed("security:hazards:list", who, 6) for who in ("clerk", "handler", "staff")),
    Listed("security:hazards:list", "staff", 6, "scope=all"),
    Listed("security:hazards:register", "clerk", 10),
    Listed("security:key_areas:list", "staff", 6),
    Listed("security:key_areas:register", "staff", 10),
    *(Listed("security:incidents:list", who, 6) for who in ("clerk", "staff")),
    Listed("security:incidents:register", "clerk", 10),
    *(Listed("security:assessments:list", who, 6) for who in ("handler", "staff")),
    Listed("security:assessments:register", "handler", 10),
    Listed("security:clues:list", "staff", 7),
    Listed("security:clues:register", "clerk", 10),
    Listed("security:clues:totals", "county", 23),
    Listed("security:incidents:command", "staff", 24, args=("incident",)),
    Listed("security:incidents:command_points", "staff", 24, args=("incident",)),
    *(Listed("security:inspections:rounds", who, 11) for who in ("clerk", "grid_worker", "staff")),
    Listed("security:inspections:export", "staff", 11),
    Listed("security:inspections:round", "clerk", 15, args=("round",)),
    Listed("security:inspections:checked", "clerk", 19, args=("check",)),
    Listed("security:inspections:checklists", "county", 9),
    Listed("security:inspections:phone_state", "clerk", 15),
)
NO_LIST = {
    "security:inspections:new_checklist",
    "security:inspections:checklist",
    "security:inspections:check",
    "security:inspections:photo",
    "security:inspections:phone",
    "security:inspections:phone_worker",
}


def commanded(cast, **fields) -> Incident:
    """An incident about which the housing department has an order."""
    case = incidents.incident(cast, **fields)
    incidents.progress(case, cast)
    incidents.order(case, cast)
    return case


def world(cast, made: dict) -> dict:
    """An incident that those see who see the petition; a round of two hotels, one of which has been checked."""
    warned = warnings.in_status(cast, "in_force")
    return {"incident": commanded(cast).number, "warning": warned.number} | _round(cast, timezone.now())


def _round(cast, at) -> dict:
    register = inspections.hotels(cast, at)
    hotels = [inspections.hotel(cast, register, name, at) for name in ("平安旅馆", "如意旅馆")]
    plan = inspections.plan(at)
    checklist = inspections.checklist(cast, register, plan, at, at_once=False)
    task = inspections.round_of(cast.weiqu, plan, at)
    check = inspections.check(task, hotels[0], checklist, cast.clerk, at, "住客登记")
    return {
        "checklist": checklist.pk,
        "round": task.pk,
        "hotel": hotels[1].pk,
        "check": check.pk,
        "failed_item": CheckResult.objects.get(mark="failed").pk,
        "check_photo": CheckPhoto.objects.get().pk,
        "sent_key": uuid4(),
        "sent_digest": "0" * 64,
    }


class Growth:
    """More hazards, key areas, incidents and assessments in every state."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now
        self.first = commanded(self.cast, at=self.now - timedelta(days=2))
        self.warned = warnings.warning(self.cast, at=self.now - timedelta(hours=2))
        warnings.signed(self.warned, self.cast)
        self.register = inspections.hotels(self.cast, self.now)
        self.plan = inspections.plan(self.now)
        self.checklist = inspections.checklist(self.cast, self.register, self.plan, self.now)
        self.round = inspections.round_of(self.cast.weiqu, self.plan, self.now)

    def grow(self, n: int) -> None:
        """More of each: fresh, late, waiting for others, and under way with what is owed by others."""
        hazards.hazard(self.cast, at=self.now - timedelta(minutes=n))
        late = hazards.hazard(self.cast, at=self.now - timedelta(days=60, minutes=n))
        hazards.order(late, self.cast)
        again = hazards.hazard(self.cast, at=self.now - timedelta(days=20, minutes=n))
        hazards.order(again, self.cast)
        hazards.rectified(again, self.cast)
        key_areas.plan(key_areas.key_area(self.cast, at=self.now - timedelta(days=20, minutes=n)), self.cast)

        assessments.assessment(self.cast, at=self.now - timedelta(days=1, minutes=n))
        old = assessments.assessment(self.cast, at=self.now - timedelta(days=70, minutes=n))
        assessments.upto(old, self.cast, "going")
        clues.clue(self.cast, at=self.now - timedelta(days=1, minutes=n))
        commanded(self.cast, at=self.now - timedelta(hours=3, minutes=n))
        incidents.order(self.first, self.cast, minutes=32 + n)
        joint_tasks.task(self.cast, at=self.now - timedelta(days=1, minutes=n))
        joint_tasks.running(joint_tasks.task(self.cast, at=self.now - timedelta(days=9, minutes=n)), self.cast)
        warnings.warning(self.cast, at=self.now - timedelta(minutes=n))
        warnings.signed(warnings.warning(self.cast, at=self.now - timedelta(hours=1, minutes=n)), self.cast)
        warnings.changed(self.warned, self.cast, minutes=20 + n)
        hotels = [inspections.hotel(self.cast, self.register, f"{n}号{name}", self.now) for name in ("旅馆", "客栈")]
        told = (self.round, hotels[0], self.checklist, self.cast.clerk, self.now, "住客登记")
        self.check = inspections.check(*told, key=n + 1)

    def known(self) -> dict:
        """The incident whose orders grow, the round whose places do."""
        return {"incident": self.first.number, "round": self.round.pk, "check": self.check.pk} | {
            "warning": self.warned.number
        }
