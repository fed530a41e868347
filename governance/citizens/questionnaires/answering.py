"""Answering without a login: no name, no moment and no address is kept, and a sheet that was sent twice counts once."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.frame.days import office_day
from governance.frame.forms.posted import posted, show_refusal
from governance.frame.refusals import Refusal

from .. import brake, proof
from ..brake import Limit
from ..models import Questionnaire
from ..pages import once, page_again, private
from . import actions
from .forms import AnswerForm

# A village hall, a bus and all phones of a provider share an address; with a code a slip is one answer anyway.
ANSWER = Limit("questionnaire", address=6, proven=120, overall=600, overall_proven=20_000)


@private("GET", "HEAD", "POST")
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """The sheet; once it is sent nothing leads from it to whoever sent it."""
    now = timezone.now()
    found = _open(key)
    if not found.takes_answers(office_day(now)):
        return render(request, "citizens/questionnaires/closed.html", {"questionnaire": found})
    form = AnswerForm(found, posted(request))
    refusal: Refusal | None = None
    if form.is_valid():
        try:
            return _counted(request, found, form, now)
        except Refusal as refused:
            refusal = refused
            show_refusal(form, refused)
    context = {"questionnaire": found}
    return page_again(request, "citizens/questionnaires/answer.html", context, form, refusal, ANSWER)


def _counted(request: HttpRequest, found: Questionnaire, form: AnswerForm, now) -> HttpResponse:
    brake.pass_by(ANSWER, request, proven=proof.is_proven(request, ANSWER.door, now), at=now)
    area, ticked, code = form.told()
    with transaction.atomic():
        if once(request, f"answer {found.key}", now):
            actions.take(found, area, ticked, code, at=now)
    return redirect("citizens:answered", key=found.key)


@private("GET", "HEAD")
def answered(request: HttpRequest, key: str) -> HttpResponse:
    """Thanks."""
    return render(request, "citizens/questionnaires/answered.html", {"questionnaire": _open(key)})


def _open(key: str) -> Questionnaire:
    found = Questionnaire.objects.filter(key=key).exclude(state=Questionnaire.State.DRAFT).first()
    if found is None:
        raise Http404("没有这份问卷。")
    return found
