"""Where a new case may come from besides another case: higher apps say with what its register page starts.

The register page carries the source in its address and its form; once the case stands, the source is told.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest

from governance.frame.registry import Registry

NAME = "from"
TOKEN = re.compile(r"([a-z_]{1,20})-([0-9]{1,18})")


@dataclass(frozen=True)
class CaseSource:
    """One kind of source. ``begin(user, pk, at)`` gives a sentence about it and the first values of the register page,
    or raises Http404.

    ``link(pk, case, actor, at)`` keeps that the case came out of it, in the caller's transaction, and says so in a
    sentence. ``shown(case, user, at)`` are label, text and address of what the case came out of, as far as that reader
    may know of it.
    """

    code: str
    begin: Callable[[Any, int, datetime], tuple[str, dict]]
    link: Callable[[int, Any, Any, datetime], str]
    shown: Callable[[Any, Any, datetime], list[tuple[str, str, str]]]


@dataclass(frozen=True)
class SourceOnPage:
    """The source that a request names, with the values its register page starts with."""

    token: str
    sentence: str
    initial: dict
    link: Callable[[object, object, object], str]


SOURCES: Registry[CaseSource] = Registry("sources of cases", field="sources")


def address(url: str, code: str, pk: int) -> str:
    """The register page, beginning with what the source says."""
    return f"{url}?{NAME}={code}-{pk}"


def coming(request: HttpRequest, at) -> SourceOnPage | None:
    """What the request names as the source of the case to be registered; raises Http404 for one it may not know of."""
    token = request.POST.get(NAME) or request.GET.get(NAME)
    if not token:
        return None
    read = TOKEN.fullmatch(token)
    source = SOURCES.get(read[1]) if read else None
    if read is None or source is None:
        raise Http404("没有这个来源。")
    pk = int(read[2])
    sentence, initial = source.begin(request.user, pk, at)
    return SourceOnPage(token, sentence, initial, partial(source.link, pk))


def shown(case, user, at) -> list[tuple[str, str, str]]:
    """Label, text and address of everything that the case came out of, besides other cases."""
    return [line for source in SOURCES.values() for line in source.shown(case, user, at)]
