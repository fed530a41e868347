"""The pages that anybody reads without a login: where to begin, what is published, one publication and its files."""

from operator import attrgetter

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.files.views import given_out
from governance.frame.days import office_day
from governance.frame.pages.paging import Order, page_of

from .. import access
from ..body import blocks
from ..models import Publication, PublicationKind
from .doors import DOORS
from .forms import SearchForm

State = Publication.State
NEWEST = Order("issued_at", newest_first=True)
ON_A_PAGE = 20
# Who has its address may still read what a newer one has replaced.
READABLE = (State.ISSUED, State.REPLACED)


@login_not_required
@require_safe
def front(request):
    """Where a citizen begins: what can be done here, and what was published last."""
    context = {
        "doors": sorted(DOORS.values(), key=attrgetter("position")),
        "news": access.titled_for(_public().order_by("-issued_at", "-id")[:5], None),
    }
    return render(request, "public/front.html", context)


def _public():
    return access.public(office_day(timezone.now())).select_related("kind", "unit", "area")


@login_not_required
@require_safe
def notices(request):
    """What is published, newest first; by kind, place and word."""
    kinds = PublicationKind.objects.filter(reach=PublicationKind.Reach.PUBLIC)
    form = SearchForm(kinds.filter(pk__in=_public().order_by().values("kind")), request.GET)
    page = page_of(request, form.applied(_public()), NEWEST, unit="", size=ON_A_PAGE)
    return render(
        request, "public/notices.html", {"form": form, "page": page, "rows": access.titled_for(page.rows, None)}
    )


def _readable(key: str) -> Publication:
    """What the address names; raises Http404 for what is not public, as for what never was."""
    rows = Publication.objects.select_related("kind", "unit", "area", "replaces")
    found = rows.filter(key=key, kind__reach=PublicationKind.Reach.PUBLIC).first()
    if found is None or not found.was_issued:
        raise Http404("没有这件公开信息。")
    return found


@login_not_required
@require_safe
def notice(request, key: str):
    """One publication; of one that was withdrawn nothing but that it was, of a hidden matter nothing at all."""
    found = _readable(key)
    if found.state not in READABLE:
        return render(request, "public/withdrawn.html", status=410)
    hidden = access.hidden_in(found, None)
    files = access.files_for(found, hidden)
    found = access.as_read_by(found, hidden)
    context = {
        "publication": found,
        "blocks": blocks(found.body, hides_small=found.kind.hides_small),
        "files": files,
        "newer": next(iter(access.titled_for(filter(None, [found.newest]), None)), None),
        "over": found.until is not None and found.until < office_day(timezone.now()),
    }
    return render(request, "public/notice.html", context)


@login_not_required
@require_safe
def notice_file(request, key: str, file_key: str):
    """A file of what can be read."""
    found = _readable(key)
    if found.state not in READABLE:
        raise Http404("没有这个附件。")
    file = get_object_or_404(access.files_for(found, access.hidden_in(found, None)), key=file_key)
    return given_out(file.path, file.name, file.content_type)
