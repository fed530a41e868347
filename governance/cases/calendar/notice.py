"""The yearly notice of the State Council on rest days, read from its text or from a table."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from io import StringIO

from governance.frame.days import ONE_DAY, WEEKDAYS
from governance.frame.refusals import Refusal

from ..models import CalendarDay


@dataclass(frozen=True)
class SpecialDay:
    """One exception of a year: a day off or a make-up working day."""

    day: date
    kind: str
    name: str


class BadNotice(Refusal):
    """A notice that cannot be read; ``faults`` are Chinese sentences that name the line."""

    def __init__(self, faults: list[str]):
        super().__init__(" ".join(faults))
        self.faults = faults


_DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?")


_NUMERAL = re.compile(r"[一二三四五六七八九十]+、(?=[^,。:()]{2,12}:)")


_ITEM = re.compile(r"^(?:(?P<name>[^\d:]{1,30}):\s*)?(?P<days>(?:\d{4}年)?\d{1,2}月\d{1,2}日.*放假.*)$")


_TITLE = re.compile(r"关于(\d{4})年部分节假日安排的通知")


_NUMBER = re.compile(r"国办发明电\s*[〔\[(]\d{4}[〕\])]\s*\d+\s*号")


KINDS = {"off": "off", "放假": "off", "makeup": "makeup", "上班": "makeup", "调休上班": "makeup"}


_COUNT = re.compile(r"共(\d{1,3})天")


def year_in(text: str) -> int | None:
    """The year that the notice's title names."""
    found = _TITLE.search(text)
    return int(found[1]) if found else None


def number_in(text: str) -> str:
    """The document number, empty when the text has none."""
    found = _NUMBER.search(text)
    return re.sub(r"\s", "", found[0]) if found else ""


def parse_notice(text: str, year: int) -> list[SpecialDay]:
    """The days that a pasted notice names. Raises `BadNotice` with one sentence for each line that is wrong.

    Every weekday in brackets must be the weekday of its date, and "共N天" must be the number of days found: a slip of
    the keyboard is told here and not by a petitioner.
    """
    entries: list[SpecialDay] = []
    faults: list[str] = []
    lines = _NUMERAL.sub("\n", unicodedata.normalize("NFKC", text)).splitlines()
    for found in filter(None, (_ITEM.match(line.strip()) for line in lines)):
        name = (found["name"] or "节假日").strip()
        try:
            entries += _item(name, found["days"], year)
        except ValueError as error:
            faults.append(f"{name}：{error}")
    if not entries and not faults:
        faults.append("没有找到放假安排，请粘贴国务院办公厅通知的正文。")
    return _checked(entries, year, faults)


def _item(name: str, text: str, year: int) -> list[SpecialDay]:
    entries = []
    month = 0  # the text begins with a full date, and later ones go on in its month
    for clause in re.split(r"[。;]", text):
        days: list[date] = []
        first = None
        position = 0
        for found in _DATE.finditer(clause):
            month = int(found[2]) if found[2] else month
            day = _day(int(found[1] or year), month, int(found[3]), found[4] or "")
            between = clause[position : found.start()]
            days += _stretch(first, day) if first and "至" in between else [day]
            first, position = day, found.end()
        if not days:
            continue
        worked = "上班" in clause
        total = _COUNT.search(clause)
        if total and not worked and int(total[1]) != len(days):
            raise ValueError(f"写明共{total[1]}天，实际为{len(days)}天。")
        kind = CalendarDay.Kind.MAKEUP if worked else CalendarDay.Kind.OFF
        entries += [SpecialDay(day, kind, name) for day in days]
    return entries


def _day(year: int, month: int, day: int, remark: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(f"没有{year}年{month}月{day}日这一天。") from None
    said = re.search(r"[周星期]+([一二三四五六日天])", remark)
    if said and said[1].replace("天", "日") != WEEKDAYS[found.weekday()]:
        raise ValueError(f"{month}月{day}日是周{WEEKDAYS[found.weekday()]}，不是周{said[1]}。")
    return found


def _stretch(first: date, last: date) -> list[date]:
    if last <= first:
        raise ValueError(f"{last.month}月{last.day}日不在{first.month}月{first.day}日之后。")
    return [first + ONE_DAY * n for n in range(1, (last - first).days + 1)]


def is_table(text: str) -> bool:
    """True for a table of days, false for the words of a notice."""
    return text.lstrip("\ufeff \r\n").startswith(("day,", "日期,"))


def parse_csv(text: str, year: int) -> list[SpecialDay]:
    """The days of a table with the columns day, kind and name, in English or in Chinese (日期,类别,节日).

    Raises `BadNotice` with every bad row.
    """
    rows = csv.reader(StringIO(text.lstrip("\ufeff \r\n")))
    if tuple(next(rows, ())) not in (("day", "kind", "name"), ("日期", "类别", "节日")):
        raise BadNotice(["表头应为“日期,类别,节日”。"])
    entries: list[SpecialDay] = []
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        if not row:
            continue
        try:
            entries.append(_row(*(cell.strip() for cell in (*row, "", "", "")[:3])))
        except ValueError as error:
            faults.append(f"第{number}行：{error}")
    return _checked(entries, year, faults)


def _row(day_text: str, kind_text: str, name: str) -> SpecialDay:
    try:
        day = date.fromisoformat(day_text)
    except ValueError:
        raise ValueError(f"日期“{day_text}”应写成 2027-01-01 的样子。") from None
    kind = KINDS.get(kind_text)
    if kind is None:
        raise ValueError(f"类别“{kind_text}”应为“放假”或“上班”。")
    if not 0 < len(name) <= 30:
        raise ValueError("节日名称应为1至30个字。")
    return SpecialDay(day, kind, name)


def _checked(entries: list[SpecialDay], year: int, faults: list[str]) -> list[SpecialDay]:
    seen: set[date] = set()
    for entry in entries:
        if entry.day in seen:
            faults.append(f"{entry.day} 出现了两次。")
        seen.add(entry.day)
        # A New Year's holiday may begin in the last days of the old year.
        if entry.day.year != year and (entry.day.year, entry.day.month) != (year - 1, 12):
            faults.append(f"{entry.day} 不在{year}年。")
        elif entry.kind == CalendarDay.Kind.MAKEUP and entry.day.weekday() < 5:
            faults.append(f"{entry.day} 是周{WEEKDAYS[entry.day.weekday()]}，本来就上班，不能作调休上班。")
    if not faults and not any(entry.kind == CalendarDay.Kind.OFF for entry in entries):
        faults.append(f"没有{year}年的放假日期。")
    if faults:
        raise BadNotice(faults)
    return sorted(entries, key=lambda entry: entry.day)
