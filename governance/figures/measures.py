"""What can be counted: a measure says which rows, and on which day each of them counts; a rate is a share of them.

Whatever shows a figure reads it by its code through ``counting``: page, list, board, report and API say the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, CharField, Expression, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from governance.cases.knowing.queryset import confided_to, known_by, known_by_name
from governance.cases.models import Case, Clock
from governance.frame.database.among import Among
from governance.frame.days import ONE_DAY
from governance.frame.registry import Registry
from governance.organisation.standing import Standing

from .asked import Asked
from .listing import CLOCKS, Listing

# What names the kind of its case needs no tally of its own.
OF_KINDS = "kind"
LATE = Q(outcome=Clock.Outcome.MISSED) | Q(ended_at=None)


@dataclass(frozen=True)
class Group:
    """One way in which the rows of a measure differ: 来源, 等级. ``key`` is what each is counted under.

    ``names`` are the words for keys; ``holds`` says which rows have a key, where not all do.
    """

    code: str
    key: Expression | F
    names: Callable[[Iterable[str]], dict[str, str]]
    holds: Q | None = None
    # The word by which the tallies tell it apart, where that is not its code; OF_KINDS where that is the kind of case.
    tally: str = ""
    # How the page of figures calls it; empty where that does not tell rows apart by it.
    label: str = ""

    def along(self, path: str) -> "Group":
        """The same of rows from which that path leads to what differs so; its key is a column."""
        return replace(self, key=F(f"{path}{self.key.name}")) if isinstance(self.key, F) else self  # type: ignore[attr-defined]


def of_words(code: str, words: Iterable[tuple[str, str]], column: str = "", label: str = "") -> Group:
    """The group by the column of that name, or of another, that says one of these words."""
    known = dict(words)
    return Group(code, F(column or code), lambda keys: known, label=label)


def by_first_word(keys: Iterable[str]) -> dict[str, str]:
    """A category is called as its path begins."""
    return {key: UNSORTED if key == NO_CATEGORY else key for key in keys}


# How a case came in, and the first word of what it is about.
NO_CATEGORY, UNSORTED = "none", "未分类"
FIRST_WORD = Func(F("category__path"), Value("/"), Value(1), function="split_part", output_field=CharField())
CHANNEL = of_words("channel", Case.Channel.choices)
CATEGORY = Group("category", Coalesce(FIRST_WORD, Value(NO_CATEGORY)), by_first_word, tally="category")


@dataclass(frozen=True)
class Balance:
    """What stood and what came, less what went; each by its code."""

    opening: str
    came: str
    went: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The measures of it, in the order in which they are added up."""
        return self.opening, self.came, *self.went


