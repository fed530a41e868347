"""The board: units × windows of one plan, with what is missing first. Bounded by the windows shown, not by history."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from governance.frame.days import office_day
from governance.organisation.models import Area
from governance.organisation.standing import Standing

from .. import access, windows
from ..models import DutyTask
from ..scan.messages import until

State = DutyTask.State
TOWNSHIP = Area.CODE_LENGTH[Area.Level.TOWNSHIP]
# How many days back the board looks, by the rhythm of the plan.
SPAN = {
    windows.DAILY: 13,
    windows.SPECIAL: 13,
    windows.WEEKLY: 7 * 8,
    windows.TEN_DAY: 92,
    windows.HALF_MONTH: 153,
    windows.MONTHLY: 365,
    windows.BIWEEKLY: 14 * 9,
    windows.QUARTERLY: 3 * 365,
    windows.YEARLY: 6 * 365,
}
# Up to so many units stand there unfolded; beyond it one township at a time.
UNFOLDED = 40
NAMED_A_TOWNSHIP = 12
CAME = (State.RETURNED, State.ZERO, State.LATE)


@dataclass(frozen=True)
class WindowColumn:
    """One window as a heading."""

    first: date
    last: date
    label: str
    due_at: datetime
    short: str
    url: str
    is_chosen: bool


@dataclass
class Tally:
    """How many tasks are in which state."""

    # There are hundreds of tallies on a page, and a Counter takes long to make.
    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: int = 0

    @property
    def owed(self) -> int:
        return sum(self.states.values())

    @property
    def came(self) -> int:
        return sum(self.states[state] for state in CAME)

    @property
    def lacking(self) -> int:
        return self.states[State.MISSING] + self.states[State.OPEN]


@dataclass(frozen=True)
class BoardRow:
    """A unit as a row of the board; its cells are one finished string, for there are thousands."""

    name: str
    cells: SafeString


@dataclass
class TownshipGroup:
    """One township: its figures, and its units when it is unfolded."""

    code: str
    name: str
    url: str
    figures: SafeString
    lines: list[BoardRow] = field(default_factory=list)
    is_open: bool = False

    @property
    def is_unit(self) -> bool:
        """True if it is nothing but the township's own unit: one row says all."""
        return len(self.lines) == 1 and self.lines[0].name == self.name


@dataclass(frozen=True)
class Lacking:
    """The units of one township that have not handed in for the chosen window."""

    township: str
    count: int
    # 北街社区、吉泰路社区等 14 个, each name a link.
    names: SafeString
    is_unit: bool


@dataclass
class Board:
    """Everything that the page shows."""

    columns: list[WindowColumn]
    chosen: WindowColumn | None
    tally: Tally
    lacking: list[Lacking]
    groups: list[TownshipGroup]
    earlier_url: str = ""
    later_url: str = ""


def tasks_of(standing: Standing, code: str, cadence: str, end: date) -> QuerySet:
    """The tasks of the plan in the person's range whose window began in the span that ends with that day."""
    tasks = access.visible_to(standing).filter(plan_code=code)
    return tasks.filter(first__gte=end - timedelta(days=SPAN[cadence]), first__lte=end)


