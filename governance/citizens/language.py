"""The language of the pages without a login: Chinese, or English for whoever asks for it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .cookies import PATH

ASKED, COOKIE = "lang", "public_language"


class PublicLanguage:
    """``?lang=en`` turns the pages for citizens to English until ``?lang=zh-hans`` is asked for, in this browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PATH):
            return self.get_response(request)
        known = dict(settings.LANGUAGES)
        asked = request.GET.get(ASKED, "")
        kept = asked if asked in known else request.COOKIES.get(COOKIE, "")
        with translation.override(kept if kept in known else settings.LANGUAGE_CODE):
            response = self.get_response(request)
        if asked in known:
            response.set_cookie(COOKIE, asked, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
        return response
