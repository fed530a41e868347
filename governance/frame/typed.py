"""What comes in is text that the database can keep: one place, before any view has seen it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

# PostgreSQL holds no NUL, and no half of a surrogate pair is a sign of its own.
UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


def can_be_kept(value: Any) -> bool:
    """True if no text in what a program sent is one that no column holds."""
    if isinstance(value, str):
        return not UNKEEPABLE.search(value)
    if isinstance(value, Mapping):
        return all(can_be_kept(key) and can_be_kept(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(can_be_kept, value))
    return True


class KeepableText:
    """Signs that cannot be kept are dropped from what was typed; an address that has one names nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent: Any = request
        sent.GET = _cleaned(request.GET)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """After the token of the form was looked at, and before the view."""
        if not all(can_be_kept(value) for value in kwargs.values()):
            raise Http404
        if request.method == "POST":
            sent: Any = request
            sent.POST = _cleaned(request.POST)


def _cleaned(sent: QueryDict) -> QueryDict:
    if all(can_be_kept(value) for value in (*sent, *(word for words in sent.lists() for word in words[1]))):
        return sent
    kept = QueryDict(mutable=True)
    for name, values in sent.lists():
        kept.setlist(UNKEEPABLE.sub("", name), [UNKEEPABLE.sub("", value) for value in values])
    return kept
