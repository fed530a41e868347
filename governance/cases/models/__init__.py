from .attachment import Attachment
from .calendar import CalendarDay, CalendarYear
from .case import Case, CaseLink, CaseUnit
from .category import Category
from .choice import ListChoice
from .clock import Clock, Escalation, Heartbeat, Pause
from .county import CountyRule, CountyRuleArea
from .event import Event
from .help import HelpReferral
from .laid_down import LaidDown
from .number import NumberSequence
from .paper import Paper, PaperTemplate
from .participant import Participant
from .phrase import StockPhrase
from .proposal import Proposal
from .recusal import Recusal
from .routing import RoutingRule
from .saved_view import SavedView
from .secrecy import CaseAccusedPerson, FormerNumber
from .sending import Received, Sending, SentPhoto
from .sharing import CaseGroupObjectPermission, CaseUserObjectPermission, SuspendedPermission
from .term import Ladder, LadderRung, Term, TermUnit, spelled

__all__ = [
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseAccusedPerson",
    "CaseGroupObjectPermission",
    "CaseLink",
    "CaseUnit",
    "CaseUserObjectPermission",
    "Category",
    "Clock",
    "CountyRule",
    "CountyRuleArea",
    "Escalation",
    "Event",
    "FormerNumber",
    "Heartbeat",
    "HelpReferral",
    "Ladder",
    "LadderRung",
    "LaidDown",
    "ListChoice",
    "NumberSequence",
    "Paper",
    "PaperTemplate",
    "Participant",
    "Pause",
    "Proposal",
    "Received",
    "Recusal",
    "RoutingRule",
    "SavedView",
    "Sending",
    "SentPhoto",
    "StockPhrase",
    "SuspendedPermission",
    "Term",
    "TermUnit",
    "spelled",
]
