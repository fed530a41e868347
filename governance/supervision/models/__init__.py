from .accounts import AccountItem, AccountMeeting
from .inspection import Inspection, InspectionEntry
from .ladder import SetAside, Subject, SupervisionPaper
from .law import SubjectLaw
from .leading import Leader, LeaderCase, LeaderProposal, Measure, Portfolio, ScopeRule

__all__ = [
    "AccountItem",
    "AccountMeeting",
    "Inspection",
    "InspectionEntry",
    "Leader",
    "LeaderCase",
    "LeaderProposal",
    "Measure",
    "Portfolio",
    "ScopeRule",
    "SetAside",
    "Subject",
    "SubjectLaw",
    "SupervisionPaper",
]
