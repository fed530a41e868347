"""Messages of citizens (留言) as other platforms hand them over: what a row must hold, and what is wrong with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from governance.frame.days import CHINA, office_day
from governance.frame.refusals import Refusal
from governance.jobs.handed_in import Fault, bad_rows
from governance.jobs.heads import head_of

NUMBER, USER, SUBJECT, SENT, TEXT, REPLY, REPLIED, CATEGORY = COLUMNS = (
    "留言编号",
    "留言用户",
    "留言主题",
    "留言时间",
    "留言详情",
    "答复意见",
    "答复时间",
    "一级分类",
)
WANTED = "、".join(COLUMNS)
LENGTHS = {NUMBER: 40, USER: 60, SUBJECT: 120, TEXT: 20_000, REPLY: 20_000}
# What platforms write where the account has no name.
NAMELESS = ("匿名", "匿名用户", "匿名网友", "网友", "游客", "未具名")
EARLIEST = date(2000, 1, 1)
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?", re.ASCII
)


@dataclass(frozen=True)
class Message:
    """One good row; ``line`` is its row in the table, the header being row 1. Without a reply both are empty."""

    line: int
    number: str
    user: str
    subject: str
    sent_at: datetime
    text: str
    reply: str
    replied_at: datetime | None
    category: str

    @property
    def days(self) -> int | None:
        """Days from message to reply; the day of the message is not counted."""
        return (office_day(self.replied_at) - office_day(self.sent_at)).days if self.replied_at else None


@dataclass
class Checked:
    """A table that has been read: ``read`` rows without the header, the good ones, the faults of the others."""

    read: int = 0
    good: list[Message] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # Rows that say once more what an earlier row of the file has said.
    doubled: int = 0

    @property
    def bad_rows(self) -> int:
        return bad_rows(self.faults)


class TableRefused(Refusal):
    """The table as a whole is not one of messages."""


def check(rows: Iterable[list[str]], *, categories: Iterable[str], now: datetime) -> Checked:
    """Every row is either a good message or has its faults listed; empty rows are passed over.

    ``rows`` start with the header; ``categories`` are the known names of the first level. Raises ``TableRefused`` if
    the columns are not those of messages.
    """
    lines = enumerate(rows, 1)
    head = _head(lines)
    known, checked = frozenset(categories), Checked()
    seen: dict[str, tuple[int, dict[str, str]]] = {}
    for line, row in lines:
        if not any(cell.strip() for cell in row):
            continue
        checked.read += 1
        row = _without_margin(row)
        if len(row) != len(COLUMNS):
            checked.faults.append(Fault(line, "", f"有 {len(row)} 格，应当是 {len(COLUMNS)} 格。"))
            continue
        cells = {column: cell.strip() for column, cell in zip(head, row, strict=True)}
        message, faults = _message(line, cells, known, now)
        earlier = seen.setdefault(cells[NUMBER], (line, cells)) if cells[NUMBER] else (line, cells)
        if earlier[0] != line:
            if earlier[1] == cells:
                checked.doubled += 1
                continue
            faults.append(Fault(line, NUMBER, f"与第 {earlier[0]} 行编号相同而内容不同。"))
        checked.faults += faults
        if not faults:
            checked.good.append(message)
    return checked


def _without_margin(row: list[str]) -> list[str]:
    """Empty cells to the right of the last column belong to nobody."""
    return row[: len(COLUMNS)] if not any(cell.strip() for cell in row[len(COLUMNS) :]) else row


def _head(lines: Iterable[tuple[int, list[str]]]) -> list[str]:
    """The columns in their order, in which offices move them about; a title may stand above."""
    try:
        head = head_of(lines, COLUMNS, lambda head: len({*COLUMNS} & {*head}) > len(COLUMNS) / 2, wanted=WANTED)
    except Refusal as refusal:
        raise TableRefused(refusal.sentence) from refusal
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise TableRefused(f"表头缺少：{'、'.join(missing)}。应当有：{WANTED}。")
    return head


def _message(line: int, cells: dict[str, str], known: frozenset[str], now: datetime):
    """The message, or None, and the faults of the row."""
    faults = [
        Fault(line, column, f"没有填写{column}。")
        for column in (NUMBER, USER, SUBJECT, SENT, TEXT)
        if not cells[column]
    ]
    for column, longest in LENGTHS.items():
        if len(cells[column]) > longest:
            faults.append(Fault(line, column, f"有 {len(cells[column])} 字，最多 {longest} 字。"))
    faults += [Fault(line, column, "含有不可见的空字符。") for column in COLUMNS if "\0" in cells[column]]
    moments: dict[str, Any] = {}
    for column in (SENT, REPLIED):
        moments[column], reason = _moment(cells[column], now)
        faults += [Fault(line, column, reason)] if reason else []
    faults += _faults_of_reply(line, cells, moments)
    if cells[CATEGORY] and cells[CATEGORY] not in known:
        faults.append(Fault(line, CATEGORY, f"没有“{cells[CATEGORY][:20]}”这个一级分类。"))
    if faults:
        return None, faults
    return Message(
        line=line,
        number=cells[NUMBER],
        user=cells[USER],
        subject=cells[SUBJECT],
        sent_at=moments[SENT],
        text=cells[TEXT],
        reply=cells[REPLY],
        replied_at=moments[REPLIED],
        category=cells[CATEGORY],
    ), []


def _faults_of_reply(line: int, cells: dict[str, str], moments: dict[str, datetime | None]) -> list[Fault]:
    if cells[REPLY] and not cells[REPLIED]:
        return [Fault(line, REPLIED, "有答复意见，没有答复时间。")]
    if cells[REPLIED] and not cells[REPLY]:
        return [Fault(line, REPLY, "有答复时间，没有答复意见。")]
    sent, replied = moments[SENT], moments[REPLIED]
    if sent and replied and replied < sent:
        return [Fault(line, REPLIED, "答复时间早于留言时间。")]
    return []


def _moment(text: str, now: datetime) -> tuple[datetime | None, str]:
    """The moment in the office's time, or None, and what is wrong with it."""
    if not text:
        return None, ""
    found = _MOMENT.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        moment = datetime(year, month, day, hour, minute, second, tzinfo=CHINA)
    except ValueError:
        return None, f"“{text[:20]}”不是日期时间，应当如 2026-11-21 14:30:00。"
    if moment > now:
        return None, f"“{text}”晚于现在。"
    if office_day(moment) < EARLIEST:
        return None, f"“{text}”早于 {EARLIEST.year} 年。"
    return moment, ""
