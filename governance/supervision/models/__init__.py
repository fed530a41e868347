from .accounts import AccountItem, AccountMeeting
from .ladder import SetAside, Subject, SupervisionPaper
from .leading import Leader, LeaderCase, LeaderProposal, Measure, Portfolio, ScopeRule

__all__ = [
    "AccountItem",
    "AccountMeeting",
    "Leader",
    "LeaderCase",
    "LeaderProposal",
    "Measure",
    "Portfolio",
    "ScopeRule",
    "SetAside",
    "Subject",
    "SupervisionPaper",
]
