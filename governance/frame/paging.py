"""Keyset pages: the next page begins after the last row of this one, however long the list grows."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest

# Beyond this a list only says "more than": counting everything would cost more than the page.
COUNTED = 1000


@dataclass(frozen=True)
class Page:
    """One page of rows, the sentence about the whole list, and the ways on."""

    rows: list
    count_text: str
    first_url: str
    next_url: str


def page_of(request: HttpRequest, found: QuerySet, *, after: QuerySet, size: int = 50, unit: str = "条") -> Page:
    """The page that the request asks for; ``after`` is ``found`` cut off behind the row named in the address."""
    counted = found.order_by()[: COUNTED + 1].count()
    total = f"共 {COUNTED:,} {unit}以上" if counted > COUNTED else f"共 {counted:,} {unit}"
    rows = list(after[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(
        rows=rows,
        count_text=total,
        first_url=_address(request, None) if request.GET.get("after") else "",
        next_url=_address(request, rows[-1].pk) if more else "",
    )


def cursor(request: HttpRequest) -> int | None:
    """The id of the last row of the page before, if the address names one."""
    value = request.GET.get("after", "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


def _address(request: HttpRequest, after: int | None) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    if after is not None:
        query["after"] = str(after)
    words = query.urlencode()
    return f"{request.path}?{words}" if words else request.path
