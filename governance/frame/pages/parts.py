"""A page of which a part alone may be asked for."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class PartRequest(HttpRequest):
    """What comes in after the middleware of htmx: whether it asks for a part of the page."""

    htmx: HtmxDetails


def is_in_place(request: PartRequest) -> bool:
    """True if htmx asks for the list alone. Going back in the history it asks too, but for the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request
