from .citizen_text import CitizenText
from .letter import Letter, LetterFile, MailPlace
from .petition import Petition, RatingClock
from .review import Review
from .withheld import WithheldPerson

__all__ = [
    "CitizenText",
    "Letter",
    "LetterFile",
    "MailPlace",
    "Petition",
    "RatingClock",
    "Review",
    "WithheldPerson",
]
