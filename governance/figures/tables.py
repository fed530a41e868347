"""The figures of one subject as a page shows them: rates on top, measures with their rules, units, areas."""

from collections import Counter, defaultdict
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.urls import reverse

from governance.frame.pages.tables import CODE, Cell, Figure, Linked, Row, Table, change, share
from governance.frame.pages.tables import rate as rate_cell
from governance.organisation.models import Area, Unit
from governance.organisation.units import names_of

from .counting import Asked, Density, by_group, by_place, density_of, share_of, total, totals, totals_by
from .measures import MEASURES, Balance, Group, Measure, PerPeople, Rate, about, per_people_about, rates_about

# The name of a line, what is added to it, what opens its lists, and its numbers.
Line = tuple[str, str, dict, Counter]
# Of what lies in an area and in none of those below it.
ONLY = "没有写到下一级"
# What is left open in the address of the lists of a page, and what stands there for the place of who asks of all.
PERIOD, PLACE, EVERYWHERE = "~", "@", "-"
UNITS, AREAS, BY = "units", "areas", "by_"
RULE = "计数规则"


def query_of(asked: Asked) -> dict[str, Any]:
    """What is asked for, as it stands in an address, in days: the list of a month stays the list of that month."""
    told = {"period": asked.period.code, **_where(asked)}
    return {name: value for name, value in told.items() if value}


def _where(asked: Asked) -> dict[str, object]:
    return {"area": asked.area, "unit": asked.unit}


def linked_to(asked: Asked) -> Linked:
    """The lists behind the figures of what is asked for, which lead back to the page that shows them."""
    told = _where(asked)
    if asked.aloud:
        return Linked("", told)
    address = (asked.lists or _lists()).replace(PERIOD, asked.period.code)
    if PLACE in address:
        address = address.replace(PLACE, str(told.pop("area") or EVERYWHERE))
    return Linked(address, told)


@lru_cache
def _lists() -> str:
    return reverse("figures:figure", args=[PERIOD, CODE])


def inside(area: Area, asked: Asked) -> dict[str, object]:
    """What opens the list of what lies in one of the areas by which it is told apart."""
    return {"area": area.code, "only": "1" if len(area.code) < asked.split else ""}