@dataclass(frozen=True)
class Measure:
    """One figure: its name, its rule in words, and the rows that it counts.

    A row counts in a period if its ``day`` lies in it. With ``until`` it counts in every period at the end of which it
    stands: its day has come and that other has not; ``at_start``, at the beginning of which. ``once_over``: not before
    its day is over. ``is_now``: whatever the period, if its day has come. ``alive``: only of cases that were not closed
    before the period. A column called ``…_at`` holds a moment, any other a day.
    """

    code: str
    subject: str
    label: str
    rule: str
    rows: Callable[[], QuerySet]
    day: str
    until: str = ""
    once_over: bool = False
    at_start: bool = False
    is_now: bool = False
    alive: bool = False
    unit: str = "lead_unit"
    # The way from a row to its case; empty where it is one, None where it tells of none, and of which kind or kinds
    # that is.
    path: str | None = ""
    kind: str | tuple[str, ...] = ""
    # The way from a row to what has a place, where that is not its case.
    place: str = ""
    # Who may know of a row, where that is not who may know of its case.
    seen: Callable[[Standing], Q] | None = None
    # Of which of the rows of which they may know somebody is told, where that is not of all, and whose those are.
    told_of: Callable[[Standing], Q] | None = None
    told_units: Callable[[Standing], list[int]] | None = None
    # The condition that a row counts between two days, where that is found faster than by its day.
    between: Callable[[date, date], Q] | None = None
    counts: str = "件"
    # The number in a row that is added up, where that is not each row once.
    adds: Expression | None = None
    # The rows of a case count once, and the case is listed.
    by_case: bool = False
    groups: tuple[Group, ...] = ()
    listing: Listing | None = None
    # The codes of the measures whose sum it is.
    parts: tuple[str, ...] = ()
    # What it comes to by what stood before, whatever is asked for.
    balance: Balance | None = None
    # The terms of the law whose clocks it counts.
    terms: tuple[str, ...] = ()
    # The tallied facts that it is the sum of, and those that take away again; empty where it is counted from the rows.
    facts: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    # Those that are no part of it among these of the same days.
    less: tuple[str, ...] = ()
    # Of which kinds these are, where they do not name one: lines bring those when they are all there.
    facts_of: Callable[[], Iterable[str]] | None = None
    # The codes of the groups by which its facts are tallied too.
    tallied_by: tuple[str, ...] = ()
    # Why no unit is given points or loses any by how many these are; empty where it may be.
    unscored: str = ""

    @property
    def area(self) -> str:
        """The column of the place where a row lies."""
        return f"{self.place or self.path or ''}area__code"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the cases of which a row tells; none where that may be any."""
        return (self.kind,) if isinstance(self.kind, str) and self.kind else tuple(self.kind)

    @property
    def is_of_case(self) -> bool:
        """True if a case alone says when it counts."""
        return self.path == "" and {self.day, self.until or self.day} <= OF_CASE

    def group(self, code: str) -> Group:
        """The group of that code; raises ``KeyError`` if rows are not told apart by it."""
        return {group.code: group for group in self.groups}[code]

    def every_row(self) -> QuerySet:
        """Its rows of whatever day, place and person. Django puts the question together once; who narrows it has one of
        their own."""
        return _put_together(self.rows)

    def named(self, facts: tuple[str, ...]) -> tuple[str, ...]:
        """The facts as the tallies call them."""
        if self.facts_of is None:
            return facts
        return tuple(f"{kind}.{fact}" for kind in self.facts_of() for fact in facts)

    def told_apart(self, groups: tuple[str, ...]) -> "Measure":
        """The same, of the facts that are told apart by that group; of none if they are not, nor by two at once."""
        if len(groups) > 1 or groups[0] not in self.tallied_by:
            return replace(self, facts=(), gone=())
        word = self.group(groups[0]).tally or groups[0]
        if word == OF_KINDS:
            return self
        facts, gone, less = (tuple(f"{fact} by {word}" for fact in told) for told in (self.facts, self.gone, self.less))
        return replace(self, facts=facts, gone=gone, less=less)

    def last_day(self, asked: Asked) -> date:
        """The day at the end of which rows are looked at."""
        return asked.period.first - ONE_DAY if self.at_start else asked.period.last

    def seen_by(self, standing: Standing) -> Q:
        """The condition that the person may know of a row."""
        if self.seen is not None:
            return self.seen(standing)
        return known_by(standing, kinds=self.kinds, path=self.path or "") & self._told(standing)

    def unrestricted(self, standing: Standing) -> Q:
        """The condition that a row tells of no restricted case: all that must be asked for who oversees its place."""
        return ~Q(**{f"{self.path or ''}confidentiality": Case.Confidentiality.RESTRICTED}) & self._told(standing)

    def beyond(self, standing: Standing, overseen: "Overseen") -> Q:
        """The condition that the person may know of a row, which tells of no restricted case and lies in none of these
        areas."""
        if self.seen is not None:
            return self.seen(standing) & ~self._inside(overseen[""])
        seen = known_by_name(standing, kinds=self.kinds, path=self.path or "") & self._told(standing)
        seen &= ~self._inside(overseen[""])
        for kind in self.kinds:
            if kind in overseen:
                seen &= ~(self._inside(overseen[kind]) & Q(**{f"{self.path or ''}kind": kind}))
        return seen

    def among(self, cases: list[int], standing: Standing) -> Q:
        """The condition that a row tells of one of these cases."""
        return Q(Among(F(f"{self.path}pk"), cases)) & self._told(standing)

    def _inside(self, areas: tuple[str, ...]) -> Q:
        found = Q(pk__in=())
        for code in areas:
            found |= Q(**{f"{self.area}__startswith": code})
        return found

    def confided_to(self, standing: Standing) -> Q:
        """The condition that a row tells of a restricted case of which the person may know."""
        return confided_to(standing, path=self.path or "") & self._told(standing)

    def _told(self, standing: Standing) -> Q:
        return self.told_of(standing) if self.told_of else Q()


@cache
def _put_together(rows: Callable[[], QuerySet]) -> QuerySet:
    return rows()


@dataclass(frozen=True)
class OfKind:
    """What is counted of the cases of one kind; ``groups`` and ``unscored`` are those of all measures of them."""

    kind: str
    subject: str
    groups: tuple[Group, ...] = ()
    unscored: str = ""

    def measure(self, name: str, label: str, rule: str, day: str, holds: Q | None = None, **how: Any) -> Measure:
        """Those cases for which it holds, by a day of theirs."""

        def rows() -> QuerySet:
            return Case.objects.filter(holds or Q(), kind=self.kind)

        alike = {"kind": self.kind, "groups": self.groups, "unscored": self.unscored}
        return Measure(f"{self.kind}.{name}", self.subject, label, rule, rows, day, **alike | how)

    def balance(
        self, came: "Ruled", went: "Ruled", stands: str, **how: Any
    ) -> tuple[Measure, Measure, Measure, Measure]:
        """From their opening to their closing; ``stands`` is the word for those that are open."""
        first = self.measure(*came, "opened_at", facts=(f"{self.kind}.opened",), **how)
        name, label, rule = went
        return balance(
            first,
            "closed_at",
            (f"{self.kind}.opening", f"期初{stands}"),
            (f"{self.kind}.{name}", label, rule),
            (f"{self.kind}.open", f"期末{stands}"),
            (f"{self.kind}.closed",),
        )

    def in_time(self, name: str, words: str, *terms: str) -> "tuple[tuple[Measure, Measure, Measure], Rate]":
        """What of them was done by its day, what was not, and the share of it."""
        return of_terms(self.kind, name, self.subject, words, *terms, groups=self.groups)

    def closed_as(self, status: str, label: str, rule: str) -> Measure:
        """Those that ended in that status."""
        facts = (f"{self.kind}.closed {status}",)
        return self.measure(status, label, rule, "closed_at", holds=Q(status=status), facts=facts)


@dataclass(frozen=True)
class Rate:
    """The share of one measure in the sum of others; ``compares``: units may be ranked by it."""

    code: str
    subject: str
    label: str
    rule: str
    part: str
    whole: tuple[str, ...]
    compares: bool = True


@dataclass(frozen=True)
class PerPeople:
    """How much a measure comes to for so many inhabitants of the place that is asked for; a unit has none."""

    code: str
    subject: str
    label: str
    rule: str
    part: str
    people: int


# The areas overseen by one person, and under a kind of case those of which they know the cases of that kind.
Overseen = dict[str, tuple[str, ...]]
# The code and the name of a measure, and its rule.
Named = tuple[str, str]
Ruled = tuple[str, str, str]
# What a case says of itself, for whose periods it has indexes.
OF_CASE = {"opened_at", "closed_at", "next_due_at"}
MEASURES: Registry[Measure] = Registry("measures", field="measures")
RATES: Registry[Rate] = Registry("rates", field="rates")
PER_PEOPLE: Registry[PerPeople] = Registry("measures by inhabitants", field="per_people")


def subjects() -> list[str]:
    """What figures are about, in the order in which the lines came."""
    return list(dict.fromkeys(measure.subject for measure in MEASURES.values()))


def about(subject: str) -> list[Measure]:
    """The measures of a subject."""
    return [measure for measure in MEASURES.values() if measure.subject == subject]


def rates_about(subject: str) -> list[Rate]:
    """The rates of a subject."""
    return [rate for rate in RATES.values() if rate.subject == subject]


def per_people_about(subject: str) -> list[PerPeople]:
    """What of a subject is told for so many inhabitants."""
    return [each for each in PER_PEOPLE.values() if each.subject == subject]


def sum_of(code: str, label: str, rule: str, *parts: Measure) -> Measure:
    """What the others come to together; its list has the rows of each of them once."""
    told = replace(parts[0], parts=tuple(part.code for part in parts), facts=(), gone=(), less=(), tallied_by=())
    return replace(told, code=code, label=label, rule=rule)


def balance(
    came: Measure,
    until: str,
    opening: Named,
    went: Ruled,
    closing: Named,
    facts: tuple[str, ...] = (),
    tallied_by: tuple[str, ...] = (),
) -> tuple[Measure, Measure, Measure, Measure]:
    """What stood at the beginning of a period, what came in it, what went by its column ``until``, and what stands at
    the end: the first two less the third are the fourth, whoever asks, and of whichever of them.

    ``came`` counts no row that has no day of its own; ``facts`` are what is tallied of those that went, ``tallied_by``
    the groups by which both those and what came are.
    """
    told = replace(came, tallied_by=tallied_by)
    code, label, rule = went
    gone = replace(told, code=code, label=label, rule=rule, day=until, facts=facts)
    standing = replace(told, until=until, gone=facts)
    before = f"期间开始前{came.label}、开始时没有{gone.label}的"
    adds_up = Balance(opening[0], came.code, (gone.code,))
    return (
        replace(standing, code=opening[0], label=opening[1], rule=before, at_start=True),
        came,
        gone,
        replace(standing, code=closing[0], label=closing[1], rule=f"期间结束时没有{gone.label}的", balance=adds_up),
    )


def balances() -> list[Measure]:
    """The measures that are what stood before, with what came and without what went."""
    return [measure for measure in MEASURES.values() if measure.balance]


def leaves(codes: Iterable[str]) -> list[Measure]:
    """The measures whose rows are counted for these, each once."""
    found: dict[str, Measure] = {}
    for code in codes:
        measure = MEASURES[code]
        found |= {leaf.code: leaf for leaf in leaves(measure.parts)} if measure.parts else {code: measure}
    return list(found.values())


def late_now(code: str, subject: str, kinds: tuple[str, ...], **how) -> Measure:
    """Cases with a term that has run out, of the unit that had to meet the nearest when its day passed."""

    def rows() -> QuerySet:
        nearest = Clock.objects.filter(case=OuterRef("pk"), ended_at=None, is_window=False).order_by("due_at", "id")
        charged = Coalesce(Subquery(nearest.values("charged_to")[:1]), "lead_unit", output_field=BigIntegerField())
        return Case.objects.open().annotate(responsible=charged)

    told = {"is_now": True, "unit": "responsible", "kind": kinds, **how}
    return Measure(code, subject, "现在超期", "法定期限已过、没有办结的", rows, "next_due_at", **told)


def _clocks(kind: str, terms: Iterable[str], which: Q) -> Callable[[], QuerySet]:
    def rows() -> QuerySet:
        found = Clock.objects.filter(which, case__kind=kind, term_code__in=terms, is_window=False)
        return found.annotate(answering=Coalesce("charged_to", "case__lead_unit"))

    return rows


def of_terms(
    kind: str, name: str, subject: str, words: str, *terms: str, groups: Iterable[Group] = ()
) -> tuple[tuple[Measure, Measure, Measure], Rate]:
    """What was done in time, what went late, what is still late of it; and the share in time of all that was due.

    Each term counts once: when it was met, or when its day passed. Of whoever answered for it on that day. A term in
    hours or minutes has no such day: ``checks`` refuses it at start-up. ``groups`` are those of the case.
    """
    code = f"{kind}.{name}"
    apart = tuple(group.along("case__") for group in groups)

    def facts(end: str) -> tuple[str, ...]:
        return tuple(f"{kind}.{term} {end}" for term in terms)

    def measure(ending: str, label: str, rule: str, which: Q, **how) -> Measure:
        rows = _clocks(kind, terms, which)
        told: dict[str, Any] = {"unit": "answering", "path": "case__", "kind": kind, "counts": "项", "listing": CLOCKS}
        # Whoever closes a case ends them, and no step of a closed one starts them again.
        told |= {"terms": terms, "groups": apart, "alive": True, **how}
        return Measure(f"{code}_{ending}", subject, f"{label}{words}", rule, rows, **told)

    late_from = {"day": "due", "once_over": True, "facts": facts("late")}
    met = {"day": "ended_at", "facts": facts("met")}
    in_time = measure("in_time", "按期", "期限届满前办到的，按办到之日计", Q(outcome=Clock.Outcome.MET), **met)
    late = measure("late", "逾期", "届满没有办到的，按届满之日计，以后办到的也在内", LATE, **late_from)
    still = measure(
        "overdue",
        "超期未",
        "期间结束时期限已过、没有办到的",
        LATE,
        until="ended_at",
        gone=facts("done"),
        **late_from,
    )
    rule = f"{in_time.label} ÷（{in_time.label} + {late.label}）；没有到期的不计"
    rate = Rate(f"{code}_rate", subject, f"按期{words}率", rule, in_time.code, (in_time.code, late.code))
    return (in_time, late, still), rate
