"""The map of places: areas coloured by what is open and late, points, and a list that says the same without a map."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from governance.cases.registry import KINDS
from governance.frame.days import minute_text
from governance.frame.pages.columns import table_html
from governance.maps.layers import LAYERS
from governance.maps.outlines import BELOW, LENGTHS, address_of
from governance.maps.views import area_for
from governance.organisation.models import Area

from .columns import of_areas, of_matters
from .rows import GRID, MOST_PLACES, MOST_ROWS, VILLAGE, Chosen, area_rows, matters_in, places_in, points, shown
from .shown import beside, in_grids

staff_only = permission_required("cases.view_case", raise_exception=True)
LEVELS = ((9, "镇街"), (12, "村（社区）"), (15, "网格"))


def _chosen(request) -> Chosen:
    kind = request.GET.get("show", "")
    return Chosen(kind if kind in shown() else "", request.GET.get("late") == "1")


def _length(request, inside: Area) -> int:
    """The length of the codes of what is drawn: the next level, unless a lower one was asked for."""
    asked = request.GET.get("level", "")
    return int(asked) if asked in map(str, LENGTHS) and int(asked) > len(inside.pk) else BELOW[len(inside.pk)]


@staff_only
@require_safe
def places_page(request):
    """What lies inside an area, first that of the reader's work: the list, and the map where there is a script.

    The address of an area that was joined to another leads to that one.
    """
    inside, chosen = area_for(request.GET.get("inside", request.standing.home)), _chosen(request)
    if inside.successor_id:
        return redirect(f"{chosen.page}{inside.successor_id}")
    length = _length(request, inside)
    query = request.GET.copy()
    query.pop("inside", None)
    context = {
        "inside": inside,
        "counted": f"现在{'超期' if chosen.late else ''}的{shown().get(chosen.kind, '在办事项')}",
        "counted_at": minute_text(timezone.now()),
        "path": [(each.name, f"{chosen.page}{each.pk}") for each in inside.way()[:-1]],
        "points_url": f"{reverse('dashboard:points', args=[inside.pk])}?{query.urlencode()}",
        "outlines_url": address_of(inside, length),
        "map_url": chosen.page,
        "tiles": settings.MAP_TILES,
        "shown": shown(),
        "chosen": chosen,
        "cases": [kind.workflow.label for kind in KINDS.values() if kind.on_map],
        "layers": [layer.label for layer in LAYERS.values()],
        "only_counted": [counted.label for counted in beside() if not KINDS[counted.kind].on_map],
        "levels": [(digits, label) for digits, label in LEVELS if digits > len(inside.pk)],
        "length": length,
    }
    return render(request, "dashboard/places.html", context | _listed(request.user, inside, length, chosen))


def _listed(user, inside: Area, length: int, chosen: Chosen) -> dict:
    """The tables of the list: areas, what lies in none of them, and at the bottom what else has a place."""
    now, leading = timezone.now(), in_grids()
    rows = [] if len(inside.pk) == GRID else area_rows(inside, length, user, now, chosen)
    at_bottom = not rows or len(inside.pk) == VILLAGE
    matters, places = [], []
    if chosen.counts:
        matters = matters_in(inside, user, now, chosen, in_none=length if rows else 0)
    if at_bottom or chosen.of_places:
        places = places_in(inside, user, now, chosen)
    heading = f"没有定到{dict(LEVELS)[length]}的{leading.noun}" if rows else leading.label
    tables = (
        (rows[:MOST_ROWS], of_areas(rows, chosen)),
        (matters[:MOST_ROWS], of_matters(heading)),
        (places[:MOST_PLACES], of_matters("有位置的")),
    )
    late = "超期" if chosen.late else ""
    nothing = (
        f"没有{late or '在办'}的{KINDS[leading.kind].workflow.label}。" if not any(found for found, _ in tables) else ""
    )
    if chosen.of_places and not places:
        nothing = f"没有{late and f'{late}、'}有位置的{shown()[chosen.kind]}。"
    return {
        "tables": [table_html(columns, found) for found, columns in tables if found],
        "nothing": nothing,
        "more": max(len(rows) - MOST_ROWS, 0) + max(len(places) - MOST_PLACES, 0),
        "cut_at": MOST_ROWS if len(matters) > MOST_ROWS else 0,
    }


@staff_only
@require_safe
@gzip_page
def points_inside(request, code: str):
    """The points inside an area and the colours of the areas there, of what the reader may know."""
    inside, chosen, now = area_for(code), _chosen(request), timezone.now()
    rows = area_rows(inside, _length(request, inside), request.user, now, chosen)
    areas = {row.code: [row.light, row.open, row.late] for row in rows if row.open}
    told = {**points(inside, request.user, now, chosen), "areas": areas}
    # Chinese as it is written: escaped it is twice as much to pack.
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
