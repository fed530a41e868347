"""What a step is told: its facts, and what whoever writes one is asked first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..accusations import why_accusing
from ..illnesses import why_telling

# What a fact begins with that names the person who takes the step.
WHOEVER_TAKES_IT = "whoever takes it"

# Another case that is asked for is one of the same kind.
ALIKE = "alike"

# A term named in a text, whose length in force is said there; with a plus the longest extension of it.
TERM_NAMED = re.compile(r"\{([a-z_]+\.[a-z_]+)(\+?)\}")


@dataclass(frozen=True)
class FirstDay:
    """The first day on which something can have happened: of the case, and in words what happened on it."""

    of: Callable[[Any], date | None]
    words: str


@dataclass(frozen=True)
class Fact:
    """One thing a step must be told. ``column`` names the field of the case that keeps it.

    ``help`` may name a term in braces: ``{petition.handle}`` is said as the length in force, ``{petition.handle+}`` as
    its longest extension.

    ``kind`` is one of ``fields.kinds``: text, long, date, moment, number, money, flag, confirm, files, a row of a table
    (unit, organ, user, colleague, case, area, category), or

    * choice, and several: one or more of ``choices``, told by their codes;
    * pick: a row among those that the chooser ``of`` offers; of a text it is the list that the page offers beside it;
    * rows: a table whose columns are ``columns``, told as a list with one dictionary a row; empty rows do not count.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    article: str = ""
    column: str = ""
    begins_with: str = ""  # field of the case whose text the form starts from
    # What else the form starts from: said of the case and the day, the name of ``WHOEVER_TAKES_IT``, or what the
    # chooser of that name offers, where it is one.
    begins: Callable[[Any, Any], Any] | str = ""
    presumed: str = ""  # said beside what the form started from so, and only where it did
    usual: str = ""  # the term whose length a number of days begins with
    limit: int = 0  # most characters of a text
    minimum: int | None = None
    maximum: int | None = None
    past_only: bool = False  # a date or moment of something that has happened
    # Why that may have happened before the case came in; empty where it cannot.
    may_precede: str = ""
    not_before: FirstDay | None = None  # of a date or moment: what must have happened before it
    # Left open it is the day, or the moment, at which it is put forward, whenever that is approved.
    or_put_forward: bool = False
    reach: str = ""  # how far its day lies from today, by name, where it is neither past nor planned soon
    # (other fact, its value) that makes this one required; on the page it is asked only then.
    needed_if: tuple[str, str] | None = None
    asked_if: tuple[str, str] | None = None  # (other fact, its values with spaces between) for which a page asks it
    asked_where: Callable[[Any], bool] | None = None  # the cases in which it is asked at all
    # (other fact, which choices are left for each of its values): the others are not offered on the page; of a pick the
    # kinds of its rows.
    narrowed: tuple[str, tuple[tuple[str, tuple[str, ...]], ...]] | None = None
    columns: tuple["Fact", ...] = ()
    # Name of the chooser of a pick, or of the list beside a text; ``ALIKE`` of a case that is one of the same kind; of
    # a unit the kinds that the page offers, with spaces between.
    of: str = ""
    needed_where: Callable[[Any], bool] | None = None  # the cases in which files cannot be left out
    needed_by: str = ""  # the flag or the day that says of files that they are there
    shows: bool = False  # of the files that cannot be left out one is a picture
    untold: bool = False  # stays out of the history: a number that is kept sealed
    # Why the answer does not stand against the record of the case; empty if it does.
    refuted: Callable[[Any, Any], str] | None = None

    def is_wanted(self, row: Any) -> bool:
        """True if it cannot be left out in this case."""
        return self.required or (self.needed_where is not None and self.needed_where(row))

    @property
    def is_written(self) -> bool:
        """True of words that somebody writes, in a table as well."""
        return self.kind in ("text", "long") or any(column.is_written for column in self.columns)

    def words(self, value: Any) -> list[str]:
        """All that was written where this was asked."""
        if not self.is_written or not value:
            return []
        if not self.columns:
            return [value]
        return [said for row in value for column in self.columns for said in column.words(row.get(column.name))]


# Asked once, where what is written has words of an accusation or, in an accusation, names whoever may read it.
NOT_ACCUSING = Fact(
    "not_accusing",
    "不是检举控告公职人员或者单位违纪违法",
    "flag",
    required=False,
    help="写到“受贿”“控告”等用语时勾选",
)


# Asked once, where what is written says that somebody has an illness that is nobody's business (精神卫生法 art. 4).
ILLNESS_NEEDED = Fact(
    "illness_needed",
    "依法履行职责确需写明患病情况",
    "flag",
    required=False,
    help="写到精神障碍、艾滋病等时勾选",
)
QUESTIONS = (NOT_ACCUSING, ILLNESS_NEEDED)


def why_asked(case: Any, written: list[str], answers: Any, *, named: str = "") -> dict[str, str]:
    """What somebody who wrote this is asked first of what was not answered yet; nothing where all of it may stand."""
    asked = {} if answers.get(NOT_ACCUSING.name) else why_accusing(case, written, named=named)
    return asked or ({} if answers.get(ILLNESS_NEEDED.name) else why_telling(case, written))