def board_of(standing: Standing, plan, *, now: datetime, end: date, chosen: date | None, unfolded: str) -> Board:
    """The board of one plan for one reader: three queries however many units, windows and years there are."""
    today = office_day(now)
    tasks = tasks_of(standing, plan.code, plan.cadence, min(end, today))
    by_window, by_cell = _tallies(tasks)
    query = f"?plan={plan.code}" + (f"&end={end}" if end < today else "")
    columns = _columns(by_window, plan.cadence, chosen, now, query)
    at = next((column for column in columns if column.is_chosen), None)
    names = dict(Area.objects.filter(level__in=("county", "township")).values_list("code", "name"))
    few = _units_in(by_cell, columns) <= UNFOLDED
    opened = {code for code, _ in by_cell} if few else {unfolded} & {code for code, _ in by_cell}
    lines = _lines(tasks, opened, columns) if opened else {}
    groups = [
        TownshipGroup(
            code=code,
            name=f"{names.get(code, code)}{'' if len(code) == TOWNSHIP else '本级'}",
            url=""
            if few
            else f"{query}{f'&window={at.first}' if at else ''}{'' if code in opened else f'&open={code}'}#board",
            figures=_cells(_figure(by_cell.get((code, column.first))) for column in columns),
            lines=lines.get(code, []),
            is_open=code in opened,
        )
        for code in sorted({code for code, _ in by_cell})
    ]
    tally = by_window[at.first].tally if at else Tally()
    board = Board(columns, at, tally, _lacking(tasks, at, names) if at else [], groups)
    board.earlier_url = f"?plan={plan.code}&end={min(end, today) - timedelta(days=SPAN[plan.cadence] + 1)}"
    if end < today:
        later = min(today, end + timedelta(days=SPAN[plan.cadence] + 1))
        board.later_url = f"?plan={plan.code}" + (f"&end={later}" if later < today else "")
    return board


@dataclass
class _Window:
    first: date
    last: date
    label: str
    due_at: datetime
    tally: Tally = field(default_factory=Tally)


def _tallies(tasks: QuerySet) -> tuple[dict[date, _Window], dict[tuple[str, date], Tally]]:
    """The figures by window, and by township and window; one query."""
    counted = (
        tasks.order_by("first")
        .values("first", "last", "label", "state", township=Left("area_id", TOWNSHIP))
        .annotate(count=Count("pk"), matters=Sum("found"), due=Max("due_at"))
        .values_list("first", "last", "label", "state", "township", "count", "matters", "due")
    )
    by_window: dict[date, _Window] = {}
    by_cell: dict[tuple[str, date], Tally] = defaultdict(Tally)
    for first, last, label, state, township, count, matters, due in counted:
        window = by_window.get(first)
        if window is None:
            window = by_window[first] = _Window(first, last, label, due)
        window.due_at = max(window.due_at, due)
        for tally in (window.tally, by_cell[township, first]):
            tally.states[state] += count
            tally.found += matters
    return by_window, by_cell


def _columns(by_window, cadence: str, chosen: date | None, now: datetime, query: str) -> list[WindowColumn]:
    """The windows, newest first; unless one was asked for, the one whose end is nearest stands out."""
    if chosen not in by_window:
        chosen = min(by_window, key=lambda first: abs(by_window[first].due_at - now), default=None)
    return [
        WindowColumn(
            window.first,
            window.last,
            window.label,
            window.due_at,
            _short(window.first, window.label, cadence),
            f"{query}&window={window.first}",
            window.first == chosen,
        )
        for window in reversed(by_window.values())
    ]


def _short(first: date, label: str, cadence: str) -> str:
    if cadence in (windows.DAILY, windows.SPECIAL):
        return f"{first:%m-%d}"
    if cadence == windows.BIWEEKLY:
        return f"{first:%m-%d} 起"
    return label.partition("年")[2] or label


def _units_in(by_cell, columns) -> int:
    """How many units the fullest window has."""
    by_first: Counter[date] = Counter()
    for (_, first), tally in by_cell.items():
        by_first[first] += tally.owed
    return max(by_first.values(), default=0)


def _figure(tally: Tally | None) -> SafeString:
    """A township in a window: how many of how many, and what is missing in red."""
    if tally is None:
        return SafeString()
    missing = tally.states[State.MISSING]
    lack = f' <b class="cell-missing">缺{missing}</b>' if missing else ""
    return mark_safe(f"{tally.came}/{tally.owed}{lack}")


def _cells(contents: Iterable[str]) -> SafeString:
    """The contents, finished strings all of them, as the cells of a row."""
    return mark_safe("".join(f"<td>{content}</td>" for content in contents))


