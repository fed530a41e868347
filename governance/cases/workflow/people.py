"""Whom a step asks and tells: where the post of whoever takes it stands, who agrees, who hears of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# Where the person's post must stand for its permission to count on this case.
HOLDER = "holder"  # in the unit that holds the case now
HANDLER = "handler"  # wherever it stands: the case is in the person's own hands
SENDER = "sender"  # in the unit that sent the case to its holder
ORIGIN = "origin"  # in the unit that sent the case, or in the one that first took it in
ROUTER = "router"  # in the unit that holds the case before anybody owes its answer, and from then on as SENDER
PARTNER = "partner"  # in the holding unit or one that handles it together
CO = "co"  # in a unit that handles it together with the holding one
OVERSEER = "overseer"  # in a unit that oversees the place of the case
SUPERIOR = "superior"  # as OVERSEER, for nobody of the unit that holds the case or of one under it
COUNTY = "county"  # in a unit that oversees the whole county
VIEWER = "viewer"  # anybody who may see the case


class Hearer(StrEnum):
    """Who is told of a step, besides whoever took it."""

    HANDLER = "handler"  # who has the case in hand
    LEAD = "lead"  # who leads the unit that holds it
    STAFF = "staff"  # whoever takes in what comes to that unit, and works there
    SENDER = "sender"  # the unit that sent it, and who did
    FIRST = "first"  # the unit that took in the whole of which the case may be a part, and who did
    FORMER = "former"  # the units that held it before
    CO = "co"  # the units that handle it together
    ABOVE = "above"  # who oversees the place and may take what comes next
    GUIDES = "guides"  # the units that guide this kind of case in the area
    INSTRUCTING = "instructing"  # who gave an instruction on it
    WAITING = "waiting"  # who gave an instruction on it or urged it on, and waits for an answer
    FOLLOWERS = "followers"  # who took it in or put the same matter forward; they hear of its end, whatever the step


# Who hears that a case has ended, by whatever step: nobody goes on waiting for what will not come.
HEAR_OF_THE_END = (Hearer.FOLLOWERS, Hearer.WAITING, Hearer.CO)


@dataclass(frozen=True)
class TwoPeople:
    """Whoever drafted does not approve, unless the county lets one person do both.

    ``drafter`` is the column of the case that names the drafter; without one it is whoever puts the step forward.
    Whoever took one of the steps ``redrafts`` has drafted too; ``drafted`` says that these alone are the draft, so that
    everybody else decides at once. What is decided ``above`` goes to the organ above where
    nobody of the unit could agree who has not drafted.
    ``rule`` is the question that the county answers with ``two`` or ``one``; without a question it is always two.
    """

    drafter: str = ""
    rule: str = ""
    redrafts: tuple[str, ...] = ()
    drafted: bool = False
    above: bool = False

    @property
    def is_drafted(self) -> bool:
        """True if who drafted is known before the step is put forward."""
        return self.drafted or bool(self.drafter)


@dataclass(frozen=True)
class OnlyBy:
    """Who takes or approves the step among those whose post would do: whoever the kind's question of that name is true
    for."""

    person: str
    words: str


@dataclass(frozen=True)
class ApprovedWhere:
    """What of a step waits for approval: where it ``holds`` of the case and the facts, which ``words`` say."""

    holds: Callable[[Any, dict], bool]
    words: str
