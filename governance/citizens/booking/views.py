"""Booking without a login, and what the unit sees of it."""

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from governance.frame.days import day_text, office_day
from governance.frame.forms.posted import posted, show_refusal
from governance.frame.refusals import Refusal
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord
from governance.organisation.records import record
from governance.organisation.standing import PersonRequest

from .. import brake, drafts, proof
from ..brake import Limit
from ..models import Booking
from ..pages import once, page_again, private
from . import actions
from .forms import BookForm, CodeForm
from .offers import OFFERS, Offer

KIND = "booking"
SEE = "citizens.see_bookings"
BOOK = Limit("book", address=6, proven=30, overall=600, overall_proven=5000)
LOOK = Limit("booked", address=20, proven=100, overall=3000, overall_proven=20_000)
SHOWN_DAYS = 30
NOTHING = _("没有查到：请核对预约码；已经取消或者日子已过的，也查不到。")


@private("GET", "HEAD")
def choices(request: HttpRequest) -> HttpResponse:
    """What can be booked, and where."""
    now = timezone.now()
    found = [(offer, actions.units_with(offer, now)) for offer in OFFERS.values()]
    return render(request, "citizens/booking/choices.html", {"offers": [each for each in found if each[1]]})


@private("GET", "HEAD", "POST")
def book(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A free half hour is chosen; sent twice it is booked once."""
    now = timezone.now()
    offer = OFFERS.get(code)
    unit = next((each for each in actions.units_with(offer, now) if each.pk == pk), None) if offer else None
    if offer is None or unit is None:
        messages.warning(request, _("这里近两周不能预约，请另选。"))
        return redirect("citizens:booking")
    form = BookForm(posted(request), slots=actions.free(offer, unit, now))
    refusal: Refusal | None = None
    if form.is_valid():
        try:
            return _booked(request, offer, unit, form, now)
        except Refusal as refused:
            refusal = refused
            show_refusal(form, refused)
    context = {"offer": offer, "unit": unit}
    return page_again(request, "citizens/booking/book.html", context, form, refusal, BOOK)


def _booked(request: HttpRequest, offer: Offer, unit, form: BookForm, now) -> HttpResponse:
    brake.pass_by(BOOK, request, proven=proof.is_proven(request, BOOK.door, now), at=now)
    told = dict(form.cleaned_data)
    slot = told.pop("slot")
    answer = redirect("citizens:booked")
    with transaction.atomic():
        if once(request, f"book {offer.code} {unit.pk}", now):
            made, code = actions.book(offer, unit, slot, told, at=now)
            said = {"code": code, "what": offer.label, "unit": unit.name, "when": f"{day_text(made.day)} {slot[-5:]}"}
            said["where"] = form.slots[slot].heading.partition("，")[2]
            drafts.remember(answer, drafts.write_all(None, KIND, said, at=now))
    return answer


@private("GET", "HEAD", "POST")
def booked(request: HttpRequest) -> HttpResponse:
    """What was booked, with its code, for half an hour in this browser."""
    now = timezone.now()
    draft = drafts.of(request, KIND, now)
    if draft is None or now - draft.changed_at > drafts.SHOWN:
        return redirect("citizens:booking")
    if request.method == "POST":
        return drafts.leave(redirect("publications:front"), KIND)
    return render(request, "citizens/booking/booked.html", {"told": drafts.told(draft)})


@private("GET", "HEAD", "POST")
def look(request: HttpRequest) -> HttpResponse:
    """A booking is looked up by its code, and cancelled."""
    now, form, booking = timezone.now(), CodeForm(posted(request)), None
    refusal: Refusal | None = None
    if form.is_valid():
        try:
            brake.pass_by(LOOK, request, proven=proof.is_proven(request, LOOK.door, now), at=now)
            booking = actions.found(form.cleaned_data["code"], now)
            if booking is None:
                form.add_error(None, NOTHING)
            elif request.POST.get("then") == "cancel":
                actions.cancel(booking, at=now)
                messages.success(request, _("预约已经取消。"))
                return redirect("citizens:booking")
        except Refusal as refused:
            refusal = refused
            show_refusal(form, refused)
    context: dict[str, Any] = {"booking": booking}
    if booking is not None:
        context |= {"what": actions.label_of(booking), "day": day_text(booking.day)}
        context["has_fallen_through"] = bool(actions.fallen_through([booking], now))
    return page_again(request, "citizens/booking/look.html", context, form, refusal, LOOK)


@permission_required(SEE, raise_exception=True)
@require_safe
def coming(request: PersonRequest) -> HttpResponse:
    """Who has booked in one's own units for the next days; that it was read stands in the security record."""
    now = timezone.now()
    today = office_day(now)
    rows = Booking.objects.filter(unit__in=request.standing.units_with(SEE), cancelled_at=None)
    rows = rows.filter(day__range=(today, today + timedelta(days=SHOWN_DAYS))).select_related("unit")
    fallen = actions.fallen_through(rows, now)
    found = [(row, actions.label_of(row), day_text(row.day), json.loads(row.told), row.pk in fallen) for row in rows]
    if found and request.method == "GET":
        verb, said = AccessRecord.Verb.OPEN, f"查看 {len(found)} 个预约的姓名、电话"
        record(verb, subject="群众预约", reason=said, **acting(request))
    return render(request, "citizens/booking/coming.html", {"rows": found})
