"""How cases look in a list: the columns, and the pieces that columns of a list of its own are made of."""

from collections.abc import Callable
from operator import attrgetter

from django.utils.safestring import SafeString

from governance.frame.pages.columns import ListColumn, escaped

from .rows import CaseRow


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


def case_columns(people: str = "人员", own: tuple[ListColumn, ...] = ()) -> tuple[ListColumn, ...]:
    """The columns of every plain list; ``people`` is what the people in these cases are called, empty if none are.

    ``own`` are columns that only this list has.
    """
    return (
        ListColumn("期限", attrgetter("due")),
        ListColumn("编号", attrgetter("number"), css="number"),
        ListColumn("标题", title_html, css="cell-title"),
        *((ListColumn(people, attrgetter("people"), label=people),) if people else ()),
        *own,
        ListColumn("区域", attrgetter("area"), label="区域"),
        ListColumn("承办单位", attrgetter("unit"), label="承办"),
        ListColumn("状态", attrgetter("state"), css="cell-state"),
        ListColumn("登记", attrgetter("opened"), css="nowrap", label="登记"),
    )


CASE_COLUMNS = case_columns()
