"""Which units a scheme is for, and what is counted of each of them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from governance.figures.asked import Asked
from governance.figures.counting import by_place, totals_by
from governance.figures.periods import Period
from governance.frame.days import office_day
from governance.organisation.models import Unit
from governance.organisation.standing import Standing

from ..models import Scheme
from ..scoring import AREA, Reached, ScoredItem

TOWNSHIPS = "township"
# What a scheme can be for; a government of the county itself is assessed by nobody here, a village by its township.
KINDS = (
    (TOWNSHIPS, "乡镇（街道）"),
    *((kind.value, kind.label) for kind in Unit.Kind if kind not in (Unit.Kind.GOVERNMENT, Unit.Kind.VILLAGE)),
)


def assessable() -> QuerySet[Unit]:
    """Every unit that some scheme can be for, in the county's order."""
    return _of_kinds([code for code, _ in KINDS])


def units_of(scheme: Scheme) -> QuerySet[Unit]:
    """The units that it is for, in the county's order."""
    found = _of_kinds(scheme.unit_kinds)
    return found.filter(pk__in=scheme.units) if scheme.units else found


def _of_kinds(kinds: Iterable[str]) -> QuerySet[Unit]:
    wanted = Q(kind__in=[kind for kind in kinds if kind != TOWNSHIPS])
    if TOWNSHIPS in kinds:
        wanted |= Q(kind=Unit.Kind.GOVERNMENT, area__level="township")
    return Unit.objects.filter(wanted, is_active=True).select_related("area").order_by("position", "id")


def counted(
    items: Iterable[ScoredItem], units: Iterable[Unit], period: Period, standing: Standing, now: datetime
) -> dict[int, dict[str, Reached]]:
    """What each item comes to for each unit, by one question of the figures. No restricted case takes part."""
    items = [item for item in items if item.part]
    asked = Asked(standing, period, office_day(now), now=now, aloud=True)
    places = by_place({code for item in items for code in item.codes}, asked)
    by_unit, by_area = totals_by(places, lambda place: place.unit), totals_by(places, lambda place: place.area)
    found: dict[int, dict[str, Reached]] = {}
    for unit in units:
        own, area = by_unit[unit.pk], by_area[unit.area_id]
        found[unit.pk] = {item.name: _reached(item, area if item.scope == AREA else own) for item in items}
    return found


def _reached(item: ScoredItem, counts) -> Reached:
    whole = sum(counts[code] for code in item.whole) if item.whole else None
    return Reached(counts[item.part], whole)
