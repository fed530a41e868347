from .finding import SweepFinding
from .meeting import AgendaItem, Attendee, Decision, DecisionEntry, Meeting, MeetingKind, Minutes
from .missed import DutyEscalation, DutyRung
from .patrol import Patrol, WorkNorm
from .plan import DutyPlan, DutyPlanUnit, DutyReminder, SpecialPeriod
from .programme import Evidence, Milestone, Programme, ProgrammeEvent, ProgrammeTask
from .reception import Reception, ReceptionDay
from .return_ import Return, ReturnItem
from .roster import Roster, RosterAbsence, RosterChange, RosterDay, RosterKind, RosterPerson
from .task import DutyTask
from .visit import LeaderKind, Visit, VisitingLeader, VisitQuota

__all__ = [
    "AgendaItem",
    "Attendee",
    "Decision",
    "DecisionEntry",
    "DutyEscalation",
    "DutyPlan",
    "DutyPlanUnit",
    "DutyReminder",
    "DutyRung",
    "DutyTask",
    "Evidence",
    "LeaderKind",
    "Meeting",
    "MeetingKind",
    "Milestone",
    "Minutes",
    "Patrol",
    "Programme",
    "ProgrammeEvent",
    "ProgrammeTask",
    "Reception",
    "ReceptionDay",
    "Return",
    "ReturnItem",
    "Roster",
    "RosterAbsence",
    "RosterChange",
    "RosterDay",
    "RosterKind",
    "RosterPerson",
    "SpecialPeriod",
    "SweepFinding",
    "Visit",
    "VisitQuota",
    "VisitingLeader",
    "WorkNorm",
]
