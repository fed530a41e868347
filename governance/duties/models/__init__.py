from .ladder import DutyEscalation, DutyRung
from .plan import DutyPlan, DutyPlanUnit, DutyReminder, SpecialPeriod
from .programme import Evidence, Milestone, Programme, ProgrammeEvent, ProgrammeTask
from .returning import Return, ReturnItem
from .roster import Roster, RosterAbsence, RosterChange, RosterDay, RosterKind, RosterPerson
from .task import DutyTask

__all__ = [
    "DutyEscalation",
    "DutyPlan",
    "DutyPlanUnit",
    "DutyReminder",
    "DutyRung",
    "DutyTask",
    "Evidence",
    "Milestone",
    "Programme",
    "ProgrammeEvent",
    "ProgrammeTask",
    "Return",
    "ReturnItem",
    "Roster",
    "RosterAbsence",
    "RosterChange",
    "RosterDay",
    "RosterKind",
    "RosterPerson",
    "SpecialPeriod",
]
