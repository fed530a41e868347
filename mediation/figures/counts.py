"""The figures of mediation for a period: counted by the database over what was alive in the period, never over history.

opening balance + received − closed = closing balance, for the whole and for every type, source and grade: all four are
counted in one statement over one set of rows.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db.models import BigIntegerField, Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from governance.cases.models import Case, Category, Clock
from governance.figures.periods import Period
from governance.organisation.models import Unit

from ..models import Dispute, Mediator, PerformanceItem, Track
from ..vocabulary import GRADES, SOURCES, TRACK_KINDS
from ..vocabulary import TRACKS as WAYS
from . import measures
from .measures import (
    DISPUTES,
    ITEMS,
    MEASURES,
    OF_CONFIRMATIONS,
    OF_DISPUTES,
    OF_ITEMS,
    OF_TRACKS,
    TRACKS,
    FigureRequest,
)

DISPUTE = "dispute"
KINDS = (DISPUTE, *TRACK_KINDS)
NO_TYPE = "none"


@dataclass(frozen=True)
class Scope:
    """Whose eyes, which place, and what is asked."""

    user: object
    asked: FigureRequest
    area: str = ""

    def cases(self, model, *kinds: str):
        """The cases of these kinds that the reader may see, in the place, as rows of that table."""
        found = model.objects.visible_to(self.user, self.asked.today, kinds=kinds)
        return found.filter(area__code__startswith=self.area) if self.area else found

    def alive(self, model, *kinds: str):
        """Those of that table that were open at some moment of the period.

        Who may see what is asked of the cases alone, before the table is joined: asked of the join, it costs
        PostgreSQL's planner so much a row that it prefers to read ten years of both.
        """
        seen = self.cases(Case, *kinds).filter(measures.alive_cases(self.asked), kind__in=kinds)
        return model.objects.filter(pk__in=seen.values("pk"))

    def over(self, period: Period) -> "Scope":
        """The same for another period."""
        return replace(self, asked=replace(self.asked, period=period))


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

    scope: Scope
    total: Counter
    year_before: int
    overdue: int
    types: list[GroupCounts]
    sources: list[GroupCounts]
    grades: list[GroupCounts]
    ways: list[GroupCounts]
    units: list[GroupCounts]
    mediators: list[GroupCounts]
    latest: list[GroupCounts] = field(default_factory=list)


def _disputes(scope: Scope):
    return scope.alive(Dispute, DISPUTE).annotate(first_agreement=measures.first_agreement())


def _tracks(scope: Scope):
    return scope.alive(Track, *TRACK_KINDS).filter(measures.not_ended_before(scope.asked))


def _late(scope: Scope):
    """What is late now; ``responsible`` is the unit that had to meet the nearest day when it passed."""
    nearest = Clock.objects.filter(case=OuterRef("pk"), ended_at=None, is_window=False).order_by("due_at", "id")
    found = scope.cases(Case, *KINDS).open().filter(measures.LATE.holds(scope.asked))
    charged = Coalesce(Subquery(nearest.values("charged_to")[:1]), "lead_unit", output_field=BigIntegerField())
    return found.annotate(responsible=charged)


def _counting(of, asked: FigureRequest, what: str = "pk", **more) -> dict[str, Count]:
    return {measure.code: Count(what, filter=measure.holds(asked), **more) for measure in of if not measure.parts}


def _added(rows, key: Callable) -> dict:
    """The counts of the rows, added up by the key."""
    groups: dict = {}
    for row in rows:
        counts = groups.setdefault(key(row), Counter())
        for code, value in row.items():
            if code in MEASURES:
                counts[code] += value
    for counts in groups.values():
        _sums(counts)
    return groups


def _sums(counts: Counter) -> Counter:
    for measure in OF_DISPUTES:
        if measure.parts:
            counts[measure.code] = sum(counts[part] for part in measure.parts)
    return counts


def figures_of(scope: Scope) -> Figures:
    """The figures of the period as this reader may know them."""
    asked = scope.asked
    counting = _counting(OF_DISPUTES, asked)
    rows = list(_disputes(scope).order_by().values("category_id", "source", "grade").annotate(**counting))
    total = _added(rows, lambda row: "").get("", Counter())
    total.update(_of_agreements(scope))
    late = dict(_late(scope).order_by().values_list("responsible").annotate(Count("pk")))
    by_unit = list(_tracks(scope).order_by().values("lead_unit_id", "kind").annotate(**_counting(OF_TRACKS, asked)))
    return Figures(
        scope=scope,
        total=total,
        year_before=_received_a_year_before(scope),
        overdue=sum(late.values()),
        types=_types(rows),
        sources=_lines(_added(rows, lambda row: row["source"]), SOURCES),
        grades=_lines(_added(rows, lambda row: row["grade"]), GRADES),
        ways=_lines(_added(by_unit, lambda row: row["kind"]), WAYS),
        units=_units(by_unit, late),
        mediators=_mediators(scope),
        latest=_latest(late),
    )


def _received_a_year_before(scope: Scope) -> int:
    before = scope.asked.period.passed(scope.asked.today).a_year_before()
    seen = scope.cases(Case, DISPUTE)
    return seen.filter(kind=DISPUTE, opened_at__gte=before.start, opened_at__lt=before.end).count()


def _of_agreements(scope: Scope) -> Counter:
    """Promises, applications to the court and applications not made."""
    asked, tracks = scope.asked, scope.cases(Track, *TRACK_KINDS).order_by()
    counts = Counter()
    due = tracks.filter(measures.items_of(asked))
    counts.update(due.aggregate(**_counting(OF_ITEMS, asked, "agreements__items")))
    court = tracks.filter(measures.confirmations_of(asked))
    counts.update(court.aggregate(**_counting(OF_CONFIRMATIONS, asked, distinct=True)))
    counts[measures.MISSED.code] = tracks.filter(measures.MISSED.holds(asked)).values("pk").distinct().count()
    return counts


# Groups


def _lines(groups: dict, words) -> list[GroupCounts]:
    """One line a word, those without anything too: a table that always has the same rows can be compared."""
    return [GroupCounts(code, label, groups.get(code, Counter())) for code, label in words]


def _types(rows) -> list[GroupCounts]:
    paths = dict(Category.objects.filter(kind="dispute").values_list("pk", "path"))
    tops = {pk: path.partition("/")[0] for pk, path in paths.items()}
    groups = _added(rows, lambda row: tops.get(row["category_id"], NO_TYPE))
    known = [GroupCounts(top, top, groups[top]) for top in sorted(set(tops.values())) if top in groups]
    return known + ([GroupCounts(NO_TYPE, "未分类", groups[NO_TYPE])] if NO_TYPE in groups else [])


def _units(rows, late: dict[int, int]) -> list[GroupCounts]:
    groups = _added(rows, lambda row: row["lead_unit_id"])
    lines = []
    found = Unit.objects.filter(pk__in={*groups, *late}).select_related("area")
    for unit in found.order_by("area_id", "position", "id"):
        counts = groups.get(unit.pk, Counter())
        counts[measures.LATE.code] = late.get(unit.pk, 0)
        lines.append(GroupCounts(str(unit.pk), unit.short_name, counts, unit.area.name))
    return lines


def _latest(late: dict[int, int]) -> list[GroupCounts]:
    """The three units with the most overdue cases."""
    worst = sorted(late.items(), key=lambda row: (-row[1], row[0]))[:3]
    names = dict(Unit.objects.filter(pk__in=[pk for pk, _ in worst]).values_list("pk", "short_name"))
    return [GroupCounts(str(pk), names[pk], Counter({measures.LATE.code: count})) for pk, count in worst]


def _mediators(scope: Scope) -> list[GroupCounts]:
    """Everybody who mediates in the period, by organisation and name: how much lies with whom, not who is best."""
    serving = _tracks(scope).filter(mediators__isnull=False, mediators__until=None).order_by()
    rows = serving.values("mediators__mediator_id").annotate(**_counting(OF_TRACKS, scope.asked))
    groups = _added(rows, lambda row: row["mediators__mediator_id"])
    people = Mediator.objects.filter(pk__in=groups).select_related("unit")
    people = people.order_by("unit__area_id", "unit__position", "unit_id", "name", "id")
    return [GroupCounts(str(each.pk), each.name, groups[each.pk], each.unit.short_name) for each in people]


# The list behind a figure


def _of_type(value: str) -> Q:
    return Q(category=None) if value == NO_TYPE else Q(category__path=value) | Q(category__path__startswith=f"{value}/")


OF_GROUP: dict[str, Callable[[str], Q]] = {
    "type": _of_type,
    "source": lambda value: Q(source=value),
    "grade": lambda value: Q(grade=value),
    "way": lambda value: Q(kind=value),
    "unit": lambda value: Q(lead_unit=value),
    "mediator": lambda value: Q(mediators__mediator=value, mediators__until=None),
}
GROUPS_OF = {
    DISPUTES: ("type", "source", "grade"),
    TRACKS: ("way", "unit", "mediator"),
    ITEMS: (),
    measures.OVERDUE: ("unit",),
}


def counted(scope: Scope, code: str, group: str = "", value: str = ""):
    """The very cases that a figure counts, as a query of cases.

    Raises ``LookupError`` for a figure or a group that there is not, and for promises, which are no cases.
    """
    measure = MEASURES[code]
    if group and group not in GROUPS_OF[measure.about]:
        raise LookupError(group)
    which = OF_GROUP[group](value) if group else Q()
    if measure.about == measures.OVERDUE:
        return _late(scope).filter(responsible=value) if group else _late(scope)
    if measure.about == DISPUTES:
        found = _disputes(scope)
    elif measure.about == TRACKS:
        found = _tracks(scope) if measure in OF_TRACKS else scope.cases(Track, *TRACK_KINDS)
    else:
        raise LookupError(code)
    return Case.objects.filter(pk__in=found.filter(which).filter(measure.holds(scope.asked)).values("pk"))


def counted_items(scope: Scope, code: str):
    """The very promises that a figure counts, with their tracks."""
    asked, measure = scope.asked, MEASURES[code]
    if measure.about != ITEMS:
        raise LookupError(code)
    found = scope.cases(Track, *TRACK_KINDS).filter(measures.items_of(asked) & measure.holds(asked))
    return PerformanceItem.objects.filter(pk__in=found.values("agreements__items__pk"))
