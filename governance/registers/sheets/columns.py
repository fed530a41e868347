"""A register as a sheet: its columns out, and a row of texts in, told as the form of a row takes it."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from governance.cases.fields.inputs import written_way
from governance.jobs.spreadsheets import Column
from governance.organisation.pickers import area_path

from ..fields import (
    AREA,
    CHECKED,
    DUE,
    IN_CHARGE,
    LATITUDE,
    LONGITUDE,
    NAME,
    NUMBER,
    OWN_COLUMNS,
    PHONE,
    UNIT,
    Field,
)
from ..models import Entry, Register

FIRST = (
    Column(NUMBER, 10),
    Column(NAME, 28),
    Column(UNIT, 28),
    Column(AREA, 28),
    Column(IN_CHARGE, 12),
    Column(PHONE, 16),
)
# The last two the system works out itself; a sheet may carry them and they change nothing.
LAST = (Column(LONGITUDE, 12), Column(LATITUDE, 12), Column(CHECKED, 12, of_days=True), Column(DUE, 14, of_days=True))
NEEDED = (NAME, UNIT, AREA)
CLOSING = re.compile(r"(本表 \d+ 行，)?共 \d+ 行")
YES = frozenset(("是", "有", "√", "1", "true", "TRUE"))
NO = frozenset(("否", "无", "×", "0", "false", "FALSE"))
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
# Excel counts days from here.
SERIAL_ZERO = date(1899, 12, 30)
SERIALS = range(10_000, 80_000)
WIDTHS = {"long": 40, "text": 20, "several": 20, "way": 24}


def label_of(field: Field) -> str:
    """What the column of the field is called: one that stands in every register has that name for itself."""
    return f"{field.label}（栏目）" if field.label in OWN_COLUMNS else field.label


def columns_of(register: Register) -> tuple[Column, ...]:
    """The columns of the sheet, those that every register has first and last."""
    asked = (Column(label_of(each), WIDTHS.get(each.kind, 12), each.kind == "date") for each in register.asked)
    return (*FIRST, *asked, *LAST)


def row_of(entry: Entry, register: Register) -> tuple:
    """The row as the sheet has it; the number as its mask."""
    first = (str(entry.pk), entry.name, entry.unit.name, area_path(entry.area), entry.in_charge, entry.phone_mask)
    asked = (_cell(each, entry.facts.get(each.name)) for each in register.asked)
    return (*first, *asked, entry.longitude, entry.latitude, entry.checked_on, entry.due_on)


def _cell(field: Field, raw):
    if raw in (None, ""):
        return None
    if field.kind == "number":
        return raw
    if field.kind == "date":
        return date.fromisoformat(raw)
    if field.kind == "way":
        return written_way(raw)
    return str(raw) if field.kind == "money" else field.words(raw)


def is_closing(row: Iterable[str]) -> bool:
    """True for the line under a table that says how many rows it has, and for an empty one."""
    first, *others = row or [""]
    return bool(CLOSING.fullmatch(first.strip())) or not any(cell.strip() for cell in (first, *others))


def raw_of(field: Field, cell: str):
    """What a cell says, as the form of a row takes it; what it does not understand it leaves to the form."""
    text = cell.strip()
    if field.kind == "date":
        return _day(text)
    if field.kind == "flag":
        return "on" if text in YES else "" if text in NO else text
    codes = {label: code for code, label in field.all_choices}
    if field.kind == "choice":
        return codes.get(text, text)
    if field.kind == "several":
        return [codes.get(part.strip(), part.strip()) for part in re.split("[、,，]", text) if part.strip()]
    return text


def _day(text: str) -> str:
    found = DAY.fullmatch(text)
    if found:
        return "-".join((found[1], found[2].zfill(2), found[3].zfill(2)))
    if text.isdecimal() and len(text) == 5 and int(text) in SERIALS:
        return (SERIAL_ZERO + timedelta(days=int(text))).isoformat()
    return text
