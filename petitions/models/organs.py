"""Which organ stands above which: in the tree of units, or as what speaks for the government of its area."""

from governance.organisation.models import Unit
from governance.organisation.standing import lies_in, units_under

ABOVE_ITS_AREA = (Unit.Kind.GOVERNMENT, Unit.Kind.PETITION_OFFICE)


def is_above(unit: Unit, other: Unit) -> bool:
    """True if the unit is a superior of the other: in the tree, or as what speaks for the government of its area.

    The government of an area and the petition department that speaks for it are one level.
    """
    if unit.pk == other.pk or unit.pk in units_under([other.pk]):
        return False
    one_level = unit.area_id == other.area_id and other.kind in ABOVE_ITS_AREA
    governs = unit.kind in ABOVE_ITS_AREA and lies_in(other.area_id, [unit.area_id]) and not one_level
    return governs or (other.pk in units_under([unit.pk]) and not (one_level and unit.kind in ABOVE_ITS_AREA))
