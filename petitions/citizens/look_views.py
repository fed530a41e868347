"""Looking up by number and code, and what whoever put the petition forward asks for from there."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.cases.access import named_in_records
from governance.cases.files.views import WORD, handed_out
from governance.cases.intake.people_forms import text_field
from governance.cases.search.cases import case_number
from governance.citizens import brake, codes, drafts, filing, proof, rating, visiting
from governance.citizens.brake import Limit
from governance.citizens.models import Draft, LookupCode
from governance.citizens.pages import once, page_again, private, was_sent
from governance.counter.progress import ANSWERINGS
from governance.frame.forms.posted import posted, show_refusal, status_of
from governance.frame.refusals import Refusal
from governance.organisation.accounts.login_records import client_ip
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..models import Petition
from ..telling import STANDS
from . import progress
from .asking import ASKS, Ask
from .handing_in import KIND

LOOK = Limit("look", address=20, proven=100, overall=3000, overall_proven=20_000)
ASK = Limit("ask", address=20, proven=100, overall=2000, overall_proven=10_000)
# One answer for everything that does not fit: no number, another code, a matter that few may know.
NOTHING = _("没有查到：请核对编号和查询码；没有查询码和检举控告的，请向登记的单位查询。")
WHO = "信访人（网上）"


class LookForm(forms.Form):
    """Number and code, as they stand on the slip."""

    number = text_field(_("编号"), 30, required=True, placeholder="XF2026-000123")
    code = text_field(_("查询码"), 30, required=True, placeholder="ABCD-EFGH-JKMN")

    def clean_number(self) -> str:
        return case_number(self.cleaned_data["number"])


@private("GET", "HEAD", "POST")
def look_up(request: HttpRequest) -> HttpResponse:
    """Number and code are only ever posted: addresses end up in logs and histories."""
    form, refusal = LookForm(posted(request)), None
    if form.is_valid():
        now = timezone.now()
        try:
            brake.pass_by(LOOK, request, proven=proof.is_proven(request, LOOK.door, now), at=now)
            code = codes.found(form.cleaned_data["number"], form.cleaned_data["code"])
            if code is not None:
                _record(request, code, "凭编号和查询码查询", now)
                return _found(request, code, now)
            form.add_error(None, NOTHING)
        except brake.TooOften as too_often:
            refusal = too_often
            show_refusal(form, too_often)
    return page_again(request, "petitions/citizens/look_up.html", {}, form, refusal, LOOK)


def _found(request: HttpRequest, code: LookupCode, at: datetime) -> HttpResponse:
    """A petition has a page of its own; of anything else it is told how it stands, and asked how satisfied they are."""
    if code.case.kind == KIND:
        return visiting.let_in(redirect("petitions:mine"), code)
    form = rating.rated(request, code.case, at)
    context = {"told": ANSWERINGS[code.case.kind].tell(code.case), "form": form, "proof": proof.challenge(LOOK.door)}
    return render(request, "petitions/citizens/told.html", context, status=status_of(form) if form else 200)


def _record(request: HttpRequest, code: LookupCode, reason: str, at, verb=AccessRecord.Verb.OPEN) -> None:
    subject, ip = named_in_records(code.case), client_ip(request)
    record(verb, actor=None, actor_name=WHO, at=at, subject=subject, reason=reason, ip=ip)


def of_mine(view: Callable) -> Callable:
    """Only for a browser that has shown the code; the others are asked for it."""

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        code = visiting.matter_of(request)
        if code is None:
            return redirect("petitions:look_up")
        petition = Petition.objects.select_related("lead_unit", "first_unit", "sender_unit").get(pk=code.case_id)
        return view(request, petition, code, *args, **kwargs)

    return page


@private("GET", "HEAD")
@of_mine
def mine(request: HttpRequest, petition: Petition, code: LookupCode) -> HttpResponse:
    """How the petition stands, and what can be asked."""
    now, reviews = timezone.now(), progress.reviews_of(petition)
    context = {
        "petition": petition,
        "stands": STANDS[petition.status],
        "stages": progress.stages(petition, reviews),
        "next_days": progress.next_days(petition, reviews),
        "papers": progress.papers(petition, reviews),
        "asks": [(ask, ask.why_not(petition, now)) for ask in ASKS.values() if ask.offered(petition)],
    }
    return render(request, "petitions/citizens/mine.html", context)


@private("POST")
def leave(request: HttpRequest) -> HttpResponse:
    """This browser knows of no matter any more."""
    return visiting.let_out(redirect("publications:front"))


@private("GET", "HEAD")
@of_mine
def paper(request: HttpRequest, petition: Petition, code: LookupCode, pk: int) -> HttpResponseBase:
    """One of the papers that were written to whoever put it forward, as the file that was kept."""
    found = progress.papers(petition, progress.reviews_of(petition))
    wanted = next((each for each in found if each.pk == pk), None)
    if wanted is None:
        raise Http404("没有这份文书。")
    name, by = f"{wanted.title} {wanted.number}.docx", {"actor": None, "actor_name": WHO, "at": timezone.now()}
    return handed_out(request, named_in_records(code.case), wanted.path, name, WORD, by=by | {"ip": client_ip(request)})


@private("GET", "HEAD", "POST")
@of_mine
def ask(request: HttpRequest, petition: Petition, code: LookupCode, name: str) -> HttpResponse:
    """One thing that may be asked; sent twice it is one, and what is wrong comes back as it was, with its files."""
    if name not in ASKS:
        raise Http404("没有这一项。")
    asked, now = ASKS[name], timezone.now()
    if sentence := asked.why_not(petition, now):
        if request.method == "POST" and was_sent(request, _page_of(asked, code)):
            return redirect("petitions:mine")
        context = {"ask": asked, "sentence": sentence}
        return render(request, "petitions/citizens/not_now.html", context, status=409 if request.POST else 200)
    draft = _draft(request, asked, code, now)
    form = asked.form(posted(request), initial=drafts.told(draft).get("said"), petition=petition, at=now)
    refusal = None
    if request.method == "POST":
        try:
            if asked.files:
                draft = filing.kept(request, asked.name, draft, form, limit=ASK, at=now, of=code.pk)
                filing.sort_out(request, draft)
            if request.POST.get("then") != "stay" and form.is_valid():
                return _done(request, asked, petition, code, draft, form, now)
        except Refusal as refused:
            refusal = refused
            show_refusal(form, refused)
    return _page(request, asked, draft, form, refusal)


def _page(request: HttpRequest, asked: Ask, draft: Draft | None, form, refusal: Refusal | None) -> HttpResponse:
    context = {"ask": asked, "files": filing.waiting(draft)}
    answer = page_again(request, "petitions/citizens/ask.html", context, form, refusal, ASK)
    return answer if draft is None else drafts.remember(answer, draft)


def _page_of(asked: Ask, code: LookupCode) -> str:
    return f"{asked.name} {code.pk}"


def _draft(request: HttpRequest, asked: Ask, code: LookupCode, now) -> Draft | None:
    """What is being written in this browser of this matter."""
    draft = drafts.of(request, asked.name, now) if asked.files else None
    return draft if draft and drafts.told(draft).get("of") == code.pk else None


def _done(request: HttpRequest, asked: Ask, petition: Petition, code: LookupCode, draft, form, now) -> HttpResponse:
    """It is done once, however often the page is sent."""
    if not request.FILES:
        brake.pass_by(ASK, request, proven=proof.is_proven(request, ASK.door, now), at=now)
    with transaction.atomic():
        if once(request, _page_of(asked, code), now):
            held = drafts.open_draft(draft) if draft else None
            said = asked.act(petition, form.cleaned_data, drafts.taken(held) if held else (), now)
            if held:
                drafts.end(held)
            messages.success(request, said)
    return drafts.leave(redirect("petitions:mine"), asked.name)
