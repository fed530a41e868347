from .areas import Area, AreaFigure
from .people import LoginSession, OldPassword, RecoveryCode, SecondFactor, User, UserManager
from .posts import AccountDeed, Post, PostQuerySet
from .records import AccessRecord
from .sayings import Synonym
from .units import Unit

__all__ = [
    "AccessRecord",
    "AccountDeed",
    "Area",
    "AreaFigure",
    "LoginSession",
    "OldPassword",
    "Post",
    "PostQuerySet",
    "RecoveryCode",
    "SecondFactor",
    "Synonym",
    "Unit",
    "User",
    "UserManager",
]
