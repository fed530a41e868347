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
)
WITH_CHOICES = ("choice", "several")
# The columns of the sheet of every register, by whose names no field can be told apart.
NUMBER, NAME, UNIT, AREA, IN_CHARGE, PHONE = "登记号", "名称", "登记单位", "所在地", "负责人", "联系电话"
LONGITUDE, LATITUDE, CHECKED, DUE = "经度", "纬度", "最近检查", "到期或下次检查"
OWN_COLUMNS = frozenset((NUMBER, NAME, UNIT, AREA, IN_CHARGE, PHONE, LONGITUDE, LATITUDE, CHECKED, DUE))


@dataclass(frozen=True)
class Field:
    """One field. ``name`` never changes, whatever it is called; a ``retired`` one is asked no more and stays readable.

    ``listed`` ones are columns of the list; of a ``unique`` one no two rows in force have the same value.
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

    @property
    def fact(self) -> Fact:
        """The field as a form asks it."""
        floor = 0 if self.kind == "number" else None
        return Fact(
            self.name,
            self.label,
            self.kind,
            self.required,
            choices=self.choices,
            help=self.help,
            minimum=floor,
            reach="career",
        )

    def words(self, raw) -> str:
        """What stands in the field, as a person reads it."""
        return in_words(self.fact, Decimal(raw) if self.kind == "money" and raw else raw)

    def as_dict(self) -> dict:
        """The field as the row of the register keeps it."""
        return asdict(self)


def read(kept: Iterable[dict]) -> list[Field]:
    """The fields that a register keeps, retired ones too."""
    return [Field(**{**row, "choices": tuple(map(tuple, row["choices"]))}) for row in kept]


def next_name(fields: Iterable[Field]) -> str:
    """A name that no field of the register ever had: f1, f2 …"""
    return f"f{1 + max((int(field.name[1:]) for field in fields), default=0)}"


def with_labels(choices: tuple[tuple[str, str], ...], labels: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Choices by these labels: one that stood there keeps its code, a new one gets one that nobody had."""
    codes = {label: code for code, label in choices}
    serial = max((int(code[1:]) for code, _ in choices), default=0)
    found = []
    for label in dict.fromkeys(labels):
        if label not in codes:
            serial += 1
        found.append((codes.get(label, f"c{serial}"), label))
    return tuple(found)
