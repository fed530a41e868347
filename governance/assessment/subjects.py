"""What a standard is about: every unit, place or row of a register, and which unit answers for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.organisation.areas import lying
from governance.organisation.models import Area, Unit
from governance.organisation.standing import Standing
from governance.registers.models import Entry

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
    rows = Entry.objects.filter(standing.within("unit", area="area"), register=standard.register, ended_on=None)
    if standard.only_field:
        rows = rows.filter(**{f"facts__{standard.only_field}": standard.only_code})
    rows = rows.filter(lying.inside(inside)).select_related("unit", "area__parent__parent")
    for entry in rows.order_by("area_id", "pk"):
        yield Subject(f"e{entry.pk}", entry.name, entry.unit, entry.area, entry)


_BY_ABOUT = {About.UNITS: _units, About.ENTRIES: _entries}
