"""The records of mediation: disputes, the tracks on which they are mediated, organisations and mediators."""

from .academy import Question, Sitting
from .dispute import Dispute
from .files import CaseFile, FileItem, FileReview, Subsidy, SubsidyRate
from .organisations import (
    Committee,
    CommitteeCheck,
    GuideJudge,
    Lawyer,
    LawyerDuty,
    Mediator,
    Training,
)
from .said import ConfirmingClock, TalliedTrack
from .track import Agreement, Confirmation, FollowUp, PerformanceItem, Session, Track, TrackMediator

__all__ = [
    "Agreement",
    "CaseFile",
    "Committee",
    "CommitteeCheck",
    "Confirmation",
    "ConfirmingClock",
    "Dispute",
    "FileItem",
    "FileReview",
    "FollowUp",
    "GuideJudge",
    "Lawyer",
    "LawyerDuty",
    "Mediator",
    "PerformanceItem",
    "Question",
    "Session",
    "Sitting",
    "Subsidy",
    "SubsidyRate",
    "TalliedTrack",
    "Track",
    "TrackMediator",
    "Training",
]
