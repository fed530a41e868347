"""A row of a register as the list, the page of it and its history show it."""

from datetime import date
from functools import partial

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.cases.access import veil
from governance.frame.database.history import changed
from governance.frame.days import due_words
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.lights import due_html
from governance.organisation.pickers import area_path

from ..fields import Field
from ..models import Entry, Register

# Warned a month ahead, as certificates take weeks.
NEAR_DAYS = 30
# Figures stand at the right of their column, and a day is not parted at its dashes.
LOOKS = {"date": "nowrap", "number": "num", "money": "num"}
COLUMN_LABELS = {
    "name": "名称",
    "unit": "登记单位",
    "area": "所在地",
    "in_charge": "负责人",
    "phone": "联系电话",
    "longitude": "经度",
    "latitude": "纬度",
}


def due_of(entry: Entry, today: date) -> SafeString | str:
    """The light of a row in force that has a day."""
    if entry.due_on is None or entry.ended_on is not None:
        return ""
    code, left = due_words(entry.due_on, today, near=NEAR_DAYS)
    return due_html(code, entry.due_on, left)


def columns_of(register: Register, today: date) -> list[ListColumn]:
    """What the list of the register shows."""
    listed = [each for each in register.asked if each.listed]
    dated = bool(register.due_field or register.check_months)
    return [
        ListColumn("名称", lambda entry: _link(register, entry), "cell-title"),
        *map(_column_of, listed),
        ListColumn("所在地", lambda entry: area_path(entry.area), label="所在地"),
        ListColumn("登记单位", lambda entry: entry.unit.short_name, label="登记单位"),
        ListColumn("负责人", lambda entry: entry.in_charge, label="负责人"),
        *(
            (ListColumn("到期或下次检查", lambda entry: due_of(entry, today), "nowrap", label="到期或下次检查"),)
            if dated
            else ()
        ),
    ]


def _link(register: Register, entry: Entry) -> SafeString:
    url = reverse("registers:entry", args=[register.code, entry.pk])
    return format_html('<a class="row-link" href="{}">{}</a>', url, entry.name)


def _column_of(field: Field) -> ListColumn:
    heading = f"num:{field.label}" if LOOKS.get(field.kind) == "num" else field.label
    look = LOOKS.get(field.kind, "")
    return ListColumn(heading, lambda entry: field.words(entry.facts.get(field.name)), look, label=field.label)


def history_of(entry: Entry, register: Register) -> list[dict]:
    """Who did what with the row, the newest first, each change in words; what names a hidden case is not told."""
    fields = {each.name: each for each in register.all_fields}
    changes = list(entry.changes.select_related("by"))
    hidden = veil.hidden_numbers(veil.numbers_in(f"{each.note} {each.facts}" for each in changes))
    return [_veiled(change.told(partial(_changed, fields)), hidden) for change in changes]


def _veiled(row: dict, hidden: set[str]) -> dict:
    facts = [each for each in row["facts"] if veil.veiled(str(each), hidden)]
    return row | {"note": veil.veiled(row["note"], hidden), "facts": facts}


def _changed(fields: dict[str, Field], name: str, before, after) -> dict:
    field = fields.get(name)
    words = field.words if field else lambda value: "" if value is None else str(value)
    label = field.label if field else COLUMN_LABELS.get(name, name)
    return changed(label, words(before), words(after))
