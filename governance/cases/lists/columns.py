"""How cases look in a list: the columns, and the pieces that columns of a list of its own are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from django.utils.safestring import SafeString

from governance.frame.pages.columns import ListColumn, escaped
from governance.frame.pages.sorting import by_moment, by_place, by_words

from ..models import Case
from .rows import CaseRow

# The column that no list is without: it leads to the page of the case.
TITLE = "title"
STATE = "status"


@dataclass(frozen=True)
class CaseColumn(ListColumn):
    """A column of a list of cases, with what it reads beside what every row reads."""

    reads: tuple[str, ...] = ()


def title_html(row: CaseRow) -> SafeString:
    """The title, which leads to the page of the case."""
    return SafeString(f'<a class="row-link" href="{escaped(row.url)}">{escaped(row.title)}</a>')


def noted(text: str, note: str) -> str:
    """The text with a smaller line below it, if there is one."""
    return SafeString(f'{escaped(text)}<span class="cell-note">{escaped(note)}</span>') if note else text


def chosen_column(number: Callable) -> ListColumn:
    """The box that ticks a row, for what is done with many in one go; ``number`` says of a row which case it is."""
    return ListColumn("hidden:选择", lambda row: _box(number(row)), css="cell-box")


def _box(number: str) -> SafeString:
    told = escaped(number)
    return SafeString(f'<input type="checkbox" form="together" name="n" value="{told}" aria-label="选择 {told}">')


def state_column(cell: Callable) -> ListColumn:
    """The state; its list says what its cases go through, and sorts it so."""
    return ListColumn("状态", cell, css="cell-state", code=STATE)


def due_column(cell: Callable, due: str = "next_due_at") -> ListColumn:
    """The binding date; ``due`` holds the moment of it."""
    return ListColumn("期限", cell, code="due", by=by_moment(due))


def opened_column(cell: Callable, heading: str = "登记") -> ListColumn:
    """When it came in."""
    return ListColumn(heading, cell, css="nowrap", label=heading, code="opened", by=by_moment("opened_at"))


def number_column(cell: Callable) -> ListColumn:
    """The number."""
    return ListColumn("编号", cell, css="number", code="number", by=by_words("number"))


def unit_column(cell: Callable, heading: str = "承办单位", label: str = "承办") -> CaseColumn:
    """The unit that holds it."""
    by = by_words("lead_unit__short_name")
    return CaseColumn(heading, cell, label=label, code="unit", by=by, reads=("lead_unit__short_name",))


_AREA = CaseColumn("区域", attrgetter("area"), label="区域", code="area", by=by_words("area_id"), reads=("area__name",))


def case_columns(people: str = "人员", own: tuple[ListColumn, ...] = ()) -> tuple[ListColumn, ...]:
    """The columns of every plain list; ``people`` is what the people in these cases are called, empty if none are.

    ``own`` are columns that only this list has.
    """
    return (
        due_column(attrgetter("due")),
        number_column(attrgetter("number")),
        ListColumn("标题", title_html, css="cell-title", code=TITLE, by=by_words("title")),
        *((ListColumn(people, attrgetter("people"), label=people, code="people"),) if people else ()),
        *own,
        CaseColumn(
            "区域", attrgetter("area"), label="区域", code="area", by=by_words("area_id"), reads=("area__name",)
        ),
        unit_column(attrgetter("unit")),
        state_column(attrgetter("state")),
        opened_column(attrgetter("opened")),
    )


def further_columns(has_categories: bool, has_channels: bool) -> tuple[CaseColumn, ...]:
    """What a plain list shows where somebody chooses it."""
    category = CaseColumn(
        "内容类别",
        attrgetter("category"),
        label="内容类别",
        code="category",
        by=by_words("category__path"),
        reads=("category__path",),
    )
    channel = CaseColumn(
        "渠道",
        attrgetter("channel"),
        css="nowrap",
        label="渠道",
        code="channel",
        by=by_place("channel", Case.Channel.values),
        reads=("channel",),
    )
    handler = CaseColumn(
        "承办人",
        attrgetter("handler"),
        css="nowrap",
        label="承办人",
        code="handler",
        by=by_words("handler__name"),
        reads=("handler__name",),
    )
    closed = CaseColumn(
        "办结", attrgetter("closed"), css="nowrap", label="办结", code="closed", by=by_moment("closed_at")
    )
    return (*((category,) if has_categories else ()), *((channel,) if has_channels else ()), handler, closed)


CASE_COLUMNS = case_columns()
