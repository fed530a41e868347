"""What is said to everybody: what happens with what they tell."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.organisation.retention import kept

KEPT = ("people_numbers", "citizen_drafts", "citizen_tries")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which data, for what, how long, and what one may ask for, on one page."""
    return render(request, "citizens/privacy.html", {"rows": [kept(code) for code in KEPT]})
