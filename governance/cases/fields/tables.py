"""A fact that is a table: one form a row, blank rows to spare, and a sentence at the very cell that is wrong."""

import copy
import re
from collections.abc import Callable, Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField
from django.utils.safestring import mark_safe

from ..workflow import Fact

# Shown beyond the filled rows, so that a table can be filled in without JavaScript.
SPARE = 3
MOST_ROWS = 60
# More columns than a screen is wide: a row becomes a block, each box with its name and what is said of it.
WIDE = 10
CELLS_WRONG = "请更正表中标出的内容。"
CELL = re.compile(r"(\w+)-(\d+)-(\w+)")
# What the script puts the number of a new row for.
NUMBER = "__n__"


def posted_rows(name: str, columns: tuple[Fact, ...], post: Mapping) -> list[dict]:
    """The rows of a table as a page sends them, ``items-0-amount``; in their order, empty cells left out."""
    wanted = {column.name for column in columns}
    rows: dict[int, dict] = {}
    for key in post:
        cell = CELL.fullmatch(key)
        if cell and cell[1] == name and cell[3] in wanted and len(cell[2]) < 6:
            row = rows.setdefault(int(cell[2]), {})
            if post[key] != "":
                row[cell[3]] = post[key]
    return [rows[number] for number in sorted(rows)]


def filled(rows, keys=frozenset()) -> list:
    """The rows that hold anything beside what they are known by."""
    return [
        row
        for row in rows
        if not isinstance(row, dict)
        or any(value not in (None, "", False) for name, value in row.items() if name not in keys)
    ]


class RowForm(forms.Form):
    """One row; its fields are the columns."""

    use_required_attribute = False

    def __init__(self, fields: dict, place, wrong: Callable[[dict], dict[str, str]], **kwargs):
        super().__init__(**kwargs)
        self.place, self.wrong = place, wrong
        self.fields.update(fields)

    def clean(self):
        super().clean()
        for name, sentence in self.wrong(self.cleaned_data).items():
            self.add_error(name, sentence)


class TableWidget(forms.Widget):
    """Stands for the whole table: it reads the rows that the step's facts hold; ``keys`` are hidden columns."""

    use_fieldset = True
    keys: frozenset[str] = frozenset()

    def value_from_datadict(self, data, files, name):
        value = data.get(name)
        return filled(value, self.keys) if isinstance(value, list | tuple) else value

    def id_for_label(self, id_):
        return ""


class BoundTable(BoundField):
    """The table on the page."""

    field: "TableField"

    def as_widget(self, widget=None, attrs=None, only_initial=False):
        """The rows told so far, blank ones to spare, and a pattern for the script to add more."""
        rows = self.field.bound_rows
        if rows is None:
            value = self.value()
            rows = [self.field.row(place, row) for place, row in enumerate(value if isinstance(value, list) else [])]
        columns = [column for column in self.field.columns.values() if not column.widget.is_hidden]
        # Where a row is a block of boxes, one more is enough to see.
        more = 1 if len(columns) > WIDE and rows else SPARE
        spare = range(len(rows), len(rows) + more)
        context = {
            "field": self,
            "columns": columns,
            "many": len(columns) > WIDE,
            "rows": [*rows, *(self.field.row(place) for place in spare)],
            "pattern": self.field.row(NUMBER),
            "next": len(rows) + more,
        }
        return mark_safe(self.renderer.render("components/rows.html", context))


class TableField(forms.Field):
    """A table of facts; its value is a list with a dictionary a row, rows without anything left out.

    ``columns`` are the fields of a row, and ``wrong(told)`` says what they cannot see.
    """

    widget = TableWidget
    bound_field_class = BoundTable

    def __init__(self, fact: Fact, columns: dict[str, forms.Field], wrong, **kwargs):
        super().__init__(**kwargs)
        self.fact, self.columns, self.wrong = fact, columns, wrong
        # What can be chosen in a column, asked once for the whole table and not once a row.
        self.choices: dict[str, list] = {}
        means = {column.name: column.help for column in fact.columns} if len(columns) > WIDE else {}
        for name, field in self.columns.items():
            # Stands in the head of the table, once for all rows; in blocks beside each box, and without its limits.
            vars(field).update(said=means.get(name, field.help_text), help_text="")
            if hasattr(field.widget, "choices"):
                found = list(field.widget.choices)
                self.choices[name] = found if found and found[0][0] == "" else [("", "请选择"), *found]
                field.widget = forms.Select(attrs=dict(field.widget.attrs))
        self.widget.keys = frozenset(name for name, field in columns.items() if field.widget.is_hidden)
        self.bound_rows: list[RowForm] | None = None

    def row(self, place, told: dict | None = None, *, bound: bool = False) -> RowForm:
        """One row; bound it can be asked whether it is in order."""
        prefix = f"{self.fact.name}-{place}"
        fields = {name: copy.deepcopy(field) for name, field in self.columns.items()}
        for name, choices in self.choices.items():
            fields[name].widget.choices = choices
        data = {f"{prefix}-{name}": value for name, value in (told or {}).items()}
        more = {"data": data} if bound else {"initial": told or {}}
        return RowForm(fields, place, self.wrong, prefix=prefix, **more)

    def clean(self, value):
        """The rows in their own types; sentences for single cells stand in the rows themselves."""
        if value in (None, ""):
            value = []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise forms.ValidationError("请一行一行填写。", code="invalid")
        if len(value) > MOST_ROWS:
            raise forms.ValidationError(f"最多填写 {MOST_ROWS} 行。", code="too_many")
        self.bound_rows = [self.row(place, row, bound=True) for place, row in enumerate(value)]
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        for row, told in zip(self.bound_rows, value, strict=True):
            row.full_clean()
            for name in sorted(set(told) - set(self.columns)):
                row.add_error(None, f"没有“{name}”这一栏。")
        if any(row.errors for row in self.bound_rows):
            raise forms.ValidationError(CELLS_WRONG, code="cells")
        return [row.cleaned_data for row in self.bound_rows]

    def sentences(self) -> dict[str, str]:
        """What is wrong in single cells, by the name of the cell: ``items-0-amount``."""
        return {
            f"{self.fact.name}-{row.place}{f'-{name}' if name != NON_FIELD_ERRORS else ''}": " ".join(map(str, said))
            for row in self.bound_rows or ()
            for name, said in row.errors.items()
        }

    def say(self, cell: str, sentence: str) -> bool:
        """The sentence stands at the cell of that name, if there is one that has none yet."""
        found = CELL.fullmatch(cell)
        rows = self.bound_rows or []
        if not found or found[1] != self.fact.name or int(found[2]) >= len(rows) or found[3] not in self.columns:
            return False
        row = rows[int(found[2])]
        if found[3] not in row.errors:
            row.add_error(found[3], sentence)
        return True
