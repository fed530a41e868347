"""Keyset pages: the next page starts after the last row seen, so page a thousand costs what page one costs."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.http import QueryDict

PAGE_SIZE = 50
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Order:
    """How a list is ordered: by one moment, then by key. Rows without the moment stand last."""

    column: str
    newest_first: bool = False

    def sorted(self, rows):
        """The rows in this order."""
        moment = F(self.column)
        if self.newest_first:
            return rows.order_by(moment.desc(), "-pk")
        return rows.order_by(moment.asc(nulls_last=True), "pk")

    def after(self, rows, moment: datetime | None, pk: int):
        """The rows that follow the one with this moment and key."""
        if self.newest_first:
            return rows.filter(Q(**{f"{self.column}__lt": moment}) | Q(**{self.column: moment, "pk__lt": pk}))
        if moment is None:
            return rows.filter(**{f"{self.column}__isnull": True, "pk__gt": pk})
        later = Q(**{f"{self.column}__gt": moment}) | Q(**{self.column: moment, "pk__gt": pk})
        return rows.filter(later | Q(**{f"{self.column}__isnull": True}))


DUE_FIRST = Order("next_due_at")
NEWEST_FIRST = Order("opened_at", newest_first=True)


@dataclass(frozen=True)
class Page:
    """One page of rows with the finished words and addresses around it."""

    rows: list
    count_text: str
    first_url: str
    next_url: str


def page_of(rows, order: Order, query: QueryDict) -> Page:
    """The page that the query asks for; a mark that cannot be read means the first page."""
    after = query.get("after", "")
    found, mark = rows_after(rows, order, after, PAGE_SIZE)
    counted = rows.order_by()[: MOST_COUNTED + 1].count()
    text = f"共 {counted:,} 件" if counted <= MOST_COUNTED else f"共 {MOST_COUNTED:,} 件以上"
    first_url = _address(query, "") if read_mark(after) else ""
    return Page(found, text, first_url, _address(query, mark) if mark else "")


def rows_after(rows, order: Order, after: str, size: int) -> tuple[list, str]:
    """At most ``size`` rows that follow the mark, and the mark of the last of them if more follow."""
    place = read_mark(after)
    found = list(order.sorted(order.after(rows, *place) if place else rows)[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], _mark(getattr(last, order.column), last.pk)


def _address(query: QueryDict, mark: str) -> str:
    kept = query.copy()
    kept.pop("after", None)
    if mark:
        kept["after"] = mark
    return f"?{kept.urlencode()}"


def _mark(moment: datetime | None, pk: int) -> str:
    return urlsafe_b64encode(f"{moment.isoformat() if moment else ''}|{pk}".encode()).decode().rstrip("=")


def read_mark(mark: str) -> tuple[datetime | None, int] | None:
    """The moment and key that a mark stands for; None for no mark and for one that is not ours."""
    try:
        moment, pk = urlsafe_b64decode(mark + "=" * (-len(mark) % 4)).decode().split("|")
        return (datetime.fromisoformat(moment) if moment else None), int(pk)
    except ValueError:
        return None
