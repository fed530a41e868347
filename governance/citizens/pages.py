"""What all pages without a login have in common."""

from collections.abc import Callable
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


def said_later(response: HttpResponse, refusal: brake.TooOften) -> HttpResponse:
    """The page says when it can be tried again, to programs too."""
    response["Retry-After"] = str(refusal.seconds)
    return response
