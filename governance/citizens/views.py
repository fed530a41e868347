"""What is said to everybody: where to turn to, and what happens with what they tell."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import office_day
from governance.organisation.retention import kept

from . import contact

KEPT = ("people_numbers", "citizen_drafts", "citizen_bookings", "citizen_tries")


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
