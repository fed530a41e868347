from .attachment import Attachment
from .case import Case, CaseLink, CaseUnit, Category, NumberSequence
from .event import Event
from .paper import Paper, PaperTemplate
from .participant import Participant
from .proposal import Proposal
from .sharing import CaseGroupObjectPermission, CaseUserObjectPermission

__all__ = [
    "Attachment",
    "Case",
    "CaseGroupObjectPermission",
    "CaseLink",
    "CaseUnit",
    "CaseUserObjectPermission",
    "Category",
    "Event",
    "NumberSequence",
    "Paper",
    "PaperTemplate",
    "Participant",
    "Proposal",
]
