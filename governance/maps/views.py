"""The shapes of areas, for every map of the house; whoever is logged in may see where an area lies."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.forms.posted import posted, status_of
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Area

from . import loading
from .forms import BoundaryForm
from .outlines import LENGTHS, packed, version_of

SHOWN_REMARKS = 20


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


@require_http_methods(["GET", "HEAD", "POST"])
def boundaries(request, permission: str, home: str):
    """A file of shapes is taken whole, or every bad shape is named; for those with the permission, from their page."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    form = BoundaryForm(posted(request), request.FILES or None)
    context = {"form": form, "faults": [], "home": home}
    if form.is_valid():
        content, datum = form.cleaned_data["file"].read(), form.cleaned_data["datum"]
        try:
            count, remarks = loading.load(content, datum, permission=permission, **acting(request))
        except loading.BoundariesRefused as refused:
            form.add_error("file", str(refused))
            context["faults"] = refused.faults
        else:
            messages.success(request, f"已导入 {count} 个图形。")
            for sentence in remarks[:SHOWN_REMARKS]:
                messages.warning(request, sentence)
            return redirect(home)
    return render(request, "maps/boundaries.html", context, status=status_of(form))
