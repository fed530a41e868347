"""What the rows of a register come to: how many there are and what their numbers add up to, by what they are told
apart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Left

from governance.frame.pages.tables import Cell, Row, Table
from governance.organisation.areas.lying import now_in
from governance.organisation.models import Area, Unit
from governance.organisation.pickers import area_path

from ..fields import Field
from ..models import Entry, Register

AREA, UNIT = "area", "unit"
# The areas by which rows are told apart, by the code of the way.
LEVELS = {AREA: Area.Level.TOWNSHIP, "village": Area.Level.VILLAGE, "grid": Area.Level.GRID}
NOT_TOLD = "没有填写"
# What is written by hand can be written in any number of ways: those that have most rows are shown.
MOST_LINES = 100
# How a field is called that names somebody: what people did or got is added up of none of them.
SOMEBODY = ("人", "员", "者", "长", "姓名")
AMOUNT = DecimalField(max_digits=20, decimal_places=2)


@dataclass(frozen=True)
class Way:
    """One way of telling rows apart: by areas of a level, by unit, or by what stands in a field of the register."""

    code: str
    label: str
    field: Field | None = None

    @property
    def key(self) -> Combinable:
        """What rows have in common."""
        if self.field is not None:
            return KeyTextTransform(self.field.name, "facts")
        return F("unit_id") if self.code == UNIT else Left(now_in(), self._digits)

    def names(self, keys: Iterable) -> dict:
        """How a page calls each of these, by key."""
        if self.field is not None:
            return dict(self.field.all_choices) if self.field.choices else {key: key for key in keys if key}
        if self.code == UNIT:
            return {unit.pk: unit.short_name for unit in Unit.objects.filter(pk__in=keys)}
        areas = Area.objects.filter(pk__in=keys).select_related("parent")
        return {area.pk: area_path(area) for area in areas}

    def narrows(self, key, name: str) -> dict:
        """By what the list of the register is narrowed to just these; empty where it cannot be."""
        if self.field is not None:
            return {self.code: key} if self.field.choices and key else {}
        if self.code == UNIT:
            return {UNIT: name}
        return {AREA: name} if len(key) == self._digits else {}

    @property
    def _digits(self) -> int:
        return Area.CODE_LENGTH[LEVELS[self.code]]


def ways_of(register: Register) -> list[Way]:
    """By areas and unit, and by each choice and each word that the list shows and that names nobody."""
    own = [each for each in register.asked if each.listed and _tells_apart(each)]
    by_place = [Way(code, f"所在{level.label}") for code, level in LEVELS.items()]
    return [*by_place, Way(UNIT, "登记单位"), *(Way(each.name, each.label, each) for each in own)]


def _tells_apart(field: Field) -> bool:
    """Not by what one row alone has: a pair that is known by its number is somebody."""
    names_somebody = field.label.partition("（")[0].endswith(SOMEBODY)
    return field.kind == "choice" or (field.kind == "text" and not field.unique and not names_somebody)


@dataclass(frozen=True)
class Totals:
    """What these rows of the register come to by that way; ``opens`` makes the address of the list of some of them."""

    register: Register
    rows: QuerySet[Entry]
    way: Way
    opens: Callable[[dict], str]

    @property
    def adding(self) -> list[Field]:
        """The fields whose numbers are added up."""
        return [each for each in self.register.asked if each.adds]

    def table(self) -> Table:
        """A line each, those with most rows first."""
        sums = {each.name: Sum(Cast(KeyTextTransform(each.name, "facts"), AMOUNT)) for each in self.adding}
        groups = self.rows.order_by().annotate(by=self.way.key).values("by")
        found: list[Any] = list(groups.annotate(there=Count("pk"), **sums).order_by("-there", "by"))
        names = self.way.names([each["by"] for each in found])
        lines = [self._line(each, names.get(each["by"], NOT_TOLD)) for each in found[:MOST_LINES]]
        whole = {name: sum(each[name] or 0 for each in found) for name in ("there", *sums)}
        head = [f"登记（{self.register.unit_word}）", *(each.label for each in self.adding)]
        total = Row("合计", self._cells(whole))
        return Table(self.way.code, f"按{self.way.label}", head, lines, total, first=self.way.label)

    def _line(self, found: dict, name: str) -> Row:
        narrowed = self.way.narrows(found["by"], name)
        return Row(name, self._cells(found, self.opens(narrowed) if narrowed else ""))

    def _cells(self, found: dict, url: str = "") -> list[Cell]:
        counted = Cell(f"{found['there']:,}", url, found["there"])
        return [counted, *(_amount(each, found[each.name] or 0) for each in self.adding)]


def _amount(field: Field, value: Decimal | int) -> Cell:
    return Cell(f"{value:,.2f}" if field.kind == "money" else f"{int(value):,}", "", value)
