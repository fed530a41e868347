"""The map: areas coloured by what is open and late, points, and a list that says the same without a map."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from governance.maps.layers import LAYERS
from governance.maps.outlines import BELOW, LENGTHS, address_of
from governance.maps.views import area_for
from governance.organisation.models import Area

from .rows import GRID, MOST_PLACES, MOST_ROWS, SHOWN, VILLAGE, Chosen, area_rows, events_in, places_in, points

staff_only = permission_required("cases.view_case", raise_exception=True)
LEVELS = ((9, "镇街"), (12, "村（社区）"), (15, "网格"))


def _shown() -> list[tuple[str, str]]:
    """What the map can be narrowed to."""
    return [*SHOWN, *((layer.code, layer.label) for layer in LAYERS.values())]


def _chosen(request) -> Chosen:
    kind = request.GET.get("show", "")
    return Chosen(kind if kind in dict(_shown()) else "", request.GET.get("late") == "1")


def _length(request, inside: Area) -> int:
    """The length of the codes of what is drawn: the next level, unless a lower one was asked for."""
    asked = request.GET.get("level", "")
    return int(asked) if asked in map(str, LENGTHS) and int(asked) > len(inside.pk) else BELOW[len(inside.pk)]


@staff_only
@require_safe
def map_page(request):
    """What lies inside an area: the list, and the map beside it where there is a script."""
    now = timezone.now()
    inside, chosen = area_for(request.GET.get("inside", "")), _chosen(request)
    length = _length(request, inside)
    of_grids = len(inside.pk) == VILLAGE
    rows = [] if len(inside.pk) == GRID else area_rows(inside, length, request.user, now, chosen)
    at_bottom = not rows or of_grids
    events, places = [], []
    if at_bottom and chosen.counts_events:
        events = events_in(inside, request.user, now, chosen, in_no_grid=bool(rows))
    if at_bottom or chosen.of_places:
        places = places_in(inside, request.user, now, chosen)
    query = request.GET.copy()
    query.pop("inside", None)
    context = {
        "inside": inside,
        "path": [(each.name, f"{chosen.page}{each.pk}") for each in inside.way()[:-1]],
        "rows": rows[:MOST_ROWS],
        "more": max(len(rows) - MOST_ROWS, 0) + max(len(places) - MOST_PLACES, 0),
        "events": events,
        "places": places[:MOST_PLACES],
        "points_url": f"{reverse('grid:map_points', args=[inside.pk])}?{query.urlencode()}",
        "outlines_url": address_of(inside, length),
        "map_url": chosen.page,
        "tiles": settings.MAP_TILES,
        "shown": _shown(),
        "chosen": chosen,
        "chosen_label": dict(_shown()).get(chosen.kind, ""),
        "layers": [layer.label for layer in LAYERS.values()],
        "levels": [(digits, label) for digits, label in LEVELS if digits > len(inside.pk)],
        "length": length,
    }
    return render(request, "grid/map/list.html", context)


@staff_only
@require_safe
@gzip_page
def map_points(request, code: str):
    """The points inside an area and the colours of the areas there, of what the reader may know."""
    inside, chosen, now = area_for(code), _chosen(request), timezone.now()
    rows = area_rows(inside, _length(request, inside), request.user, now, chosen)
    areas = {row.code: [row.light, row.events, row.late] for row in rows if row.events}
    return JsonResponse({**points(inside, request.user, now, chosen), "areas": areas})
