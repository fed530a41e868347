"""Who may open the pages about organisations, mediators and rosters."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from governance.organisation.models import Area, Unit
from governance.organisation.standing import PersonRequest

from .rules import MANAGE, may_manage

viewers_only = permission_required("cases.view_case", raise_exception=True)
managers_only = permission_required(MANAGE, raise_exception=True)


def organisation_of(pk: int) -> Unit:
    """The mediation organisation with its place; 404 for any other unit."""
    units = Unit.objects.select_related("area__parent__parent", "committee__sponsor")
    return get_object_or_404(units, pk=pk, kind=Unit.Kind.MEDIATION)


def check_manages(request: PersonRequest, area: str) -> None:
    """Raises PermissionDenied unless the reader manages what lies in the area."""
    if not may_manage(request.standing, area):
        raise PermissionDenied


def manages_county(request: PersonRequest) -> bool:
    """True for those who manage what belongs to the county as a whole."""
    county = Area.objects.filter(level=Area.Level.COUNTY).order_by("code").values_list("code", flat=True).first()
    return county is not None and may_manage(request.standing, county)
