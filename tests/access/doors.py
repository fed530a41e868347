"""What the tables of addresses are written in: doors, rows, lists, and the people whom more than one room names."""

from dataclasses import dataclass

from tests.cast import PEOPLE

EVERYBODY = frozenset(row[0] for row in PEOPLE)
# The petition lies in 韦曲 and is held by the housing department.
SEERS = frozenset({"clerk", "township_lead", "handler", "second_handler", "lead", "staff", "leader", "county"})
# Those who work on it, or have sent it, may ask for names and numbers; asking wants a reason.
WORKERS = frozenset({"clerk", "township_lead", "handler", "second_handler", "lead"})
REGISTRARS = frozenset({"clerk", "petition_clerk", "staff"})
CASE_PEOPLE = EVERYBODY - {"system_admin", "security_admin", "audit_admin"}
OWNER = frozenset({"clerk"})
REFERENCE = frozenset({"county", "system_admin"})
EXPORTERS = CASE_PEOPLE - {"mediator", "village_mediator", "grid_worker"}
SUPERVISORS = frozenset({"staff", "county"})


@dataclass(frozen=True)
class Door:
    """Who passes, and what the others are told: 404 where they may not know, 403 where they may not do.

    Seeing is not doing: where ``only`` says who may act, the others who pass are told 403. Behind an ``empty`` door
    those who pass are told that what was named is not there, or not theirs.
    """

    who: frozenset = EVERYBODY
    others: int = 403
    only: frozenset | None = None
    empty: bool = False


OPEN = Door()
HIDDEN = Door(SEERS, 404)


@dataclass(frozen=True)
class Row:
    """One address: what it takes, who may read it, who may write to it. ``None``: there is no such method.

    ``args`` are words of the world: what the address names.
    """

    get: Door | None = OPEN
    post: Door | None = None
    args: tuple = ()
    for_strangers: bool = False


@dataclass(frozen=True)
class Listed:
    """One list as one person asks for it; ``most`` is the number of queries it may cost."""

    name: str
    who: str
    most: int
    query: str = ""
    args: tuple = ()

    def __str__(self):
        return f"{self.name}{'?' if self.query else ''}{self.query} ({self.who})"
