"""What came of a questionnaire: by area and question, so that nobody learns what a handful of people ticked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.frame.pages.tables import share
from governance.organisation.models import Area
from governance.publications.body import WITHHELD, without_small

from ..models import Questionnaire
from .scales import Question, asked
from .suppressing import withheld

WHOLE = "合计"
DASH = "—"
Counts = dict[str, Counter]


@dataclass(frozen=True)
class ReadableTable:
    """A table as everybody may read it: its head, and a line an area; ``by_area`` says the same by the area's code."""

    head: list[str]
    lines: list[list[str]]
    by_area: dict[str, list[str]]


def counts_of(questionnaire: Questionnaire) -> Counts:
    """How often everything was ticked, by the code of the area; sheets under an empty name."""
    found: Counts = defaultdict(Counter)
    for area, question, option, count in questionnaire.counts.values_list("area", "question", "option", "count"):
        found[area][question, option] = count
    return found


def sheets(questionnaire: Questionnaire) -> int:
    """How many sheets have come."""
    return sum(questionnaire.counts.filter(question="").values_list("count", flat=True))


def told(questionnaire: Questionnaire) -> ReadableTable:
    """Sheets and shares by area, in the order of the county."""
    counts, questions = counts_of(questionnaire), asked(questionnaire.questions)
    areas = list(Area.objects.filter(code__in=counts).order_by("code").values_list("code", "name"))
    head = ["地方", "份数", *(f"{question.text}（{question.of.share}）" for question in questions)]
    number = {code: counts[code]["", 0] for code, _ in areas}
    sent = {code: f"{count}" for code, count in number.items()} | {WHOLE: f"{sum(number.values())}"}
    numbers: Any = without_small((("地方", "份数"), *sent.items()))[1:]
    shown: dict[str, str] = dict(numbers)
    unseen = {code for code, words in shown.items() if words != sent[code]}
    columns = [_shares(question, counts, number, unseen) for question in questions]
    by_area = {code: [words, *(column[code] for column in columns)] for code, words in shown.items()}
    return ReadableTable(head, [[name, *by_area[code]] for code, name in [*areas, (WHOLE, WHOLE)]], by_area)


def _shares(question: Question, counts: Counts, areas: Iterable[str], unseen: set[str]) -> dict[str, str]:
    """The share of each area and of all of them; where the sheets are not shown, neither is a share."""
    found = {code: _share(question, counts[code]) for code in areas}
    hidden, shown = withheld(found, unseen)
    part, whole = (sum(each[side] for each in found.values()) for side in (0, 1))
    words = {code: WITHHELD if code in hidden else share(*each) for code, each in found.items()}
    return words | {WHOLE: share(part, whole) if shown and WHOLE not in unseen else WITHHELD}


def _share(question: Question, counts: Counter) -> tuple[int, int]:
    ticked = [counts[question.name, option] for option in range(len(question.of.options))]
    return sum(ticked[: question.of.good]), sum(ticked)


def trend(questionnaire: Questionnaire, today: date) -> ReadableTable:
    """The wholes of those of the same form and level that are over, the oldest first."""
    questions = asked(questionnaire.questions)
    same = Questionnaire.objects.filter(form=questionnaire.form, level=questionnaire.level, last__lt=today)
    lines = []
    for each in same.exclude(state=Questionnaire.State.DRAFT).order_by("last", "pk"):
        found = told(each)
        known = dict(zip(found.head, found.lines[-1], strict=True))
        lines.append([f"{each.title}（{each.first} 至 {each.last}）", known["份数"]])
        lines[-1] += [known.get(f"{question.text}（{question.of.share}）", DASH) for question in questions]
    head = ["历次", "份数", *(f"{question.text}（{question.of.share}）" for question in questions)]
    return ReadableTable(head, lines, {})
