"""Keyset pages: the next page begins after the last row of this one, however long the list grows."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, QueryDict

PAGE_SIZE = 50
# Beyond this a list only says "more than": counting everything would cost more than the page.
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Order:
    """How a list is ordered: by one column, then by key. Oldest first, rows without a value stand last.

    ``recent`` is for the newest of a large table by its moments. Whether to walk the table from its newest row until
    the page is full, or to gather all rows and then sort them, PostgreSQL has to guess, and where a reader's rows are
    few or old it guesses wrong by the whole table. So the few are gathered, and of the many only those of so many
    days are walked first.
    """

    column: str = "pk"
    newest_first: bool = False
    recent: timedelta | None = None

    def sorted(self, rows: QuerySet) -> QuerySet:
        """The rows in this order."""
        if self.newest_first:
            return rows.order_by(F(self.column).desc(), "-pk")
        return rows.order_by(F(self.column).asc(nulls_last=True), "pk")

    def gathered(self, rows: QuerySet) -> QuerySet:
        """The newest first, sorted by what no index holds."""
        return rows.order_by((F(self.column) + timedelta()).desc(), "-pk")

    def near(self, rows: QuerySet, mark: str) -> QuerySet:
        """Those of the rows that lie in the last days before the mark, or before now."""
        place = self.place(rows, mark)
        edge = (place[0] if place else Now()) - self.recent
        return rows.filter(**{f"{self.column}__gte": edge})

    def after(self, rows: QuerySet, mark: str) -> QuerySet:
        """The rows that follow the one of this mark; all of them for no mark and for one that is not ours."""
        place = self.place(rows, mark)
        if place is None:
            return rows
        value, pk = place
        if value is None:
            return rows.filter(**{f"{self.column}__isnull": True, "pk__gt": pk})
        behind = "lt" if self.newest_first else "gt"
        # The first condition is the one that an index serves.
        later = Q(**{f"{self.column}__{behind}e": value}) & (
            Q(**{f"{self.column}__{behind}": value}) | Q(**{f"pk__{behind}": pk})
        )
        if self.newest_first or not self._may_lack(rows):
            return rows.filter(later)
        return rows.filter(later | Q(**{f"{self.column}__isnull": True}))

    def mark(self, row: Model) -> str:
        """The row's place in the list, as the address says it. Signed: what is not ours is not read."""
        value = getattr(row, self.column)
        told = value.isoformat() if isinstance(value, date) else value
        return self._signer().sign_object([told, row.pk])

    def place(self, rows: QuerySet, mark: str) -> tuple | None:
        """The value and the key that a mark stands for; None for no mark and for one that is not ours."""
        try:
            value, pk = self._signer().unsign_object(mark)
            return self._field(rows).to_python(value), pk
        except (signing.BadSignature, ValidationError):
            return None

    def _signer(self) -> signing.Signer:
        return signing.Signer(salt=f"page.{self.column}")

    def _field(self, rows: QuerySet) -> Field:
        added = rows.query.annotations.get(self.column)
        if added is not None:
            return added.output_field
        meta = rows.model._meta
        return meta.pk if self.column == "pk" else meta.get_field(self.column)

    def _may_lack(self, rows: QuerySet) -> bool:
        return self.column in rows.query.annotations or self._field(rows).null


@dataclass(frozen=True)
class Page:
    """One page of rows, the sentence about the whole list, and the ways on."""

    rows: list
    count_text: str
    first_url: str
    next_url: str


def page_of(
    request: HttpRequest,
    rows: QuerySet,
    order: Order,
    *,
    unit: str = "件",
    size: int = PAGE_SIZE,
    said: dict[str, str] | None = None,
) -> Page:
    """The page that the address asks for.

    ``unit`` empty: the list is not counted. ``said`` is what the next address must say although this one did not.
    """
    mark = request.GET.get("after", "")
    counted = count_up_to(rows) if unit else None
    found, following = rows_after(rows, order, mark, size, counted=counted)
    query = request.GET.copy()
    query.update(said or {})
    first = _address(request, query, "") if order.place(rows, mark) else ""
    return Page(
        rows=found,
        count_text="" if counted is None else f"共 {count_words(counted, unit)}",
        first_url=first,
        next_url=_address(request, query, following) if following else "",
    )


def rows_after(rows: QuerySet, order: Order, mark: str, size: int, *, counted: int | None = None) -> tuple[list, str]:
    """At most ``size`` rows that follow the mark, and the mark of the last of them if more follow.

    ``counted``: how many rows there are in all, as far as they are counted; whoever has not counted has many.
    """
    following, found = order.after(rows, mark), []
    if order.recent and (counted is None or counted > MOST_COUNTED):
        found = list(order.sorted(order.near(following, mark))[: size + 1])
    if len(found) <= size:
        whole = order.gathered(following) if order.recent else order.sorted(following)
        found = list(whole[: size + 1])
    if len(found) <= size:
        return found, ""
    return found[:size], order.mark(found[size - 1])


def count_up_to(rows: QuerySet) -> int:
    """How many rows there are, or one more than is ever counted."""
    return rows.order_by().values("pk")[: MOST_COUNTED + 1].count()


def count_words(counted: int, unit: str) -> str:
    """12 件, 1,000 件以上"""
    return f"{counted:,} {unit}" if counted <= MOST_COUNTED else f"{MOST_COUNTED:,} {unit}以上"


def _address(request: HttpRequest, query: QueryDict, mark: str) -> str:
    kept = query.copy()
    kept.pop("after", None)
    if mark:
        kept["after"] = mark
    return f"{request.path}?{kept.urlencode()}" if kept else request.path
