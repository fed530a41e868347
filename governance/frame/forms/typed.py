"""What comes in is text that the database can keep and a reader can see: one place, before any view has seen it."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from ..refusals import FactMissing

# PostgreSQL holds no NUL, and no half of a surrogate pair is a sign of its own.
UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
# What nobody sees and what turns the words beside it: control signs, blanks without width, marks of direction.
UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]"
)
# A browser ends a line by two signs, and counts them as one.
LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Letters and signs by their name that are drawn as a blank.
DRAWN_AS_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
LARGEST_NUMBER = 10**18


def seen(text: str) -> str:
    """The text as a reader sees it, each line ended by one sign; empty where there is nothing to be seen."""
    found = UNSEEN.sub("", LINE_END.sub("\n", UNKEEPABLE.sub("", text)))
    return found if any(map(_is_drawn, found)) else ""


def _is_drawn(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CMZ" and sign not in DRAWN_AS_BLANK


def seen_in(value: Any) -> Any:
    """What a program sent, with every text in it as a reader sees it."""
    if isinstance(value, str):
        return seen(value)
    if isinstance(value, Mapping):
        return {name: seen_in(inner) for name, inner in value.items()}
    return [seen_in(inner) for inner in value] if isinstance(value, list) else value


def can_be_kept(value: Any) -> bool:
    """True if no text and no number in what a program sent is one that no column holds."""
    if isinstance(value, str):
        return not UNKEEPABLE.search(value)
    if isinstance(value, int | float):
        return abs(value) < LARGEST_NUMBER
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
    return {name: seen(str(word)) for name, word in found.items()}


class KeepableText:
    """What was typed comes in as a reader sees it; an address with a sign that cannot be kept names nothing."""

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
    kept = QueryDict(mutable=True)
    for name, values in sent.lists():
        kept.setlist(seen(name), [seen(value) for value in values])
    return sent if kept == sent else kept
