"""What is said to everybody: where to turn to, and what happens with what they tell."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases import access
from governance.cases.models.case import case_url
from governance.frame.days import minute_text, office_day
from governance.frame.forms.once import shown_once
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.refusals import StepNotAllowed
from governance.organisation.accounts.login_records import client_ip
from governance.organisation.retention import kept

from . import contact, slips

KEPT = ("people_numbers", "citizen_drafts", "citizen_bookings", "citizen_tries")


class SlipForm(forms.Form):
    """To whom it is given."""

    own = forms.BooleanField(
        label="已经核对，交给提出这件事项的本人、代表人或者代理人",
        error_messages={"required": "回执只交给本人、代表人或者代理人，请核对后勾选。"},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """Number and code on a sheet for who brought the matter; the code is said on the answer to the button alone."""
    case, now = access.case_for(request.user, number), timezone.now()
    if not slips.may_give(request.user, case):
        raise StepNotAllowed(slips.NOT_HERE)
    form, context = SlipForm(posted(request)), {"case": case, "case_url": case_url(case)}
    if form.is_valid():
        with refusals_on(form):
            code = slips.give(case, actor=request.user, at=now, ip=client_ip(request))
            address = slips.front_address()
            context |= {"code": code, "address": address, "drawing": slips.drawn(address), "given": minute_text(now)}
            # The same sending again leads to the case and ends no code.
            return shown_once(render(request, "citizens/slip.html", context), case_url(case))
    return render(request, "citizens/slip_form.html", context | {"form": form}, status=status_of(form))


@login_not_required
@require_safe
def contact_page(request: HttpRequest) -> HttpResponse:
    """Numbers, addresses, hours, and who receives people this week (信访工作条例 art. 18)."""
    return render(request, "citizens/contact.html", {"offices": contact.offices(office_day(timezone.now()))})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which data, for what, how long, and what one may ask for, on one page."""
    return render(request, "citizens/privacy.html", {"rows": [kept(code) for code in KEPT]})
