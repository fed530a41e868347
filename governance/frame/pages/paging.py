"""Keyset pages: the next page begins after the last row of this one, however long the list grows."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connections
from django.db.models import DateTimeField, F, Field, Lookup, Model, Q, QuerySet, Value
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.where import WhereNode
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from ..database.among import Among
from .columns import ListColumn
from .sorting import FALLING, HeadLink, annotated, asked_head, head_links

PAGE_SIZE = 40
# Beyond this a list only says "more than": counting everything would cost more than the page.
MOST_COUNTED = 1000
# Asks for all of them on one page, to be printed.
WHOLE = "whole"
# Asks for a page by its number, where the list is counted to its end: the mark of its place is looked up then.
NUMBERED = re.compile(r"@([1-9][0-9]{0,3})")
# No row is dated further ahead of the day on which it is written.
AHEAD = timedelta(days=366)
# How many numbers stand on each side of that of the page.
BESIDE = 2


class NotBefore(Lookup):
    """The moment is this one or a later one, found by an index of moments and keys.

    PostgreSQL is not shown the moment while it plans: beside another condition that holds in the same days it would
    take both for chances of their own, and the rows of these days for next to none.
    """

    lookup_name = "not_before"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """Compared as a pair with the key: two bounds of one column, one of them unseen, are taken for next to none."""
        moment, params = self.process_lhs(compiler, connection)
        edge, told = self.process_rhs(compiler, connection)
        key, _ = compiler.compile(Col(self.lhs.alias, self.lhs.target.model._meta.pk))
        return f"({moment}, {key}) >= ((SELECT {edge}), 0)", (*params, *told)


@dataclass(frozen=True)
class Order:
    """How a list is ordered: by one column, then by key. Rows without a value stand last, whichever way it goes.

    ``head`` is the head of the list that says so, where one does.

    ``recent`` is for the newest of a large table by its moments. Whether to walk the table from its newest row until
    the page is full, or to gather all rows and then sort them, PostgreSQL has to guess, and where a reader's rows are
    few or old it guesses wrong by the whole table. So the few are gathered, and of the many only those of so many days
    are walked first.

    ``between`` says of a large table what holds for every row from one moment, or from some time before, to another, by
    what an index has beside the filters. With it no more is counted and gathered of a long past than of a short one:
    first what lies in the first of the spans before today, then in the second, and only then in all years. A list that
    ends before today says ``until`` when: the spans are those before that. One that begins with a day says ``since``.

    ``worded`` is where words are asked for: how many rows have them PostgreSQL never knows, and takes them for next to
    none. It finds them by the words alone and reads all of them, unless it is told in every question what lies between.
    """

    column: str = "pk"
    newest_first: bool = False
    recent: tuple[timedelta, ...] = ()
    between: Callable[[datetime, datetime], Q] | None = None
    since: datetime | None = None
    until: datetime | None = None
    head: str = ""
    worded: bool = False

    def sorted(self, rows: QuerySet) -> QuerySet:
        """The rows in this order."""
        if self.newest_first:
            return rows.order_by(F(self.column).desc(nulls_last=self._may_lack(rows) or None), "-pk")
        return rows.order_by(F(self.column).asc(nulls_last=True), "pk")

    def gathered(self, rows: QuerySet) -> QuerySet:
        """Few rows in this order: of a large table sorted by what no index holds, so that it is not walked for them."""
        if not self.recent:
            return self.sorted(rows)
        return rows.order_by((F(self.column) + timedelta()).desc(), "-pk")

    def near(self, rows: QuerySet, mark: str) -> QuerySet:
        """Those of the rows that lie in the last days before the mark, before the list ends or before now.

        Of two moments, both of which it is shown, PostgreSQL knows how many rows lie between them; of rows that have
        words it is told by what an index has.
        """
        first, last = self._before(rows, mark)
        edge = max(first - self.recent[0], self.since or first - self.recent[0])
        if self.between is None or (first == last and not self.worded):
            return rows.filter(**{f"{self.column}__gte": edge})
        return rows.filter(self.between(edge, last), NotBefore(F(self.column), Value(edge, DateTimeField())))

    def spans(self, rows: QuerySet, mark: str = "") -> Iterator[tuple[timedelta, QuerySet]]:
        """Each of the spans before the mark, or before now, with those of the rows that lie in it, if an index tells
        them."""
        first, last = self._before(rows, mark)
        between = self.between
        if between is None:
            return
        for days in self.recent:
            if self.since is None or first - days > self.since:
                yield days, rows.filter(between(first - days, last))

    def whole(self, rows: QuerySet, mark: str = "") -> QuerySet:
        """All of the rows, found by what an index has of the days from ``since`` on."""
        if self.since is None or self.between is None:
            return rows
        _, last = self._before(rows, mark)
        return rows.filter(self.between(self.since, last))

    def _before(self, rows: QuerySet, mark: str) -> tuple[datetime, datetime]:
        """The moment before which spans lie, and the last that a row of them can have."""
        place, now = self.place(rows, mark), timezone.now()
        if place:
            return place[0], place[0]
        return (self.until, self.until) if self.until and self.until < now else (now, now + AHEAD)

    def after(self, rows: QuerySet, mark: str) -> QuerySet:
        """The rows that follow the one of this mark; all of them for no mark and for one that is not ours."""
        place = self.place(rows, mark)
        if place is None:
            return rows
        value, pk = place
        behind = "lt" if self.newest_first else "gt"
        if value is None:
            return rows.filter(**{f"{self.column}__isnull": True, f"pk__{behind}": pk})
        # The first condition is the one that an index serves.
        later = Q(**{f"{self.column}__{behind}e": value}) & (
            Q(**{f"{self.column}__{behind}": value}) | Q(**{f"pk__{behind}": pk})
        )
        if not self._may_lack(rows):
            return rows.filter(later)
        return rows.filter(later | Q(**{f"{self.column}__isnull": True}))

    def up_to(self, rows: QuerySet, mark: str) -> QuerySet:
        """The row of this mark and those before it, the last one first."""
        value, pk = self.place(rows, mark) or (None, None)
        ahead = "gt" if self.newest_first else "lt"
        if value is None:
            found = Q(**{f"{self.column}__isnull": False}) | Q(**{f"pk__{ahead}e": pk})
        else:
            found = Q(**{f"{self.column}__{ahead}e": value}) & (
                Q(**{f"{self.column}__{ahead}": value}) | Q(**{f"pk__{ahead}e": pk})
            )
        column = F(self.column)
        if self.between is not None and self.worded and value is not None:
            found &= self.between(value, self._before(rows, "")[1])
        if self.newest_first:
            return rows.filter(found).order_by(column.asc(nulls_first=self._may_lack(rows) or None), "pk")
        return rows.filter(found).order_by(column.desc(nulls_first=True), "-pk")

    def mark(self, row: Model, behind: int = 0) -> str:
        """The row's place in the list, as the address says it. Signed: what is not ours is not read.

        ``behind`` is how many rows stand up to this one, as far as they were turned over.
        """
        value = getattr(row, self.column)
        told = value.isoformat() if isinstance(value, date) else value
        return self._signer().sign_object([told, row.pk, behind])

    def place(self, rows: QuerySet, mark: str) -> tuple | None:
        """The value and the key that a mark stands for; None for no mark and for one that is not ours."""
        try:
            value, pk, _ = self._signer().unsign_object(mark)
            return self._field(rows).to_python(value), pk
        except (signing.BadSignature, ValidationError, ValueError):
            return None

    def behind(self, mark: str) -> int:
        """How many rows stand before the page of this mark."""
        try:
            return self._signer().unsign_object(mark)[2]
        except (signing.BadSignature, IndexError):
            return 0

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
class Counted:
    """How many rows there are, as far as they are counted, and whether the first span alone has more than that.

    ``keys`` are those of the first of them in their order, as far as whoever counted held all of these at once: of few
    rows all, so that no page of them is gathered again.
    """

    number: int
    dense: bool = True
    keys: Sequence[Any] = ()


@dataclass(frozen=True)
class Cut:
    """What of a list stands on one page, how many rows before it, and the marks of the page after and of that before.

    ``begun`` is whether the page was come to by a mark.
    """

    rows: list
    following: str
    begun: bool = False
    behind: int = 0
    previous: str = ""


@dataclass(frozen=True)
class Page:
    """One page of rows, the sentence about the whole list, and the ways on.

    ``whole_text`` is what all of it is called; ``whole_url`` shows all on one page, where that is possible.
    """

    rows: list
    count_text: str
    first_url: str
    next_url: str
    previous_url: str = ""
    # Number and address of the pages near this one, of the first and of the last; its own has no address.
    numbers: list[tuple[int, str]] = field(default_factory=list)
    whole_text: str = "全部"
    whole_url: str = ""
    heads: Mapping[str, HeadLink] = field(default_factory=dict)


def sorted_as_asked(
    query: QueryDict, rows: QuerySet, order: Order, columns: Iterable[ListColumn]
) -> tuple[QuerySet, Order]:
    """The rows and their order, by the head that the address asks for; as they come where it asks for none."""
    head = asked_head(query, columns)
    if not head or head == order.head:
        return rows, order
    rows, name = annotated(rows, columns, head)
    return rows, Order(name, newest_first=head.startswith(FALLING), head=head)


def page_of(
    request: HttpRequest,
    rows: QuerySet,
    order: Order,
    *,
    unit: str = "件",
    size: int = PAGE_SIZE,
    said: dict[str, str] | None = None,
    columns: Iterable[ListColumn] = (),
    bounded: bool = False,
    known: int | None = None,
) -> Page:
    """The page that the address asks for.

    ``unit`` empty: the list is not counted; ``known``: how many rows there are is known before and not asked.
    ``said`` is what the next address must say although this one did not.
    The heads of ``columns`` sort what can be gathered: a list that is counted to its end, or one that is ``bounded``
    because it does not grow with the years.
    """
    mark, asked = request.GET.get("after", ""), order
    counted = None
    if unit:
        counted = _count(rows, order) if known is None else Counted(known, dense=False)
    number = counted.number if counted else None
    gathered = number is not None and number <= MOST_COUNTED
    if WHOLE in request.GET and gathered:
        size = MOST_COUNTED
    columns = columns if bounded or gathered else ()
    rows, order = sorted_as_asked(request.GET, rows, order, columns)
    numbered = NUMBERED.fullmatch(mark)
    turned = int(numbered[1]) if numbered and gathered else 1
    cut = _cut_by_keys(rows, order, counted, mark, turned, size) if counted and order == asked else None
    if cut is None:
        cut = _cut(rows, order, _mark_of(rows, order, turned, size) if numbered else mark, size, counted)
    query = request.GET.copy()
    query.update(said or {})
    first_url = _address(request, query, "") if cut.begun else ""
    next_url = _address(request, query, cut.following) if cut.following else ""
    several = bool(first_url or next_url)
    return Page(
        rows=cut.rows,
        first_url=first_url,
        next_url=next_url,
        previous_url=_address(request, query, cut.previous) if cut.begun else "",
        count_text="" if number is None else _counted_text(number, unit, cut.behind, len(cut.rows), several),
        numbers=_numbers(request, query, cut.behind // size + 1, -(-(number or 0) // size) if gathered else 0),
        whole_text="全部" if number is None else f"全部 {count_words(number, unit)}",
        whole_url=_whole_address(request, query) if several and gathered else "",
        heads=head_links(request.path, request.GET, columns, order.head),
    )


def _cut(rows: QuerySet, order: Order, mark: str, size: int, counted: Counted | None) -> Cut:
    """The page after this mark, asked for by all that the list is asked for."""
    number, dense = (counted.number, counted.dense) if counted else (None, True)
    found, following = rows_after(rows, order, mark, size, counted=number, dense=dense)
    if order.place(rows, mark) is None:
        return Cut(found, following)
    return Cut(found, following, True, order.behind(mark), _mark_before(rows, order, mark, size))


def _cut_by_keys(rows: QuerySet, order: Order, counted: Counted, mark: str, number: int, size: int) -> Cut | None:
    """The page after this mark, or that of this number, by the keys that whoever counted held; None where they do not
    reach so far."""
    keys, place = counted.keys, order.place(rows, mark)
    start = (number - 1) * size if (number - 1) * size < len(keys) else 0
    if place is not None:
        start = keys.index(place[1]) + 1 if place[1] in keys else len(keys)
    shown, more = keys[start : start + size], keys[start + size :]
    if not shown or (not more and len(keys) < counted.number):
        return None
    before = keys[start - size - 1 : start - size] if start > size else []
    found = {row.pk: row for row in _with_keys(rows, [*before, *shown])}
    here = [found[key] for key in shown if key in found]
    return Cut(
        rows=here,
        following=order.mark(here[-1], start + len(shown)) if more and here else "",
        begun=start > 0,
        behind=start,
        previous=order.mark(found[before[0]], start - size) if found.keys() & {*before} else "",
    )


def _with_keys(rows: QuerySet, keys: Sequence[Any]) -> QuerySet:
    """The rows that have these keys, looked up by nothing else: they were found by all that the list is asked for, and
    PostgreSQL is not to weigh once more by which of it."""
    found = rows.order_by()
    found.query.where = WhereNode()
    return found.filter(Among(F("pk"), keys))


def page_of_list(request: HttpRequest, rows: list, *, unit: str = "件", size: int = PAGE_SIZE) -> Page:
    """The page that the address asks for of rows that are worked out and all at hand."""
    counted, query = len(rows), request.GET.copy()
    if WHOLE in query and counted <= MOST_COUNTED:
        size = MOST_COUNTED
    last = max(-(-counted // size), 1)
    numbered = NUMBERED.fullmatch(query.get("after", ""))
    number = min(int(numbered[1]), last) if numbered else 1
    behind = (number - 1) * size
    found = rows[behind : behind + size]

    def turned_to(page: int) -> str:
        return _address(request, query, f"@{page}") if 1 <= page <= last and page != number else ""

    return Page(
        rows=found,
        count_text=_counted_text(counted, unit, behind, len(found), last > 1),
        first_url=turned_to(1),
        next_url=turned_to(number + 1),
        previous_url=turned_to(number - 1),
        numbers=_numbers(request, query, number, last),
        whole_text=f"全部 {count_words(counted, unit)}",
        whole_url=_whole_address(request, query) if last > 1 and counted <= MOST_COUNTED else "",
    )


def _mark_of(rows: QuerySet, order: Order, number: int, size: int) -> str:
    """The place of the page of that number, as it is now; of one beyond the list none, which is the first page."""
    behind = (number - 1) * size
    last = order.gathered(rows)[behind - 1 : behind].first() if behind else None
    return order.mark(last, behind) if last else ""


def _mark_before(rows: QuerySet, order: Order, mark: str, size: int) -> str:
    """The place of the page before that of this mark; none for the first."""
    found = list(order.up_to(rows, mark)[size : size + 1])
    return order.mark(found[0], max(order.behind(mark) - size, 0)) if found else ""


def _numbers(request: HttpRequest, query: QueryDict, number: int, last: int) -> list[tuple[int, str]]:
    if last < 2:
        return []
    near = {1, last, *range(max(number - BESIDE, 1), min(number + BESIDE, last) + 1)}
    return [(each, "" if each == number else _address(request, query, f"@{each}")) for each in sorted(near)]


def _counted_text(counted: int, unit: str, behind: int, here: int, turned: bool) -> str:
    """共 12 件; 第 51–100 件，共 312 件 where the list has several pages."""
    whole = f"共 {count_words(counted, unit)}"
    return f"第 {behind + 1:,}–{behind + here:,} {unit}，{whole}" if turned and here else whole


def rows_after(
    rows: QuerySet, order: Order, mark: str, size: int, *, counted: int | None = None, dense: bool = True
) -> tuple[list, str]:
    """At most ``size`` rows that follow the mark, and the mark of the last of them if more follow.

    ``counted``: how many rows there are in all, as far as they are counted; whoever has not counted has many. Where
    there are none, none are asked for. Of many that are not ``dense`` no days hold so many that they would be walked.
    """
    if counted == 0:
        return [], ""
    following, found = order.after(rows, mark), []
    for few in _first_looked_at(following, order, mark, counted, dense):
        found = list(few[: size + 1])
        if len(found) > size:
            break
    else:
        found = list(order.gathered(order.whole(following, mark))[: size + 1])
    if len(found) <= size:
        return found, ""
    return found[:size], order.mark(found[size - 1], order.behind(mark) + size)


def _first_looked_at(rows: QuerySet, order: Order, mark: str, counted: int | None, dense: bool) -> Iterator[QuerySet]:
    """Of many rows those that are looked at before all of them are gathered."""
    if counted is not None and counted <= MOST_COUNTED:
        return
    if order.recent and dense:
        yield order.sorted(order.near(rows, mark))
    for _, few in order.spans(rows, mark) if not dense else ():
        yield order.gathered(few)


def count_up_to(rows: QuerySet, order: Order | None = None) -> int:
    """How many rows there are, or one more than is ever counted."""
    return _count(rows, order or Order()).number


def _count(rows: QuerySet, order: Order) -> Counted:
    """How many rows there are, and the keys of the first as far as all of those are held.

    Where the order has spans, they are counted first, in the same question: PostgreSQL answers no part of it that is
    not asked for by then. By what the first has it is seen which of the others would have more than is counted.
    """
    if not order.recent:
        return Counted(rows.order_by().values("pk")[: MOST_COUNTED + 1].count())
    spans = [*order.spans(rows)]
    asked = [each.order_by().values("pk", order.column) for each in (*(few for _, few in spans), order.whole(rows))]
    try:
        parts = [each[: MOST_COUNTED + 1].query.sql_with_params() for each in asked]
    except EmptyResultSet:
        return Counted(0)
    held = f'SELECT COUNT(*), ARRAY_AGG("pk" ORDER BY "{order.column}" DESC, "pk" DESC)'
    named = [f"part0 (counted, keys) AS ({held} FROM ({parts[0][0]}) AS found)"]
    for place, (statement, _) in enumerate(parts[1:], 1):
        few = " AND ".join(f"(SELECT counted FROM part{before}) <= {MOST_COUNTED}" for before in range(place))
        if place < len(spans):
            few += f" AND (SELECT counted FROM part0) * {spans[place][0] // spans[0][0]} >= {MOST_COUNTED}"
        named.append(f"part{place} (counted, keys) AS ({held} FROM ({statement}) AS found WHERE {few})")
    told = ", ".join(f"part{place}.*" for place in range(len(parts)))
    tables = ", ".join(f"part{place}" for place in range(len(parts)))
    with connections[rows.db].cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(named)} SELECT {told} FROM {tables}", [each for _, params in parts for each in params]
        )
        found = cursor.fetchone()
    number, keys = 0, list[Any]()
    for number, held in zip(found[::2], found[1::2], strict=True):
        if number > MOST_COUNTED:
            break
        keys = held or keys
    return Counted(number, found[0] > MOST_COUNTED, keys)


def count_words(counted: int, unit: str) -> str:
    """12 件, 1,000 件以上"""
    return f"{counted:,} {unit}" if counted <= MOST_COUNTED else f"{MOST_COUNTED:,} {unit}以上"


def _whole_address(request: HttpRequest, query: QueryDict) -> str:
    kept = query.copy()
    kept[WHOLE] = "1"
    return _address(request, kept, "")


def _address(request: HttpRequest, query: QueryDict, mark: str) -> str:
    kept = query.copy()
    kept.pop("after", None)
    if mark:
        kept["after"] = mark
    return f"{request.path}?{kept.urlencode()}" if kept else request.path
