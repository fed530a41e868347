"""Documents made from the figures of the house: sentences, tables and what is drawn of them, with the numbers frozen.

No unit is ranked by how many petitions it has: units and places stand in the order of the county, and only what was
done in time is compared. Restricted cases count nowhere in them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain, groupby
from operator import attrgetter

from governance.figures.asked import Asked
from governance.figures.counting import (
    Share,
    by_group,
    by_month,
    by_place,
    share_of,
    total,
    totals,
    totals_by,
    totals_of,
)
from governance.figures.headlines import Headline, headlines
from governance.figures.measures import MEASURES, RATES, Measure
from governance.figures.tables import ONLY
from governance.frame.pages.tables import LEVEL, change, share
from governance.organisation.models import Area, Unit
from governance.organisation.units import names_of

from ..body import FEW, FEWEST, PLOT_SIGN, TOTALS, table, without_small
from .chapters import Chapter, chapters_of
from .thresholds import Thresholds, thresholds

MOST_GROUPS, MOST_SAID = 12, 3
# A list of more rows than this stands in so many columns.
LONG, ABREAST = 12, 3
# In which order the kinds of unit stand in a document.
KINDS = Unit.Kind.values
# What a change against that other period is called.
CHANGES = {"上期": "环比", "去年同期": "同比", "上年": "比上年"}
# A place with fewer than these has no rise worth a word.
WARNED = 10
# In place of a percentage, where there was nothing of which it could be one.
NONE_BEFORE = "上期没有"


def _abreast(head: list[str], rows: list[list[object]]) -> str:
    """The table; of many rows, so many side by side, to be read from left to right."""
    if len(rows) <= LONG:
        return table(head, rows)
    filled = rows + [[""] * len(head)] * (-len(rows) % ABREAST)
    lines = [list(chain(*filled[first : first + ABREAST])) for first in range(0, len(filled), ABREAST)]
    return table(head * ABREAST, lines)


def _kind_of(unit: Unit) -> str:
    """What it is compared with: townships apart from the county's own organs."""
    townships = unit.kind == Unit.Kind.GOVERNMENT and Area.level_of(unit.area_id) == Area.Level.TOWNSHIP
    return "乡镇（街道）" if townships else unit.get_kind_display()


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
    def others(self) -> dict[str, Asked]:
        """The period before and the same days of the year before, by name; of a whole year both are one."""
        before, year = self.asked.a_period_before(), self.asked.a_year_before()
        if before.period == year.period:
            return {"上年": before}
        return {"上期": before, "去年同期": year}

    @cached_property
    def columns(self) -> list[tuple[str, Counter]]:
        """The period, the one before it, and the same days of the year before."""
        found = [("本期", totals(self.places))]
        found += [(name, total(self.codes, asked)) for name, asked in self.others.items()]
        for label, counts in found:
            self.keep(label, counts)
        return found

    @cached_property
    def thresholds(self) -> Thresholds:
        """By how much more a place is named."""
        return thresholds()

    def keep(self, label: str, counts: Counter) -> None:
        """The numbers stand frozen under the label."""
        self.numbers.setdefault(label, {}).update({code: number for code, number in counts.items() if number})

    @cached_property
    def units(self) -> dict[int, Unit]:
        found = Unit.objects.filter(pk__in={place.unit for place in self.places})
        return {unit.pk: unit for unit in found.order_by("area_id", "position", "id")}

    @cached_property
    def names(self) -> dict[int, str]:
        return names_of(Unit.objects.filter(pk__in=self.units))

    def count(self, number: int) -> str:
        """The number in a sentence."""
        return FEW if self.hides and 0 < number < FEWEST else f"{number:,}"

    def rate(self, found: Share) -> str:
        """The share; a dash where it would tell of few."""
        few = any(0 < each < FEWEST for each in (found.part, found.whole - found.part, found.whole))
        return "—" if self.hides and few else share(found.part, found.whole)

    def parts(self, head: list[str], rows: list[list]) -> list[list]:
        """The rows of counts; where everybody reads them, without what their sum, which stands elsewhere, would give
        away."""
        if not self.hides or not rows:
            return rows
        sums = [TOTALS[0], *(sum(column) for column in list(zip(*rows, strict=True))[1:])]
        _, *lines, _ = without_small(tuple(tuple(map(str, line)) for line in (head, *rows, sums)))
        return [list(line) for line in lines]

    # what a document is put together from

    def sentence(self, line: Headline) -> str:
        """信访：收到 412 件（环比 +3.2%，同比 −1.0%），办结 398 件，按期答复率 96.2%，超期未办理 11 项。"""
        (_, now), *others = self.columns
        changes = [
            f"{CHANGES[name]}{'' if words == LEVEL else ' '}{words}"
            for name, then in others
            if not self.hides and (words := change(then[line.received], now[line.received]))
        ]
        said = [self._said(line.received, now) + (f"（{'，'.join(changes)}）" if changes else "")]
        said += [self._said(code, now) for code in (line.closed, line.open)]
        said.append(f"{RATES[line.rate].label} {self.rate(share_of(line.rate, now))}")
        return f"{line.subject}：{'，'.join([*said, self._said(line.overdue, now)])}。"

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
        yield from self._areas(line.subject, (line.received, line.closed, line.overdue), self.places, line.rate)

    def _areas(self, subject: str, codes: tuple[str, ...], places: Counter, rate: str = "") -> Iterator[str]:
        found = totals_by(places, attrgetter("area"))
        areas = Area.objects.filter(code__in=found).order_by("code")
        named = [
            (self._named(area), found[area.code]) for area in areas if self._is_told(area, found[area.code], codes)
        ]
        if not named:
            return
        rows = [
            [name, *(counts[code] for code in codes), *([self.rate(share_of(rate, counts))] if rate else [])]
            for name, counts in [*named, ("合计", totals(places))]
        ]
        yield f"{subject}，按地方："
        head = ["地方", *(MEASURES[code].label for code in codes), *([RATES[rate].label] if rate else [])]
        yield table(head, rows)

    def _is_told(self, area: Area, counts: Counter, codes: tuple[str, ...]) -> bool:
        """True for every area below; for what lies in no one of them, if there is anything."""
        return len(area.code) == self.asked.split or any(counts[code] for code in codes)

    def _named(self, area: Area) -> str:
        return area.name if len(area.code) == self.asked.split else f"{area.name}（{ONLY}）"

    def by_month(self, line: Headline) -> Iterator[str]:
        """Twelve months, and the plot of what came in."""
        yield from self._months(line.subject, (line.received, line.closed))

    def _months(self, subject: str, codes: tuple[str, ...]) -> Iterator[str]:
        year = replace(self.asked, period=self.asked.period.year_up_to_it(self.asked.today))
        counts = by_month(codes, year)
        months = [month.first for month in year.period.months()]
        rows = [[f"{day:%Y-%m}", *(counts[code, day] for code in codes)] for day in months]
        self.numbers["逐月"] = self.numbers.get("逐月", {}) | {
            f"{code} {day:%Y-%m}": counts[code, day] for code in codes for day in months
        }
        yield self._said_of_months(subject, codes, months, counts)
        if not any(counts.values()):
            return
        head = ["月份", *(MEASURES[code].label for code in codes)]
        yield table(head, self.parts(head, rows))
        yield f"{PLOT_SIGN}{subject}：近 12 个月{MEASURES[codes[0]].label}"

    def _said_of_months(self, subject: str, codes: tuple[str, ...], months: list[date], counts: Counter) -> str:
        """信访，近 12 个月收到 311 件，办结 49 件；收到最多的是 2026 年 11 月，134 件。"""
        if self.hides and any(counts.values()):
            return f"{subject}，近 12 个月："
        sums = Counter({code: sum(counts[code, day] for day in months) for code in codes})
        leading = MEASURES[codes[0]]
        top = max(months, key=lambda day: counts[leading.code, day])
        words = f"{subject}，近 12 个月{'，'.join(self._said(code, sums) for code in codes)}"
        if most := counts[leading.code, top]:
            words += f"；{leading.label}最多的是 {top.year} 年 {top.month} 月，{self.count(most)} {leading.counts}"
        return f"{words}。"

    def by_group(self, code: str, group: str, called: str) -> Iterator[str]:
        """How many of each kind, most first, and the plot of it; ``called`` is what tells them apart."""
        counted = by_group([code], self.asked, group)
        ranked = sorted(((key, number) for (_, key), number in counted.items()), key=lambda each: (-each[1], each[0]))
        names = MEASURES[code].group(group).names([key for key, _ in ranked])
        self.keep(
            f"{MEASURES[code].label}，按{called}", Counter({names.get(key, key): number for key, number in ranked})
        )
        if ranked:
            counts = "" if self.hides else " {:,} " + MEASURES[code].counts
            most = "、".join(f"{names.get(key, key)}{counts.format(n)}" for key, n in ranked[:MOST_SAID])
            yield f"按{called}，{self._said(code, Counter({code: sum(counted.values())}))}，最多的是{most}。"
            head = [called, MEASURES[code].label]
            yield table(head, self.parts(head, [[names.get(key, key), n] for key, n in ranked])[:MOST_GROUPS])
            yield f"{PLOT_SIGN}{MEASURES[code].label}，按{called}"

    def late(self, line: Headline) -> str:
        """The units with something late, in the order of the county; a sentence where there is none."""
        found = totals_by(self.places, attrgetter("unit"))
        late = {pk: counts[line.overdue] for pk, counts in found.items() if counts[line.overdue]}
        rows = [[self.names[pk], late[pk]] for pk in self.units if pk in late]
        if not rows:
            return f"{line.subject}没有{MEASURES[line.overdue].label}的单位。"
        measure = MEASURES[line.overdue]
        head = ["单位", f"{measure.counts}数"]
        return f"{line.subject}，{measure.label}的单位：\n{_abreast(head, self.parts(head, rows))}"

    def rising(self, lines: Iterable[Headline]) -> str:
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
            [
                area.name,
                f"{line.subject} {MEASURES[line.received].label}",
                then,
                came,
                change(then, came) or NONE_BEFORE,
                f"{self.thresholds.of(area)}%",
            ]
            for area in areas
            for line in lines
            for then, came in [(before[area.code][line.received], now[area.code][line.received])]
            if came >= WARNED and (came - then) * 100 >= then * self.thresholds.of(area)
        ]
        if not rows:
            return f"没有地方比上期上升{self.thresholds}。"
        return table(["地方", "指标", "上期", "本期", "变化", "预警线"], rows)

    def in_time(self, line: Headline) -> Iterator[str]:
        """The units by what they did in time of all that was due, those of a kind among themselves, and the plot of it.

        Nothing else is compared: of another share they stand in the order of the county, without a place.
        """
        found = totals_by(self.places, attrgetter("unit"))
        shares = [(unit, share_of(line.rate, found[pk])) for pk, unit in self.units.items()]
        due = [(unit, each) for unit, each in shares if each.whole]
        rate = RATES[line.rate]
        if not due:
            yield f"{line.subject}在这一期没有计入{rate.label}的。"
        elif not rate.compares:
            rows = [[self.names[unit.pk], self.rate(each), each.part, each.whole] for unit, each in due]
            yield f"{line.subject}，{rate.label}，单位按机构顺序列出，不排名："
            yield table(["单位", rate.label, MEASURES[rate.part].label, "合计"], rows)
        else:
            all_in_time = sum(each.part == each.whole for _, each in due)
            said = f"{line.subject}：{len(due)} 个单位有到期的，其中 {all_in_time} 个全部按期"
            yield f"{said}，合计{rate.label} {self.rate(share_of(line.rate, totals(self.places)))}。"
            due.sort(key=lambda each: KINDS.index(each[0].kind))
            for kind, of_kind in groupby(due, key=lambda each: _kind_of(each[0])):
                yield from self._places(f"{line.subject}，{kind}，{rate.label}", rate.label, list(of_kind))

    def _places(self, title: str, label: str, due: list[tuple[Unit, Share]]) -> Iterator[str]:
        """Units of one kind, the better first; equal shares have one place, and one alone has none."""
        order = sorted(due, key=lambda each: -each[1].part / each[1].whole)
        better = [sum(a.part * b.whole > b.part * a.whole for _, a in order) for _, b in order]
        rows = [
            [self.names[unit.pk], self.rate(each), each.part, each.whole, better[place] + 1 if len(order) > 1 else "—"]
            for place, (unit, each) in enumerate(order)
        ]
        yield f"{title}："
        yield table(["单位", label, "其中按期", "到期", "名次"], rows)
        if len(order) > 1:
            yield f"{PLOT_SIGN}{title.replace('，', '：', 1)}（%）"

    def chapter(self, chapter: Chapter) -> Iterator[str]:
        """One chapter that a line has brought."""
        yield f"= {chapter.title}"
        if chapter.measures:
            yield from self._held_together([MEASURES[code] for code in chapter.measures])
        if chapter.by_month:
            yield from self._months(MEASURES[chapter.by_month[0]].subject, chapter.by_month)
        for each in chapter.groups:
            yield from self.by_group(*each)
        if chapter.by_area:
            places = by_place(chapter.by_area, self.asked)
            yield from self._areas(MEASURES[chapter.by_area[0]].subject, chapter.by_area, places)
        if chapter.by_unit:
            yield from self._units(chapter.by_unit)
        if chapter.note:
            yield chapter.note

    def _held_together(self, told: list[Measure]) -> Iterator[str]:
        """A sentence for each line of work, and each number beside those of the other periods, with its rule."""
        columns = totals_of([each.code for each in told], [self.asked, *self.others.values()])
        for label, counts in zip(("本期", *self.others), columns, strict=True):
            self.keep(label, counts)
        for subject, of_one in groupby(told, key=attrgetter("subject")):
            said = [self._said_beside(each, columns) for each in of_one]
            yield f"{subject}：{'，'.join(said)}。"
        mixed = len({each.subject for each in told}) > 1
        rows = [
            [
                f"{each.subject} {each.label}" if mixed else each.label,
                *(counts[each.code] for counts in columns),
                each.rule,
            ]
            for each in told
        ]
        yield table(["指标", "本期", *self.others, "计数规则"], rows)

    def _said_beside(self, measure: Measure, columns: list[Counter]) -> str:
        """报告 12 件（上期 10 件，去年同期 9 件）"""
        now, *others = (counts[measure.code] for counts in columns)
        beside = "，".join(f"{name} {self.count(n)}" for name, n in zip(self.others, others, strict=True))
        return f"{measure.label} {self.count(now)} {measure.counts}（{beside}）"

    def _units(self, codes: tuple[str, ...]) -> Iterator[str]:
        found = totals_by(by_place(codes, self.asked), attrgetter("unit"))
        units = Unit.objects.filter(pk__in=[pk for pk in found if pk]).order_by("area_id", "position", "id")
        names = names_of(units)
        rows = [[names[unit.pk], *(found[unit.pk][code] for code in codes)] for unit in units]
        yield "各单位按机构顺序列出，数量多少不用来评价单位。"
        head = ["单位", *(MEASURES[code].label for code in codes)]
        yield table(head, self.parts(head, rows))

    def chapters(self, report: str) -> Iterator[str]:
        """The chapters of a report that the lines have brought."""
        for chapter in chapters_of(report):
            yield from self.chapter(chapter)
