"""From the village to the township to the county: which unit takes what the one below cannot solve."""

from governance.organisation.models import Unit

TAKING = (Unit.Kind.CENTRE, Unit.Kind.GOVERNMENT)


def unit_above(unit: Unit) -> Unit | None:
    """The centre of the next level that oversees the unit's place, or the government there where it has no centre."""
    above = Unit.objects.filter(kind__in=TAKING, sees=Unit.Sees.AREA, is_active=True).exclude(pk=unit.pk)
    own = len(unit.area_id)
    found = [
        each
        for each in above
        if unit.area_id.startswith(each.area_id) and (len(each.area_id) < own or unit.kind not in TAKING)
    ]
    if unit.kind in TAKING:
        found = [each for each in found if len(each.area_id) < own]
    return min(found, key=lambda each: (-len(each.area_id), TAKING.index(each.kind), each.pk), default=None)
