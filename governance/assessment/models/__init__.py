from .periods import (
    Correction,
    GroundFile,
    HandMark,
    Objection,
    PeriodEntry,
    ScoredPeriod,
    ScoreLine,
    UnitScore,
)
from .schemes import Scheme
from .standards import Appraisal, AppraisalEntry, AppraisalFile, Mark, Round, Standard

__all__ = [
    "Appraisal",
    "AppraisalEntry",
    "AppraisalFile",
    "Correction",
    "GroundFile",
    "HandMark",
    "Mark",
    "Objection",
    "PeriodEntry",
    "Round",
    "Scheme",
    "ScoreLine",
    "ScoredPeriod",
    "Standard",
    "UnitScore",
]
