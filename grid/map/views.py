"""The map: areas coloured by what is open and late, points, and a list that says the same without a map."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Max
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from governance.organisation.models import Area

from ..models import Boundary
from .rows import area_rows, outlines, points

staff_only = permission_required("cases.view_case", raise_exception=True)


def _area(code: str) -> Area:
    areas = Area.objects.select_related("parent__parent__parent")
    known = areas.filter(pk=code) if code else areas.filter(level=Area.Level.COUNTY).order_by("code")
    found = known.first() if code.isdecimal() or not code else None
    if found is None:
        raise Http404("没有这个地方。")
    return found


def _path(area: Area) -> list[tuple[str, str]]:
    """The areas around this one, the widest first, each with its address."""
    found = []
    while area is not None:
        found.append((area.name, f"{reverse('grid:map')}?inside={area.pk}"))
        area = area.parent
    return found[::-1]


@staff_only
@require_safe
def map_page(request):
    """What lies inside an area: the list, and the map beside it where there is a script."""
    now = timezone.now()
    inside = _area(request.GET.get("inside", ""))
    rows = area_rows(inside, request.user, now)
    context = {
        "inside": inside,
        "path": _path(inside)[:-1],
        "rows": rows,
        "lights": {row.code: [row.light, row.url, row.events, row.late] for row in rows},
        "points": points(inside, request.user, now),
        "tiles": settings.MAP_TILES,
    }
    return render(request, "grid/map/list.html", context)


def _version(request, code: str) -> str | None:
    if not code.isdecimal():
        return None
    told = Boundary.objects.filter(area__code__startswith=code).aggregate(Count("area"), Max("loaded_at"))
    return f'"{code}.{told["area__count"]}.{told["loaded_at__max"]}"'


@staff_only
@require_safe
@condition(etag_func=_version)
def outlines_of(request, code: str):
    """The shapes inside an area; a browser that has this version is told so and gets nothing."""
    answer = JsonResponse({"type": "FeatureCollection", "features": outlines(_area(code))})
    answer["Cache-Control"] = "private, no-cache"
    return answer