def cell_text(state: str, found: int, done: int, quota: int) -> str:
    """What a cell says: ✓ 3件, 0 零报, 迟, 缺; nothing yet is a dash."""
    if state == State.RETURNED:
        return f"✓ {found}件" if found else "✓"
    if state == State.LATE:
        return f"迟 {found}件" if found else "迟"
    part = f" {done}/{quota}" if done and done < quota else ""
    return {State.ZERO: "0 零报", State.MISSING: "缺", State.OPEN: "待报"}[State(state)] + part


TONE = {State.MISSING: ' class="cell-missing"', State.LATE: ' class="cell-late"', State.OPEN: ' class="cell-open"'}


def _lines(tasks: QuerySet, townships: set[str], columns: list[WindowColumn]) -> dict[str, list[BoardRow]]:
    """The units of the unfolded townships in the county's order, each with its cells; one query."""
    wanted = tasks.annotate(township=Left("area_id", TOWNSHIP)).filter(township__in=townships)
    found: dict[tuple[str, int], tuple[str, dict]] = {}
    rows = wanted.order_by("unit__position", "unit_id", "first").values_list(
        "township", "unit_id", "unit__short_name", "first", "pk", "state", "found", "done", "quota"
    )
    base = _base()
    for township, unit, name, first, pk, *rest in rows:
        _, cells = found.setdefault((township, unit), (name, {}))
        cells[first] = mark_safe(f'<a{TONE.get(rest[0], "")} href="{base}{pk}/">{cell_text(*rest)}</a>')
    lines: dict[str, list[BoardRow]] = defaultdict(list)
    for (township, _), (name, cells) in found.items():
        lines[township].append(BoardRow(name, _cells(cells.get(column.first, "") for column in columns)))
    return lines


def _lacking(tasks: QuerySet, at: WindowColumn, names: dict[str, str]) -> list[Lacking]:
    """Who has not handed in for the chosen window, by township; one query."""
    owed = tasks.filter(first=at.first, state__in=(State.MISSING, State.OPEN))
    by_township: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for pk, area, name in owed.order_by("area_id", "unit__position", "unit_id").values_list(
        "pk", "area_id", "unit__short_name"
    ):
        by_township[area[:TOWNSHIP]].append((pk, name))
    base = _base()
    return [_lack(names.get(code, code), units, base) for code, units in by_township.items()]


def _lack(township: str, units: list[tuple[int, str]], base: str) -> Lacking:
    named = units[:NAMED_A_TOWNSHIP]
    links = "、".join(f'<a href="{base}{pk}/">{escape(name)}</a>' for pk, name in named)
    more = f"等 {len(units)} 个" if len(units) > NAMED_A_TOWNSHIP else ""
    is_unit = [name for _, name in units] == [township]
    return Lacking(township, len(units), mark_safe(f"{links}{more}"), is_unit)


def _base() -> str:
    """The address of a task without its number; looked up once and not for each of hundreds."""
    return reverse("duties:task", args=[0])[:-2]


def sentence(board: Board, now: datetime) -> str:
    """2026年第47周：应报 25 个单位，已报 22，缺 3。"""
    if board.chosen is None:
        return "这段时间没有应报的任务。"
    tally, over = board.tally, now > board.chosen.due_at
    parts = [f"{board.chosen.label}：应报 {tally.owed} 个单位", f"已报 {tally.came}"]
    if tally.states[State.ZERO]:
        parts.append(f"其中零报告 {tally.states[State.ZERO]}")
    if tally.states[State.LATE]:
        parts.append(f"迟报 {tally.states[State.LATE]}")
    if tally.found:
        parts.append(f"排查到 {tally.found} 件")
    parts.append(f"缺 {tally.lacking}" if over else f"还没有报的 {tally.lacking}，{until(board.chosen.due_at)} 截止")
    return "，".join(parts) + "。"
