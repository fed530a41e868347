"""What a standard is about: every unit, place or row of a register, and which unit answers for it.

Of closed cases it is about those that were drawn, by whom they were handled.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Window
from django.db.models.functions import Random, RowNumber
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from governance.cases.models import Case
from governance.cases.models.case import UNTIL
from governance.frame.days import ONE_DAY, office_moment
from governance.organisation.areas import lying
from governance.organisation.models import Area, Unit, User
from governance.organisation.standing import Standing, standing_now
from governance.registers.access import sight
from governance.registers.models import Entry

from .access import CONCLUDE, visible
from .models import Standard

About = Standard.About


@dataclass(frozen=True)
class Subject:
    """Something that can be appraised; ``key`` tells it from every other of its standard."""

    key: str
    name: str
    unit: Unit
    area: Area
    entry: Entry | None = None
    case: Case | None = None


def subjects(standard: Standard, standing: Standing, *, inside: str = "") -> list[Subject]:
    """Those of the person's units and of the areas that they oversee, in the county's order."""
    return list(_BY_ABOUT.get(standard.about, _areas)(standard, standing, inside))


def _units(standard: Standard, standing: Standing, inside: str) -> Iterable[Subject]:
    rows = Unit.objects.filter(standing.within("pk", area="area"), is_active=True, area__code__startswith=inside)
    if standard.unit_kinds:
        rows = rows.filter(kind__in=standard.unit_kinds)
    for unit in rows.select_related("area__parent__parent"):
        yield Subject(f"u{unit.pk}", unit.name, unit, unit.area)


def _areas(standard: Standard, standing: Standing, inside: str) -> Iterable[Subject]:
    """Each area of the level with the unit that stands in it, or, where none does, its township's government."""
    areas = Area.in_use().filter(level=standard.about, code__startswith=inside).select_related("parent__parent")
    local = {unit.area_id: unit for unit in _answering(standard.about)}
    above = {unit.area_id: unit for unit in _answering(About.TOWNSHIPS)}
    for area in areas.order_by("code"):
        unit = local.get(area.pk) or above.get(Area.township_of(area.pk))
        if unit is not None and (unit.pk in standing.units or standing.covers(area.pk)):
            yield Subject(f"a{area.pk}", area.name, unit, area)


def _answering(level: str) -> Iterable[Unit]:
    kind = Unit.Kind.VILLAGE if level == About.VILLAGES else Unit.Kind.GOVERNMENT
    # Of several the first in the county's order stands last and wins.
    return Unit.objects.filter(kind=kind, area__level=level, is_active=True).order_by("-position", "-pk")


def _entries(standard: Standard, standing: Standing, inside: str) -> Iterable[Subject]:
    mine = sight(standing) & standing.within("unit", area="area")
    rows = Entry.objects.filter(mine, register=standard.register, ended_on=None)
    if standard.only_field:
        rows = rows.filter(**{f"facts__{standard.only_field}": standard.only_code})
    rows = rows.filter(lying.inside(inside)).select_related("unit", "area__parent__parent")
    for entry in rows.order_by("area_id", "pk"):
        yield Subject(f"e{entry.pk}", entry.name, entry.unit, entry.area, entry)


def _cases(standard: Standard, standing: Standing, inside: str) -> Iterable[Subject]:
    rows = visible(standing).filter(lying.inside(inside), standard=standard).order_by("subject", "-pk")
    for row in rows.distinct("subject").select_related("unit", "area__parent__parent", "case"):
        yield Subject(row.subject, row.name, row.unit, row.area, case=row.case)


_BY_ABOUT: dict[str, Callable[[Standard, Standing, str], Iterable[Subject]]] = {
    About.UNITS: _units,
    About.ENTRIES: _entries,
    About.CASES: _cases,
}


@dataclass(frozen=True)
class Draw:
    """Which closed cases are drawn: closed within these days, of every unit that handled some so many."""

    first: date
    last: date
    each: int

    @property
    def words(self) -> str:
        """What the lot can be told by afterwards."""
        return f"从 {self.first} 至 {self.last} 办结的事项中，每个承办单位随机抽取 {self.each} 件"


def drawn(standard: Standard, user: User, area: Area, draw: Draw) -> list[Subject]:
    """By lot among those of which the person may know and which were not drawn by this standard before.

    What accuses somebody is drawn by nobody, and nobody draws what their own unit, one above it, or any that they do
    not oversee handled.
    """
    standing = standing_now(user)
    closed = (office_moment(draw.first), office_moment(draw.last + ONE_DAY))
    known = Case.objects.visible_to(user).exclude(confidentiality=Case.Confidentiality.RESTRICTED)
    during = Q(GreaterThanOrEqual(UNTIL, closed[0]), LessThan(UNTIL, closed[1]))
    known = known.filter(during, lying.inside(area.pk), kind=standard.case_kind)
    known = known.filter(standing.inside("lead_unit__area", CONCLUDE)).exclude(lead_unit__in=standing.units_above)
    known = known.exclude(pk__in=standard.appraisals.values("case"))
    lot = Window(RowNumber(), partition_by="lead_unit_id", order_by=Random())
    rows = Case.objects.filter(pk__in=known.values("pk")).annotate(lot=lot).filter(lot__lte=draw.each)
    return [
        Subject(f"c{row.pk}", row.number, row.lead_unit, row.area, case=row)
        for row in rows.select_related("lead_unit", "area__parent__parent").order_by("number")
    ]
