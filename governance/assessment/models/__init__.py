from .schemes import Scheme
from .standards import Appraisal, AppraisalEntry, AppraisalFile, Mark, Round, Standard

__all__ = ["Appraisal", "AppraisalEntry", "AppraisalFile", "Mark", "Round", "Scheme", "Standard"]
