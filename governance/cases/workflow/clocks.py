"""What a step does to the clocks of a case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Why taking a step is itself what the law wants of the clocks that it meets, so that there is no other day to tell.
HANDED_ON = "事项和材料经平台移交，这一步就是移交。"
WRITTEN_HERE = "决定、文书由这一步作出，作出的时间就是这一步的时间。"
SAID_HERE = "报告、异议、反馈经平台提交，提交的时间就是对方收到的时间。"

# Of a clock that goes on: no day of its standstill is left out.
NEVER = "never"


@dataclass(frozen=True)
class ClockStart:
    """A clock that the step starts; ``since`` is a fact or column with the start date, or ``now``.

    One of the term that runs already goes on; what is owed ``each`` time runs once more beside it, with its number.
    ``owed_by`` is the fact, or the attribute of the case, that names the unit which owes it, where whoever holds it
    does not.
    """

    term: str
    since: str = "now"
    when: Callable[[Any], bool] | None = None
    amount: str = ""  # fact or column that says how many, where the law leaves it to the organ
    each: bool = False
    owed_by: str = ""


@dataclass(frozen=True)
class Extension:
    """The step lengthens whichever of these clocks runs by the number of days in a fact; of several of one term the one
    that the fact ``which`` picks.

    ``agreed_on`` is the fact with the day on which that was agreed, where it can be written down later: what was agreed
    in time stands though it is told when the time is over.
    """

    terms: tuple[str, ...]
    days: str
    agreed_on: str = ""
    which: str = ""


@dataclass(frozen=True)
class Standstill:
    """Whichever of these clocks runs stands still, or goes on again.

    ``on`` is the fact with the first day that is not counted, or the last one where the clock goes on; ``now`` is the
    day of the step. A clock that goes on as if it had ``never`` stood still counts all days: what it stood still for
    did not happen. ``reason`` is the fact that says why; the label of the step does where it is empty.
    """

    terms: tuple[str, ...]
    on: str = "now"
    reason: str = ""
