"""The records of mediation: disputes, the tracks on which they are mediated, organisations and mediators."""

from .dispute import Dispute, HelpReferral
from .organisations import (
    Committee,
    CommitteeCheck,
    GuideJudge,
    Lawyer,
    LawyerDuty,
    Mediator,
    Training,
)
from .track import Agreement, Confirmation, FollowUp, PerformanceItem, Session, Track, TrackMediator

__all__ = [
    "Agreement",
    "Committee",
    "CommitteeCheck",
    "Confirmation",
    "Dispute",
    "FollowUp",
    "GuideJudge",
    "HelpReferral",
    "Lawyer",
    "LawyerDuty",
    "Mediator",
    "PerformanceItem",
    "Session",
    "Track",
    "TrackMediator",
    "Training",
]
