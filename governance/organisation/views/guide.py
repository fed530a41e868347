"""The user guide on screen."""

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from .. import guide
from ..roles import BY_CODE


@require_safe
def index(request):
    """The chapters for the reader's posts, then the others."""
    roles = _roles(request)
    mine = [entry for entry in guide.contents() if entry.is_for(roles)]
    others = [entry for entry in guide.contents() if entry not in mine]
    groups = [(heading, entries) for heading, entries in (("您的岗位用得着的", mine), ("其他章节", others)) if entries]
    return render(request, "organisation/guide/list.html", {"groups": groups})


@require_safe
def first_day(request):
    """What the reader does first in each of their posts."""
    # The files of docs are ours, and their Markdown is read without HTML.
    parts = [mark_safe(part) for part in guide.first_day(_roles(request))]
    return render(request, "organisation/guide/first_day.html", {"parts": parts})


@require_safe
def chapter(request, folder, name):
    """One chapter."""
    found = guide.chapter(folder, name)
    if found is None:
        raise Http404
    context = {"chapter": found, "html": mark_safe(found.html)}
    return render(request, "organisation/guide/detail.html", context)


@require_safe
def picture(request, folder, file):
    """A picture of a chapter."""
    path = guide.path_of(folder, file)
    if path is None or path.suffix == ".md":
        raise Http404
    return FileResponse(path.open("rb"), headers={"Cache-Control": "private, max-age=86400"})


def _roles(request) -> list[str]:
    return [role for role in BY_CODE if request.standing.has_role(role)]
