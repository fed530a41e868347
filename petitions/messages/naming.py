"""Which rows of a table may accuse somebody of the platform, and what whoever imports it says of each.

An accusation is hidden from its first second (信访工作条例 art. 30), so a row that names an official, or speaks as
accusations do, is a petition only when it is said which of the two it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from governance.cases.accusations import words_in
from governance.frame.names import plain_names, standing_among
from governance.organisation.models import Post, User

from .checking import Message

AROUND = 40


@dataclass(frozen=True)
class Naming:
    """One row that is asked about: ``people`` it names, each with the units where they are, and ``words`` it speaks."""

    line: int
    number: str
    subject: str
    people: list[tuple[int, str, str]]
    words: list[str]
    text: str

    def as_dict(self) -> dict:
        return asdict(self)

    @property
    def names(self) -> str:
        """The names alone, as they are written down."""
        return "、".join(dict.fromkeys(name for _, name, _ in self.people))


def namings(messages: Iterable[Message], on: date) -> dict[int, Naming]:
    """The rows that are asked about, by their line."""
    names = dict(User.objects.values_list("pk", "name"))
    known, found = plain_names(names), {}
    for message in messages:
        text = f"{message.subject} {message.text}"
        people, words = standing_among(known, text), words_in(text)
        if people or words:
            found[message.line] = (message, people, words)
    units = _units({key for _, people, _ in found.values() for key in people}, on)
    return {
        line: Naming(
            line,
            message.number,
            message.subject,
            [(key, names[key], units.get(key, "")) for key in sorted(people)],
            words,
            _around(message.text, [names[key] for key in people] + words),
        )
        for line, (message, people, words) in found.items()
    }


def _units(people: set[int], on: date) -> dict[int, str]:
    told: dict[int, list[str]] = {}
    held = Post.objects.current(on).filter(user__in=people).order_by("user_id", "pk")
    for key, unit in held.values_list("user_id", "unit__name"):
        told.setdefault(key, []).append(unit)
    return {key: "、".join(dict.fromkeys(units)) for key, units in told.items()}


def _around(text: str, wanted: list[str]) -> str:
    """What stands about the first of the words that are wanted."""
    places = [place for word in wanted if (place := text.find(word)) >= 0]
    start = max(min(places, default=0) - AROUND, 0)
    cut = text[start : start + 3 * AROUND]
    return f"{'…' if start else ''}{cut}{'…' if start + 3 * AROUND < len(text) else ''}"


@dataclass(frozen=True)
class Said:
    """What was said of one row: an accusation of that unit and those people, or none."""

    accuses: bool
    unit_id: int | None = None
    names: str = ""
    unknown: bool = False


def said_of(told: Mapping[str, Mapping]) -> dict[int, Said]:
    """The answers as a job keeps them, by the line of the row."""
    return {int(line): Said(**answer) for line, answer in told.items()}
