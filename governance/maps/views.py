"""The shapes of areas, for every map of the house; whoever is logged in may see where an area lies."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from governance.organisation.models import Area

from .outlines import LENGTHS, packed, version_of


def area_for(code: str) -> Area:
    """The area of that code, or the county where none is named; raises Http404 for one that is not there."""
    areas = Area.objects.select_related("parent__parent__parent")
    known = areas.filter(pk=code) if code else areas.filter(level=Area.Level.COUNTY).order_by("code")
    found = known.first() if code.isdecimal() or not code else None
    if found is None:
        raise Http404("没有这个地方。")
    return found


@require_safe
def outlines_of(request, code: str, length: int):
    """The shapes inside an area. Under the address of this version a browser keeps them and does not ask again."""
    inside = area_for(code)
    if length not in LENGTHS or length < len(code):
        raise Http404("没有这一级。")
    version = version_of(inside.pk)
    answer = HttpResponse(
        packed(inside.pk, length, "fine" in request.GET, version), content_type="application/geo+json"
    )
    answer["Content-Encoding"] = "gzip"
    kept = request.GET.get("v") == version
    answer["Cache-Control"] = "private, max-age=31536000, immutable" if kept else "private, no-cache"
    return answer
