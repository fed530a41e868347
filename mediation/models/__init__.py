"""The records of mediation: disputes, the tracks on which they are mediated, organisations and mediators."""

from .organisations import (
    Committee,
    CommitteeCheck,
    GuideJudge,
    Lawyer,
    LawyerDuty,
    Mediator,
    Training,
)

__all__ = [
    "Committee",
    "CommitteeCheck",
    "GuideJudge",
    "Lawyer",
    "LawyerDuty",
    "Mediator",
    "Training",
]
