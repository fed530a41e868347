"""Where something lies now: what lay in an area that was joined to another lies in that one."""

from django.db.models import Q
from django.db.models.functions import Coalesce

from ..models import Area
from ..standing import outermost


def now_in(path: str = "area") -> Coalesce:
    """The code of the area in which a row lies now; ``path`` leads to the one in which it lay."""
    return Coalesce(f"{path}__successor_id", f"{path}_id")


def goes_on_as(code: str) -> str:
    """The code of the area that took over the one of that code; the code itself where none did."""
    return Area.objects.filter(pk=code).values_list("successor_id", flat=True).first() or code


def just_in(code: str, path: str = "area") -> Q:
    """The condition that a row lies in just that area, or lay in one that was joined to it."""
    former = Area.objects.filter(successor=code).values_list("code", flat=True)
    return Q(**{f"{path}__in": [code, *former]})


def inside(*codes: str, path: str = "area") -> Q:
    """The condition that a row lies in an area of these codes, or lay in one that was joined to it or one inside it."""
    joined = _under(codes, "successor__code")
    former = Area.objects.filter(joined).values_list("code", flat=True)
    return _under(outermost({*codes, *former}), f"{path}__code")


def _under(codes, column: str) -> Q:
    found = Q(pk__in=())
    for code in codes:
        found |= Q(**{f"{column}__startswith": code})
    return found
