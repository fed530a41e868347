"""Handing in a petition without a login: page by page, and whole without a script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.citizens import brake, drafts, proof
from governance.citizens.brake import Limit
from governance.citizens.models import Draft
from governance.citizens.pages import page_again, private, sent_page
from governance.frame.days import day_text, office_day
from governance.frame.forms.posted import posted, show_refusal
from governance.frame.refusals import Refusal
from governance.organisation.models import Area
from governance.organisation.retention import kept

from . import handing_in
from .handing_in import CHECK, FILES, KIND, MATTER, Page
from .office import county, unit_for

BEGIN = Limit("begin", address=30, proven=150, overall=3000, overall_proven=20_000)
UPLOAD = Limit("upload", address=30, proven=150, overall=3000, overall_proven=20_000)
SEND = Limit("send", address=6, proven=30, overall=600, overall_proven=5000)


@private("GET", "HEAD", "POST")
def page(request: HttpRequest, name: str = MATTER.name) -> HttpResponse:
    """One page of the way; what is right goes into the draft, and the next page comes."""
    now = timezone.now()
    draft = _draft(request, now)
    told = drafts.told(draft)
    asked = handing_in.way(told)
    here = next((each for each in asked if each.name == name), None)
    if here is None or (here is not MATTER and draft is None):
        return redirect("petitions:handed_in" if _is_sent(request, now) else "petitions:hand_in")
    if draft and here is FILES:
        return _files(request, draft, told, now)
    if draft and here is CHECK:
        return _check(request, draft, told, now)
    form = here.made(told, posted(request))
    answer: HttpResponse | None = None
    if form.is_valid():
        try:
            if draft is None:
                brake.pass_by(BEGIN, request, proven=proof.is_proven(request, BEGIN.door, now), at=now)
            draft = drafts.write(draft, KIND, here.name, _said(form), at=now)
            answer = drafts.remember(_next(here, drafts.told(draft)), draft)
        except Refusal as refusal:
            show_refusal(form, refusal)
            return _page(request, here, told, form, refusal=refusal)
    return answer or _page(request, here, told, form)


def _draft(request: HttpRequest, now) -> Draft | None:
    """What is being written in this browser and not sent yet."""
    draft = drafts.of(request, KIND, now)
    return None if draft is None or draft.case_id else draft


def _is_sent(request: HttpRequest, now) -> bool:
    """True if what this browser wrote was sent a moment ago."""
    draft = drafts.of(request, KIND, now)
    return draft is not None and draft.case_id is not None


def _said(form) -> dict:
    """What was typed, as it would be sent again."""
    return {name: form.data.get(name, "") for name in form.fields if form.data.get(name)}


def _next(here: Page, told) -> HttpResponse:
    asked = handing_in.way(told)
    return redirect("petitions:hand_in_page", asked[asked.index(here) + 1].name)


def _files(request: HttpRequest, draft: Draft, told, now) -> HttpResponse:
    form = FILES.made(told, posted(request))
    if request.method == "POST":
        uploads = request.FILES.getlist("files")
        try:
            if uploads:
                brake.pass_by(UPLOAD, request, proven=proof.is_proven(request, UPLOAD.door, now), at=now)
            drafts.detach(draft, request.POST.getlist("gone"))
            drafts.attach(draft, uploads)
        except Refusal as refusal:
            show_refusal(form, refusal)
            return _page(request, FILES, told, form, draft=draft, refusal=refusal)
        if request.POST.get("then") == "stay":
            return redirect("petitions:hand_in_page", FILES.name)
        return redirect("petitions:hand_in_page", CHECK.name)
    return _page(request, FILES, told, form, draft=draft)


def _check(request: HttpRequest, draft: Draft, told, now) -> HttpResponse:
    unfinished = handing_in.first_open(told)
    if unfinished is not None:
        messages.warning(request, _("还有一页没有填完。"))
        return redirect("petitions:hand_in_page", unfinished.name)
    form = CHECK.made(told, posted(request))
    refused = None
    if form.is_valid():
        try:
            brake.pass_by(SEND, request, proven=proof.is_proven(request, SEND.door, now), at=now)
            handing_in.hand_in(draft, at=now)
            return redirect("petitions:handed_in")
        except Refusal as refusal:
            if _is_sent(request, now):
                return redirect("petitions:handed_in")
            refused = refusal
            show_refusal(form, refusal)
    area = Area.objects.filter(pk=told.get("village", {}).get("village") or told["place"]["township"]).first()
    place = area or county()
    taking = unit_for(place, office_day(now)) if place else None
    context = {"draft": draft, "answers": _answers(told, draft), "taking": taking, "refusal": refused}
    return _page(request, CHECK, told, form, **context)


def _page(request: HttpRequest, here: Page, told, form, **context) -> HttpResponse:
    asked = handing_in.way(told)
    place = asked.index(here)
    refusal = context.get("refusal")
    limit = {FILES.name: UPLOAD, CHECK.name: SEND}.get(here.name, BEGIN)
    context |= {
        "files": list(context["draft"].files.all()) if "draft" in context else [],
        "here": here,
        "place": place + 1,
        "count": handing_in.length(told),
        "back": asked[place - 1].name if place else "",
        "kept": kept("people_numbers").words,
    }
    return page_again(request, here.template, context, form, refusal, limit)


def _answers(told, draft: Draft) -> list[dict]:
    """What was written, page by page, as it will be registered."""
    found = []
    for page in handing_in.way(told):
        if page in (FILES, CHECK):
            continue
        form = page.made(told, told[page.name])
        lines = [(form[name].label, _in_words(form[name])) for name in form.fields if told[page.name].get(name)]
        found.append({"page": page, "lines": lines})
    names = "、".join(file.name for file in draft.files.all())
    return [*found, {"page": FILES, "lines": [(_("照片和材料"), names or _("没有"))]}]


def _in_words(box) -> str:
    """The answer as it reads on the page."""
    value = box.value()
    choices = dict(getattr(box.field, "choices", ()))
    return str(choices.get(value, value)) if value not in ("on", True) else str(_("是"))


@private("GET", "HEAD", "POST")
def handed_in(request: HttpRequest) -> HttpResponse:
    """Number and code of what was handed in."""
    sent = day_text(office_day(timezone.now()))
    return sent_page(request, KIND, "petitions/citizens/done.html", otherwise="petitions:hand_in", sent=sent)
