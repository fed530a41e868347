"""What comes in is text that the database can keep: one place, before any view has seen it."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from ..refusals import FactMissing

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


def told_of(body: bytes) -> dict[str, Any]:
    """The names and values that a program sent; raises ValueError for what cannot be read."""
    try:
        told = json.loads(body, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(told, dict):
        raise ValueError("no names and values")
    return told


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def words_of(told: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """What was told under these names and no others, as a form sends it: as words.

    Raises FactMissing with a sentence at each that is none, or that cannot be kept.
    """
    found = {name: told[name] for name in names if told.get(name) is not None}
    wrong = [name for name, word in found.items() if not isinstance(word, str | int | float) or not can_be_kept(word)]
    if wrong:
        raise FactMissing(dict.fromkeys(wrong, "内容读不出来。"))
    return {name: str(word) for name, word in found.items()}


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
