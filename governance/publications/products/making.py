"""Documents made from the figures of the house: sentences, tables and what is drawn of them, with the numbers frozen.

No unit is ranked by how many petitions it has: units and places stand in the order of the county, and only what was
done in time is compared. Restricted cases count nowhere in them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter

from governance.figures.asked import Asked
from governance.figures.counting import Share, by_group, by_month, by_place, share_of, total, totals, totals_by
from governance.figures.headlines import Headline, headlines
from governance.figures.measures import MEASURES, RATES
from governance.frame.pages.tables import change, share
from governance.organisation.models import Area, Unit

from ..body import FEW, FEWEST, PLOT_SIGN, table
from .chapters import Chapter, chapters_of

NONE_OF_ANY = "没有承办单位"
MOST_GROUPS = 12
# A list of more rows than this stands in so many columns.
LONG, ABREAST = 12, 3
# A place with fewer than these has no rise worth a word.
WARNED = 10


def _abreast(head: list[str], rows: list[list[object]]) -> str:
    """The table; of many rows, so many side by side, to be read from left to right."""
    if len(rows) <= LONG:
        return table(head, rows)
    filled = rows + [[""] * len(head)] * (-len(rows) % ABREAST)
    lines = [list(chain(*filled[first : first + ABREAST])) for first in range(0, len(filled), ABREAST)]
    return table(head * ABREAST, lines)


@dataclass
class Maker:
    """Asks each figure once and keeps what it came to; ``hides``: everybody will read it, so nothing below five."""

    asked: Asked
    hides: bool = False
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    @cached_property
    def codes(self) -> list[str]:
        """Every measure of every headline, and those of their rates."""
        lines = headlines()
        rated = [code for line in lines for code in (RATES[line.rate].part, *RATES[line.rate].whole)]
        return list(dict.fromkeys([*(code for line in lines for code in line.codes), *rated]))

    @cached_property
    def places(self) -> Counter:
        return by_place(self.codes, self.asked)

    @cached_property
    def columns(self) -> list[tuple[str, Counter]]:
        """The period, the one before it, and the same days of the year before."""
        before, year = self.asked.a_period_before(), self.asked.a_year_before()
        found = [("本期", totals(self.places))]
        found += [("上期", total(self.codes, before)), ("去年同期", total(self.codes, year))]
        for label, counts in found:
            self.keep(label, counts)
        return found

    def keep(self, label: str, counts: Counter) -> None:
        """The numbers stand frozen under the label."""
        self.numbers.setdefault(label, {}).update({code: number for code, number in counts.items() if number})

    @cached_property
    def units(self) -> dict[int, Unit]:
        found = Unit.objects.filter(pk__in={place.unit for place in self.places})
        return {unit.pk: unit for unit in found.order_by("area_id", "position", "id")}

    def count(self, number: int) -> str:
        """The number in a sentence."""
        return FEW if self.hides and 0 < number < FEWEST else f"{number:,}"

    def rate(self, found: Share) -> str:
        """The share; a dash where it would tell of few."""
        few = any(0 < each < FEWEST for each in (found.part, found.whole - found.part, found.whole))
        return "—" if self.hides and few else share(found.part, found.whole)

    # what a document is put together from

    def sentence(self, line: Headline) -> str:
        """信访：收到 412 件（环比 +3.2%，同比 −1.0%），办结 398 件，按期答复率 96.2%，超期未办理 11 项。"""
        (_, now), *others = self.columns
        changes = [
            f"{name} {words}"
            for (_, then), name in zip(others, ("环比", "同比"), strict=True)
            if not self.hides and (words := change(then[line.received], now[line.received]))
        ]
        words = [self._said(line.received, now) + (f"（{'，'.join(changes)}）" if changes else "")]
        words += [self._said(code, now) for code in (line.closed, line.open)]
        words.append(f"{RATES[line.rate].label} {self.rate(share_of(line.rate, now))}")
        return f"{line.subject}：{'，'.join([*words, self._said(line.overdue, now)])}。"

    def _said(self, code: str, counts: Counter) -> str:
        return f"{MEASURES[code].label} {self.count(counts[code])} {MEASURES[code].counts}"

    def overall(self, lines: Iterable[Headline]) -> str:
        """Each number beside those of the other periods."""
        rows = []
        for line in lines:
            for code in line.codes:
                told = [
                    "—" if MEASURES[code].is_now and place else f"{counts[code]}"
                    for place, (_, counts) in enumerate(self.columns)
                ]
                rows.append([f"{line.subject} {MEASURES[code].label}", *told])
            rates = [self.rate(share_of(line.rate, counts)) for _, counts in self.columns]
            rows.append([f"{line.subject} {RATES[line.rate].label}", *rates])
        return table(["指标", *(label for label, _ in self.columns)], rows)

    def by_area(self, line: Headline) -> Iterator[str]:
        """What came in, was closed and is late in each area below, in the order of the county."""
        codes = (line.received, line.closed, line.overdue)
        found = totals_by(self.places, attrgetter("area"))
        areas = Area.objects.filter(code__in=found).order_by("code")
        rows = [
            [area.name, *(found[area.code][code] for code in codes), self.rate(share_of(line.rate, found[area.code]))]
            for area in areas
        ]
        whole = totals(self.places)
        rows.append(["合计", *(whole[code] for code in codes), self.rate(share_of(line.rate, whole))])
        yield f"{line.subject}，按地方："
        yield table(["地方", *(MEASURES[code].label for code in codes), RATES[line.rate].label], rows)

    def by_month(self, line: Headline) -> Iterator[str]:
        """Twelve months, and the plot of what came in."""
        year = replace(self.asked, period=self.asked.period.year_up_to_it(self.asked.today))
        counts = by_month([line.received, line.closed], year)
        months = [month.first for month in year.period.months()]
        rows = [[f"{day:%Y-%m}", counts[line.received, day], counts[line.closed, day]] for day in months]
        self.numbers["逐月"] = self.numbers.get("逐月", {}) | {
            f"{code} {day:%Y-%m}": counts[code, day] for code in (line.received, line.closed) for day in months
        }
        yield f"{line.subject}，近 12 个月："
        yield table(["月份", MEASURES[line.received].label, MEASURES[line.closed].label], rows)
        yield f"{PLOT_SIGN}{line.subject}：近 12 个月{MEASURES[line.received].label}"

    def by_group(self, code: str, group: str, called: str) -> Iterator[str]:
        """How many of each kind, most first, and the plot of it; ``called`` is what tells them apart."""
        counted = by_group([code], self.asked, group)
        ranked = sorted(((key, number) for (_, key), number in counted.items()), key=lambda each: (-each[1], each[0]))
        names = MEASURES[code].group(group).names([key for key, _ in ranked])
        self.keep(
            f"{MEASURES[code].label}，按{called}", Counter({names.get(key, key): number for key, number in ranked})
        )
        if ranked:
            yield table([called, MEASURES[code].label], [[names.get(key, key), n] for key, n in ranked[:MOST_GROUPS]])
            yield f"{PLOT_SIGN}{MEASURES[code].label}，按{called}"

    def late(self, line: Headline) -> str:
        """The units with something late, in the order of the county; a sentence where there is none."""
        found = totals_by(self.places, attrgetter("unit"))
        late = {pk: counts[line.overdue] for pk, counts in found.items() if counts[line.overdue]}
        rows = [[unit.short_name, late[pk]] for pk, unit in self.units.items() if pk in late]
        if None in late:
            rows.append([NONE_OF_ANY, late[None]])
        if not rows:
            return f"{line.subject}没有{MEASURES[line.overdue].label}的单位。"
        measure = MEASURES[line.overdue]
        return f"{line.subject}，{measure.label}的单位：\n{_abreast(['单位', f'{measure.counts}数'], rows)}"

    def rising(self, lines: Iterable[Headline], percent: int) -> str:
        """The areas in which so much more came in than in the period before, in the order of the county.

        It asks to look why; no unit is judged by how much comes in.
        """
        lines = [line for line in lines if not line.of_units]
        before = totals_by(
            by_place([line.received for line in lines], self.asked.a_period_before()), attrgetter("area")
        )
        now = totals_by(self.places, attrgetter("area"))
        areas = Area.objects.filter(code__in=now).order_by("code")
        rows = [
            [area.name, f"{line.subject} {MEASURES[line.received].label}", then, came, change(then, came)]
            for area in areas
            for line in lines
            for then, came in [(before[area.code][line.received], now[area.code][line.received])]
            if came >= WARNED and then and (came - then) * 100 >= then * percent
        ]
        if not rows:
            return f"没有地方比上期上升百分之{percent}以上。"
        return table(["地方", "指标", "上期", "本期", "变化"], rows)

    def in_time(self, line: Headline) -> Iterator[str]:
        """The units by what they did in time of all that was due, and the plot of it; equal shares have one place.
        Nothing else is compared: of another share they stand in the order of the county, without a place."""
        found = totals_by(self.places, attrgetter("unit"))
        shares = [(unit, share_of(line.rate, found[pk])) for pk, unit in self.units.items()]
        due = [(unit, each) for unit, each in shares if each.whole]
        if not due:
            yield f"{line.subject}在这一期没有计入{RATES[line.rate].label}的。"
            return
        rate = RATES[line.rate]
        if not rate.compares:
            rows = [[unit.short_name, self.rate(each), each.part, each.whole] for unit, each in due]
            yield f"{line.subject}，{rate.label}，单位按机构顺序列出，不排名："
            yield table(["单位", rate.label, MEASURES[rate.part].label, "合计"], rows)
            return
        order = sorted(due, key=lambda each: -each[1].part / each[1].whole)
        better = [sum(a.part * b.whole > b.part * a.whole for _, a in order) for _, b in order]
        rows = [
            [unit.short_name, self.rate(each), each.part, each.whole, better[place] + 1]
            for place, (unit, each) in enumerate(order)
        ]
        yield f"{line.subject}，{rate.label}："
        yield table(["单位", rate.label, "其中按期", "到期", "名次"], rows)
        yield f"{PLOT_SIGN}{line.subject}：{rate.label}（%）"

    def chapter(self, chapter: Chapter) -> Iterator[str]:
        """One chapter that a line has brought."""
        counts = total(chapter.measures, self.asked) if chapter.measures else Counter()
        self.keep("本期", counts)
        yield f"= {chapter.title}"
        if chapter.measures:
            told = [MEASURES[code] for code in chapter.measures]
            mixed = len({measure.subject for measure in told}) > 1
            rows = [
                [f"{each.subject} {each.label}" if mixed else each.label, counts[each.code], each.rule] for each in told
            ]
            yield table(["指标", "本期", "计数规则"], rows)
        for each in chapter.groups:
            yield from self.by_group(*each)
        if chapter.by_unit:
            yield from self._units(chapter.by_unit)
        if chapter.note:
            yield chapter.note

    def _units(self, codes: tuple[str, ...]) -> Iterator[str]:
        found = totals_by(by_place(codes, self.asked), attrgetter("unit"))
        units = Unit.objects.filter(pk__in=[pk for pk in found if pk]).order_by("area_id", "position", "id")
        rows = [[unit.short_name, *(found[unit.pk][code] for code in codes)] for unit in units]
        yield "各单位按机构顺序列出，数量多少不用来评价单位。"
        yield table(["单位", *(MEASURES[code].label for code in codes)], rows)

    def chapters(self, report: str) -> Iterator[str]:
        """The chapters of a report that the lines have brought."""
        for chapter in chapters_of(report):
            yield from self.chapter(chapter)
