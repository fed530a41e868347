"""Which organ stands above which: in the tree of units, or as what speaks for the government of its area."""

from collections.abc import Iterable

from governance.organisation.models import Unit
from governance.organisation.standing import lies_in, line_of

ABOVE_ITS_AREA = (Unit.Kind.GOVERNMENT, Unit.Kind.PETITION_OFFICE)


def is_above(unit: Unit, other: Unit) -> bool:
    """True if the unit is a superior of the other: in the tree, or as what speaks for the government of its area.

    The government of an area and the petition department that speaks for it are one level.
    """
    return unit.pk != other.pk and bool(superiors([unit], other))


def superiors(units: Iterable[Unit], other: Unit) -> list[Unit]:
    """Those of the units that are above the other; the tree is read for all of them together."""
    over, under = line_of(other.pk)
    return [unit for unit in units if unit.pk not in under and _stands_over(unit, other, in_tree=unit.pk in over)]


def _stands_over(unit: Unit, other: Unit, *, in_tree: bool) -> bool:
    speaks = unit.kind in ABOVE_ITS_AREA
    one_level = unit.area_id == other.area_id and other.kind in ABOVE_ITS_AREA
    if speaks and one_level:
        return False
    return in_tree or (speaks and lies_in(other.area_id, [unit.area_id]))
