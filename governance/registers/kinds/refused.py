"""What no register and no question may ask of people, however it is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from governance.frame.names import plain
from governance.frame.rows import rows_of

# 不填身份证号: what says that something is not asked, asks nothing.
NOT_ASKED = re.compile(r"(?:不|勿|无须)(?:要|得|应|须|用)?(?:写|填|登|记|含|问)[^。；，;,]*")

# How the rows mark people of whom a register may say how many there are.
ONLY_OF_PEOPLE = "2"


@dataclass(frozen=True)
class Refused:
    """A word with the form in which it is looked for, or which a ``whole`` text has. ``of_people``: no register may be
    about such people; of those that are refused for nothing else a field may tell how many there are.
    """

    word: str
    form: str
    article: str
    of_people: bool
    asked: bool
    whole: bool

    def is_in(self, text: str) -> bool:
        """True if the text, in the form in which it is looked at, says it."""
        return self.form == text if self.whole else self.form in text


@cache
def _rows() -> tuple[Refused, ...]:
    return tuple(_refused(**row) for row in rows_of("governance.registers", "refused_fields"))


def _refused(word: str, article: str, of_people: str, whole: str) -> Refused:
    return Refused(word, _form(word), article, of_people != "", of_people != ONLY_OF_PEOPLE, whole == "1")


def _form(text: str) -> str:
    """Blanks, widths, signs between and older characters hide no word."""
    return plain(text).replace("|", "")


def asked_in(texts: Iterable[str], *, but: frozenset[str] = frozenset()) -> tuple[str, str] | None:
    """The first word that one of the texts asks for and may not, with the article; ``but`` are words left aside."""
    return _first(
        (NOT_ASKED.sub("", text) for text in texts), (row for row in _rows() if row.asked and row.word not in but)
    )


def about_people(texts: Iterable[str]) -> tuple[str, str] | None:
    """The first word by which a register would be a list of people that nobody keeps, with the article."""
    return _first(texts, (row for row in _rows() if row.of_people))


def _first(texts: Iterable[str], rows: Iterable[Refused]) -> tuple[str, str] | None:
    told = [_form(text) for text in texts]
    return next(((row.word, row.article) for row in rows if any(row.is_in(each) for each in told)), None)
