"""What the browser of a citizen keeps for us: a signed key, for the pages of citizens and for nobody's script."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

PATH = "/public/"


def give(response: HttpResponse, name: str, key: Any, lasts: timedelta) -> HttpResponse:
    """The browser has the key for that long."""
    response.set_cookie(
        name,
        signing.dumps(key, salt=name),
        max_age=lasts,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def take(response: HttpResponse, name: str) -> HttpResponse:
    """The browser has it no more."""
    response.delete_cookie(name, path=PATH, samesite="Lax")
    return response