class SubjectFigures:
    """Everything that was counted of one subject, each number by one question for its period."""

    def __init__(self, subject: str, asked: Asked):
        self.asked = asked
        self.measures: list[Measure] = about(subject)
        self.rates: list[Rate] = rates_about(subject)
        self.per_people: list[PerPeople] = per_people_about(subject)
        codes = [measure.code for measure in self.measures]
        self.places = by_place(codes, asked)
        self.total = totals(self.places)
        self.year_before = total(codes, asked.a_year_before())
        self.linked = linked_to(asked)

    def tops(self) -> list[Figure]:
        """The rates, each with what it is a share of; a dash where nothing was due."""
        return [*(self._top(rate) for rate in self.rates), *(self._top_of_people(each) for each in self.per_people)]

    def _top(self, rate: Rate) -> Figure:
        found = share_of(rate.code, self.total)
        note = f"{found.part:,} / {found.whole:,}" if found.whole else "期间内没有"
        url = self.linked.url(rate.part) if found.part else ""
        return Figure(rate.label, share(found.part, found.whole), note, url)

    def _top_of_people(self, measured: PerPeople) -> Figure:
        found = density_of(measured, self.total, self.asked)
        note = f"{found.part:,} / 常住人口 {found.inhabitants:,} 人" if found.inhabitants else "没有常住人口数据"
        url = self.linked.url(measured.part) if found.part else ""
        return Figure(measured.label, _of_people(found), note, url)

    def tables(self) -> list[Table]:
        """Measures and rates with their rules, units, areas, and whatever else the rows are told apart by."""
        return [self._measures(), self._rates(), *(self._told_by(part) for part in self.parts())]

    def shown(self, part: str) -> list[Table]:
        """What a page shows of them: the measures, the rates, and the one part that is asked for."""
        return [self._measures(), self._rates(), self._told_by(part)]

    def parts(self) -> dict[str, str]:
        """By what the rows are told apart, each with its words; units first."""
        groups = {f"{BY}{code}": f"按{group.label}" for code, group in self._groups().items()}
        return {UNITS: "按单位", AREAS: "按区域"} | groups

    def _groups(self) -> dict[str, Group]:
        return {group.code: group for measure in self.measures for group in measure.groups if group.label}

    def _told_by(self, part: str) -> Table:
        if part in (UNITS, AREAS):
            return self._units() if part == UNITS else self._areas()
        return self._apart(self._groups()[part.removeprefix(BY)])

    def _measures(self) -> Table:
        before = linked_to(self.asked.a_year_before())
        rows = []
        for measure in self.measures:
            now, then = self.total[measure.code], self.year_before[measure.code]
            cells = [before.cell(self.year_before, measure.code), Cell(change(then, now))]
            if measure.is_now:
                cells = [Cell("—"), Cell("")]
            rows.append(Row(measure.label, [self.linked.cell(self.total, measure.code), *cells], measure.rule))
        sums = "；".join(_sum(each.label, each.balance) for each in self.measures if each.balance)
        return Table("measures", "数量", ["本期", "去年同期", "同比"], rows, explains=sums, first="指标", noted=RULE)

    def _rates(self) -> Table:
        rows = []
        for rate in self.rates:
            now, then = (share_of(rate.code, counts) for counts in (self.total, self.year_before))
            cells = [rate_cell(now.part, now.whole), rate_cell(then.part, then.whole)]
            rows.append(Row(rate.label, cells, rate.rule))
        for measured in self.per_people:
            pair = (self.total, self.asked), (self.year_before, self.asked.a_year_before())
            told = [_of_people(density_of(measured, counts, asked)) for counts, asked in pair]
            cells = [Cell(told[0], "", told[0]), Cell(told[1], "", told[1])]
            rows.append(Row(measured.label, cells, measured.rule))
        return Table("rates", "比率", ["本期", "去年同期"], rows, first="指标", noted=RULE)

    def _units(self) -> Table:
        theirs = totals_by(self.places, attrgetter("unit"))
        found = Unit.objects.filter(pk__in={place.unit for place in self.places} - {None})
        names = names_of(found.order_by("area_id", "position", "id"))
        lines = [(name, "", {"unit": unit}, theirs[unit]) for unit, name in names.items()]
        return self._grouped(UNITS, "单位", lines, self.measures)

    def _apart(self, group: Group) -> Table:
        """The measures whose rows are told apart by it, a line for each of its words that there is."""
        measures = [each for each in self.measures if group.code in [other.code for other in each.groups]]
        theirs: dict[str, Counter] = defaultdict(Counter)
        for (code, key), number in by_group([each.code for each in measures], self.asked, group.code).items():
            theirs[key][code] = number
        names = group.names(theirs)
        words = names | {key: key for key in sorted(theirs.keys() - names.keys())}
        lines = [(word, "", {group.code: key}, theirs[key]) for key, word in words.items() if key in theirs]
        return self._grouped(f"{BY}{group.code}", group.label, lines, measures)

    def _areas(self) -> Table:
        theirs = totals_by(self.places, attrgetter("area"))
        lines = [
            (area.name, "" if len(area.code) == self.asked.split else ONLY, inside(area, self.asked), theirs[area.code])
            for area in Area.objects.filter(code__in=theirs.keys()).order_by("code")
        ]
        return self._grouped(AREAS, "区域", lines, self.measures)

    def _grouped(self, code: str, first: str, lines: list[Line], measures: list[Measure]) -> Table:
        codes = [measure.code for measure in measures]
        rates = [rate for rate in self.rates if {rate.part, *rate.whole} <= {*codes}]

        def row(label: str, note: str, where: dict, counts: Counter) -> Row:
            return Row(label, [*self.linked.cells(counts, codes, **where), *_shares(rates, counts)], note)

        head = [*(measure.label for measure in measures), *(rate.label for rate in rates)]
        rows = [row(*line) for line in lines]
        return Table(code, f"按{first}", head, rows, row("合计", "", {}, self.total), first=first)


def _shares(rates: list[Rate], counts: Counter) -> list[Cell]:
    shares = [share_of(rate.code, counts) for rate in rates]
    return [rate_cell(found.part, found.whole) for found in shares]


def _of_people(found: Density) -> str:
    return "—" if found.found is None else f"{found.found}"


def _sum(closing: str, found: Balance) -> str:
    """期初未结 + 收到 − 办结 = 期末未结."""
    opening, came, *went = [MEASURES[code].label for code in found.codes]
    return f"{opening} + {came} − {' − '.join(went)} = {closing}"
