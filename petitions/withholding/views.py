"""Who it is that asked for their name to be withheld: for whoever took the matter in, with a reason."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from governance.cases import access
from governance.cases.intake.people_forms import text_field
from governance.cases.models.case import case_url
from governance.cases.registry import Section
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.refusals import StepNotAllowed

from ..models import Petition
from . import actions


class ReasonForm(forms.Form):
    """Why it has to be known."""

    reason = text_field("查看事由", 120, required=True, placeholder="例如：核实地址，送达答复")


def sections(petition: Petition, user, now) -> list[Section]:
    """That a name is withheld, and for those who may the way to it."""
    if not actions.is_withheld(petition):
        return []
    url = reverse("petitions:withheld", args=[petition.number]) if actions.may_read(user, petition) else ""
    return [Section("petitions/_withheld.html", {"url": url})]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withheld(request: HttpRequest, number: str) -> HttpResponse:
    """The reason is asked for, then it is shown once."""
    case = access.case_for(request.user, number)
    petition = case.own
    if not isinstance(petition, Petition) or not actions.is_withheld(petition):
        raise Http404("没有不公开姓名的信访人。")
    if not actions.may_read(request.user, petition):
        raise StepNotAllowed("信访人要求不公开姓名：只有登记、转送这件事项的单位和综治中心可以查看。")
    form, context = ReasonForm(posted(request)), {"case": case, "case_url": case_url(case)}
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            context["people"] = actions.read(petition, actor=request.user, reason=reason, at=timezone.now())
    return render(request, "petitions/withheld.html", context | {"form": form}, status=status_of(form))
