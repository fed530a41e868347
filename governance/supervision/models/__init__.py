from .accounts import AccountItem, AccountMeeting
from .inspection import Inspection, InspectionEntry
from .law import SubjectLaw
from .leading import Leader, LeaderCase, LeaderProposal, Measure, Portfolio, ScopeRule
from .paper import SetAside, Subject, SupervisionPaper

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
