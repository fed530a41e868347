"""The form of a register: what it is called, who keeps it, its fields and its standards."""

from dataclasses import asdict

from governance.cases.fields.asked import facts_of
from governance.organisation.areas.figures import FIGURES
from governance.organisation.models import Area, Unit

from ..fields import KINDS
from ..models import Norm, Register
from .defining import Definition, FieldRow, Wanted, definition_of

SEPARATOR = "、"
FACTS = facts_of(
    "governance.registers",
    "register",
    keepers=tuple(Unit.Kind.choices),
    sight=tuple(Register.Sight.choices),
    kind=KINDS,
    level=(*Area.Level.choices, (Norm.EACH, "每条登记")),
    figure=tuple((each.code, each.label) for each in FIGURES.values()),
)
FIELDS = tuple(fact for fact in FACTS if fact.name == "fields")
NORMS = tuple(fact for fact in FACTS if fact.name == "norms")
BASICS = tuple(fact for fact in FACTS if fact not in (*FIELDS, *NORMS))
BEGINS = {"unit_word": "条", "sight": Register.Sight.KEEPERS, "is_placed": True, "is_active": True}


def definition(told: dict) -> Definition:
    """What was typed of a new one."""
    return Definition(**part(told))


def part(told: dict) -> dict:
    """What was typed, by the names of a definition."""
    made = {name: value for name, value in told.items() if name not in ("fields", "norms")}
    if "fields" in told:
        made["rows"] = [_row(each) for each in told["fields"] or []]
    if "norms" in told:
        made["norms"] = [_wanted(each) for each in told["norms"] or []]
    return made | ({"check_months": told["check_months"] or 0} if "check_months" in told else {})


def _row(typed: dict) -> FieldRow:
    options = [each.strip() for each in (typed["options"] or "").replace(",", SEPARATOR).split(SEPARATOR)]
    return FieldRow(**{**typed, "options": [each for each in options if each]})


def _wanted(typed: dict) -> Wanted:
    return Wanted(**{**typed, "least": typed["least"] or 0, "per": typed["per"] or 0})


def initial_of(register: Register) -> dict:
    """What the form of a register that stands begins with."""
    told = asdict(definition_of(register))
    rows = [{**row, "options": SEPARATOR.join(row["options"])} for row in told.pop("rows")]
    norms = [{name: value or "" for name, value in row.items()} for row in told["norms"]]
    return told | {"fields": rows, "norms": norms}
