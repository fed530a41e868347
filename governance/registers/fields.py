"""What a register asks of each of its rows: fields that the county office lays down, told and kept as facts are."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal

from governance.cases.fields.kind import in_words
from governance.cases.workflow import Fact

KINDS = (
    ("text", "文字"),
    ("long", "多行文字"),
    ("date", "日期"),
    ("number", "整数"),
    ("money", "金额（元）"),
    ("flag", "是否"),
    ("choice", "单选"),
    ("several", "多选"),
    ("way", "线路走向"),
)
WITH_CHOICES = ("choice", "several")
# Filled in, they say that something was done.
OF_DONE = ("date", "text", "long")
# What can be added up.
OF_AMOUNTS = ("number", "money")
# The columns of the sheet of every register, by whose names no field can be told apart.
NUMBER, NAME, UNIT, AREA, IN_CHARGE, PHONE = "登记号", "名称", "登记单位", "所在地", "负责人", "联系电话"
LONGITUDE, LATITUDE, CHECKED, DUE = "经度", "纬度", "最近检查", "到期或下次检查"
OWN_COLUMNS = frozenset((NUMBER, NAME, UNIT, AREA, IN_CHARGE, PHONE, LONGITUDE, LATITUDE, CHECKED, DUE))


@dataclass(frozen=True)
class Field:
    """One field. ``name`` never changes, whatever it is called; a ``retired`` one is asked no more and stays readable.

    ``listed`` ones are columns of the list; of a ``unique`` one no two rows in force have the same value, or not the
    same ``beside`` the same in these fields; what stands in one that ``adds`` is added up over the rows. ``former`` are
    choices that were offered once: they keep their codes and stay readable where they stand. A day that is ``past`` has
    come; a number is no less than the ``least``; whoever it names is another than the field that it is ``unlike``.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    listed: bool = False
    unique: bool = False
    retired: bool = False
    former: tuple[tuple[str, str], ...] = ()
    past: bool = False
    least: int | None = None
    unlike: str = ""
    adds: bool = False
    beside: tuple[str, ...] = ()

    @property
    def all_choices(self) -> tuple[tuple[str, str], ...]:
        """Every choice that it ever offered."""
        return (*self.choices, *self.former)

    def held(self, facts: dict) -> str:
        """What no other row may say in a unique field; empty where nothing stands there."""
        told = [str(facts.get(name) or "") for name in (self.name, *self.beside)]
        return f"{self.name}:{'|'.join(told)}" if told[0] else ""

    @property
    def fact(self) -> Fact:
        """The field as a form asks it."""
        return self.fact_beside(None)

    def fact_beside(self, raw) -> Fact:
        """The field as a form asks it of a row where that stands: what it offered once may stay."""
        floor = self.least or 0 if self.kind == "number" else None
        standing = raw if isinstance(raw, list) else [raw]
        return Fact(
            self.name,
            self.label,
            self.kind,
            self.required,
            choices=(*self.choices, *(each for each in self.former if each[0] in standing)),
            help=self.help,
            minimum=floor,
            past_only=self.past and self.kind == "date",
            reach="career",
        )

    def words(self, raw) -> str:
        """What stands in the field, as a person reads it."""
        return in_words(self.fact_beside(raw), Decimal(raw) if self.kind == "money" and raw else raw)

    def as_dict(self) -> dict:
        """The field as the row of the register keeps it."""
        return asdict(self)


def read(kept: Iterable[dict]) -> list[Field]:
    """The fields that a register keeps, retired ones too."""
    return [_read(row) for row in kept]


def _read(row: dict) -> Field:
    pairs = {name: tuple(map(tuple, row.get(name, ()))) for name in ("choices", "former")}
    return Field(**{**row, **pairs, "beside": tuple(row.get("beside", ()))})


def next_name(fields: Iterable[Field]) -> str:
    """A name that no field of the register ever had: f1, f2 …"""
    return f"f{1 + max((int(field.name[1:]) for field in fields), default=0)}"


def offering(before: Field | None, labels: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """What a field offers by these labels, and what it offered once: a label keeps its code for ever, and a new one
    gets a code that none had."""
    stood = before.all_choices if before else ()
    codes = {label: code for code, label in stood}
    serial = max((int(code[1:]) for code, _ in stood), default=0)
    found = []
    for label in dict.fromkeys(labels):
        if label not in codes:
            serial += 1
        found.append((codes.get(label, f"c{serial}"), label))
    return {"choices": tuple(found), "former": tuple(each for each in stood if each not in found)}
