"""What all pages without a login have in common."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from . import brake


def private(*methods: str) -> Callable:
    """A page for everybody that shows what one person wrote: no browser and nothing between keeps a copy of it."""

    def decorate(view: Callable) -> Callable:
        @login_not_required
        @require_http_methods(methods)
        @wraps(view)
        def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            patch_cache_control(response, no_store=True, private=True)
            return response

        return page

    return decorate


def once(request: HttpRequest, page: str, at: datetime) -> bool:
    """True for the first sending of this page, within the caller's transaction: what is undone can be sent again."""
    return brake.count("once", _sending(request, page), at) == 1


def was_sent(request: HttpRequest, page: str, at: datetime) -> bool:
    """True if this very page was sent before."""
    return brake.counted("once", _sending(request, page), at) > 0


def _sending(request: HttpRequest, page: str) -> str:
    return hashlib.sha256(f"{page} {request.POST.get('key', '')}".encode()).hexdigest()


def said_later(response: HttpResponse, refusal: brake.TooOften) -> HttpResponse:
    """The page says when it can be tried again, to programs too."""
    response["Retry-After"] = str(refusal.seconds)
    return response
