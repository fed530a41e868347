"""A page of which a part alone may be asked for."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class PartRequest(HttpRequest):
    """What comes in after the middleware of htmx: whether it asks for a part of the page."""

    htmx: HtmxDetails
