"""Checking places on a phone, with or without a signal: the page, what it asks the server, and what it sends."""

from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .access import INSPECT
from .forms import CheckForm
from .phone import rounds_told

inspectors_only = permission_required(INSPECT, raise_exception=True)


@inspectors_only
@require_safe
def page(request):
    """The page that a phone keeps; it says nothing about the person and names no place."""
    return render(request, "security/inspections/phone.html", {"accusing": CheckForm.asked_offline()})


@inspectors_only
@require_safe
def state(request):
    """Who is logged in, what they may send with, and the places that wait for them."""
    rounds = rounds_told(request.standing, timezone.now())
    told = {"user": request.user.pk, "name": request.user.name, "token": get_token(request), "rounds": rounds}
    return JsonResponse(told)
