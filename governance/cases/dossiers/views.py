"""The page of a case's file: what lies in it, and the package of it for the archive."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.frame.refusals import StepNotAllowed
from governance.jobs import work

from .. import access, registry
from ..models.case import case_url
from .jobs import PACK
from .pieces import pieces_of


@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request, number: str):
    """The pieces in order for the case's own people; asked for, the package is made as a job."""
    case = access.case_for(request.user, number)
    kind = registry.kind_of(case)
    if not kind.file_title:
        raise Http404("这种事项不成卷。")
    if not access.may_take_whole(request.user, case):
        raise StepNotAllowed("只有办理这件事项的人员可以成卷。")
    if request.method == "POST":
        job = work.ask(PACK, owner=request.user, at=timezone.now(), params={"number": case.number})
        return redirect("job", pk=job.pk)
    context = {
        "number": case.number,
        "case_url": case_url(case),
        "title": case.title,
        "file_title": kind.file_title,
        "restricted": case.is_restricted,
        "closed": case.closed_at is not None,
        "pieces": pieces_of(case, request.user),
    }
    return render(request, "cases/dossiers/detail.html", context)
