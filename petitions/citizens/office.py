"""Which unit takes in what comes over the network: the centre of its place, so that it is solved where it is."""

from datetime import date

from django.db.models import Q

from governance.organisation.models import Area, Unit
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import carrying
from governance.organisation.units import TAKING

REGISTER = "petitions.register_petition"
OF_COUNTY = (Unit.Kind.PETITION_OFFICE, Unit.Kind.CENTRE, Unit.Kind.GOVERNMENT, Unit.Kind.OFFICE)


def unit_for(area: Area, on: date) -> Unit | None:
    """The centre or government of the township, else the county's petition office or centre: the first where somebody
    registers petitions that day; None where nobody does.
    """
    township, county = Area.township_of(area.pk), area.pk[: Area.CODE_LENGTH[Area.Level.COUNTY]]
    local = Q(area=township, kind__in=TAKING) & ~Q(area=county)
    found = list(Unit.objects.filter(local | Q(area=county, kind__in=OF_COUNTY), is_active=True))
    office = InOffice(on, [unit.pk for unit in found])
    staffed = [unit for unit in found if office.of(unit.pk, roles=carrying(REGISTER))]
    return min(staffed, key=_nearest, default=None)


def county() -> Area | None:
    """The county that runs the platform."""
    return Area.objects.filter(level=Area.Level.COUNTY).order_by("code").first()


def _nearest(unit: Unit) -> tuple[int, int, int, int]:
    order = OF_COUNTY if len(unit.area_id) == Area.CODE_LENGTH[Area.Level.COUNTY] else TAKING
    return -len(unit.area_id), order.index(unit.kind), unit.position, unit.pk
