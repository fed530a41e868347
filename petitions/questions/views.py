"""The button by which an answer is drafted for everybody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.cases import access
from governance.cases.models.case import case_url
from governance.cases.registry import Section
from governance.frame.forms.posted import refusals_told
from governance.frame.refusals import StepNotAllowed

from ..models import Petition
from . import publishing


def sections(petition: Petition, user, now) -> list[Section]:
    """That whoever asked agreed to have it told, and for those who may the button or what became of it."""
    if not petition.may_be_told or petition.is_restricted:
        return []
    url = reverse("petitions:tell_all", args=[petition.number]) if publishing.may_tell(user, petition, now) else ""
    told_as = petition.told_as if petition.told_as_id and publishing.may_read(user, petition, now) else None
    return [Section("petitions/_question.html", {"url": url, "told_as": told_as})]


@require_POST
def tell_all(request: HttpRequest, number: str) -> HttpResponse:
    """A draft of question and answer stands among the publications."""
    now, case = timezone.now(), access.case_for(request.user, number)
    petition = case.own
    if not isinstance(petition, Petition) or not publishing.may_tell(request.user, petition, now):
        raise StepNotAllowed("提问的人同意公开、已经送达书面答复的，由答复的单位起草公开。")
    with refusals_told(request):
        made = publishing.tell_all(petition, actor=request.user, at=now)
        messages.success(request, "已起草。请核对有没有能认出提问人的内容，再报审批。")
        return redirect("publications:publication", made.pk)
    return redirect(case_url(case))
