"""Whoever has shown number and code is let in to that one matter for half an hour, from that browser."""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from . import cookies
from .models import LookupCode

LASTS = timedelta(minutes=30)
COOKIE = "matter"
PROVES = 32


def let_in(response: HttpResponse, code: LookupCode) -> HttpResponse:
    """The browser has shown the code; a new code for the matter ends that."""
    return cookies.give(response, COOKIE, [code.pk, code.code_hash[:PROVES]], LASTS)


def let_out(response: HttpResponse) -> HttpResponse:
    """The browser knows of no matter any more."""
    return cookies.take(response, COOKIE)


def matter_of(request: HttpRequest) -> LookupCode | None:
    """The code that this browser has shown, if it still holds; of a matter that few may know none does."""
    try:
        key, proves = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    code = LookupCode.objects.select_related("case").filter(pk=key).first()
    if code is None or code.case.is_restricted or not constant_time_compare(code.code_hash[:PROVES], proves):
        return None
    return code
