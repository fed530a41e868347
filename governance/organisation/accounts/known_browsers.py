"""In which browsers somebody has logged in before: whoever guesses elsewhere does not lock them out there.

A browser carries a mark of its own and the people who have logged in in it, signed. It opens nothing: it only says
which failures are counted apart, so that five wrong guesses lock the name there too.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from ..models import User

SALT = "organisation.browser"
KEPT_SECONDS = 180 * 24 * 60 * 60
# A desk at the window has so many who log in at it by turns.
MOST_PEOPLE = 20


def remember(request: HttpRequest, response: HttpResponse, user: User) -> HttpResponse:
    """The browser says from now on that this person has logged in in it."""
    mark, people = _said(request)
    people = [user.pk, *(each for each in people if each != user.pk)][:MOST_PEOPLE]
    told = signing.dumps([mark or get_random_string(12), people], salt=SALT)
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        told,
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )
    return response


def known_as(request: HttpRequest, username: str) -> str:
    """The mark of the browser if the person of that login name has logged in in it before; empty if not."""
    mark, people = _said(request)
    return mark if people and User.objects.filter(username=username, pk__in=people).exists() else ""


def _said(request: HttpRequest) -> tuple[str, list[int]]:
    try:
        told = signing.loads(request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return "", []
    return told[0], told[1]
