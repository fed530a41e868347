"""The figures of mediation for a period, as one person may know them: everything that the page and the workbook show.

opening balance + received − closed = closing balance, for the whole and for every type, source and grade.
"""

from collections import Counter
from dataclasses import dataclass
from operator import attrgetter

from governance.figures.asked import Asked
from governance.figures.counting import Apart, apart, by_each, by_place, totals, totals_by, value
from governance.figures.measures import NO_CATEGORY, UNSORTED
from governance.organisation.models import Unit

from ..models import Mediator
from ..vocabulary import GRADES, SOURCES
from ..vocabulary import TRACKS as WAYS
from .measures import MEASURES, TRACKS

CODES = [measure.code for measure in MEASURES]
OF_TRACKS = [measure.code for measure in TRACKS]
# What is compared by type, source and grade.
BALANCE = tuple(f"dispute.{name}" for name in ("opening", "received", "closed", "closing"))
ENDED = tuple(f"dispute.{name}" for name in ("ended", "agreed", "unsettled"))
RECEIVED, OVERDUE = "dispute.received", "dispute.overdue"


@dataclass(frozen=True)
class GroupCounts:
    """The counts of one group; ``key`` names it in addresses."""

    key: str
    label: str
    counts: Counter
    note: str = ""


@dataclass
class Figures:
    """Everything the page and the workbook show."""

    asked: Asked
    total: Counter
    year_before: int
    types: list[GroupCounts]
    sources: list[GroupCounts]
    grades: list[GroupCounts]
    ways: list[GroupCounts]
    units: list[GroupCounts]
    mediators: list[GroupCounts]

    @property
    def latest(self) -> list[GroupCounts]:
        """The three units with the most overdue cases."""
        late = [line for line in self.units if line.counts[OVERDUE]]
        return sorted(late, key=lambda line: (-line.counts[OVERDUE], int(line.key)))[:3]


def figures_of(asked: Asked) -> Figures:
    """The figures of the period as this reader may know them."""
    places = by_place(CODES, asked)
    kinds = by_each((*BALANCE, *ENDED), asked, "type", "source", "grade")
    tracks = _by_group(apart([(code, (group,)) for code in OF_TRACKS for group in ("way", "mediator")], asked))
    return Figures(
        asked=asked,
        total=totals(places),
        year_before=value(RECEIVED, asked.a_year_before()),
        types=_types(_by_key(kinds["type"])),
        sources=_lines(_by_key(kinds["source"]), SOURCES),
        grades=_lines(_by_key(kinds["grade"]), GRADES),
        ways=_lines(_by_key(tracks["way"]), WAYS),
        units=_units(places),
        mediators=_mediators(_by_key(tracks["mediator"])),
    )


def _by_group(told: dict[Apart, Counter]) -> dict[str, Counter]:
    """The counts under (code, key), by the group that tells them apart."""
    found: dict[str, Counter] = {}
    for (code, (group,)), counts in told.items():
        found.setdefault(group, Counter()).update({(code, key): number for (key,), number in counts.items()})
    return found


def _by_key(counts: Counter) -> dict[str, Counter]:
    """The counts of each key."""
    found: dict[str, Counter] = {}
    for (code, key), number in counts.items():
        found.setdefault(key, Counter())[code] += number
    return found


def _lines(groups: dict[str, Counter], words) -> list[GroupCounts]:
    """One line a word, those without anything too: a table that always has the same rows can be compared."""
    return [GroupCounts(code, label, groups.get(code, Counter())) for code, label in words]


def _types(groups: dict[str, Counter]) -> list[GroupCounts]:
    known = [GroupCounts(top, top, groups[top]) for top in sorted(groups) if top != NO_CATEGORY]
    return known + ([GroupCounts(NO_CATEGORY, UNSORTED, groups[NO_CATEGORY])] if NO_CATEGORY in groups else [])


def _units(places: Counter) -> list[GroupCounts]:
    wanted = {*OF_TRACKS, OVERDUE}
    theirs = totals_by(places, attrgetter("unit"))
    found = Unit.objects.filter(pk__in={place.unit for place in places if place.code in wanted})
    return [
        GroupCounts(str(unit.pk), unit.short_name, theirs[unit.pk], unit.area.name)
        for unit in found.select_related("area").order_by("area_id", "position", "id")
    ]


def _mediators(groups: dict[str, Counter]) -> list[GroupCounts]:
    """Everybody who mediates in the period, by organisation and name: how much lies with whom, not who is best."""
    people = Mediator.objects.filter(pk__in=groups).select_related("unit")
    people = people.order_by("unit__area_id", "unit__position", "unit_id", "name", "id")
    return [GroupCounts(str(each.pk), each.name, groups[str(each.pk)], each.unit.short_name) for each in people]
