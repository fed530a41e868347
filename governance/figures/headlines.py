"""What is said first of each line of work, on the leader's board and in every report. The lines bring it.

It counts nothing: it names measures and rates by their codes.
"""

from dataclasses import dataclass
from operator import attrgetter

from governance.frame.registry import Registry


@dataclass(frozen=True)
class Headline:
    """What a leader wants to know first of a line: what came in and was closed, what stands open, the rate that tells,
    what is late.
    """

    subject: str
    received: str
    closed: str
    open: str
    rate: str
    overdue: str
    # What is about units and no work that came in stands below, and in the sentences alone.
    of_units: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The measures of the sentence, those of the rate apart."""
        return self.received, self.closed, self.open, self.overdue


HEADLINES: Registry[Headline] = Registry("headlines of the lines of work", field="headlines", code="subject")


def headlines() -> list[Headline]:
    """What came in first, then what units owe."""
    return sorted(HEADLINES.values(), key=attrgetter("of_units"))
