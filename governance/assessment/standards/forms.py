"""The form of a standard: whom it is about, its items and what the marks make of it."""

from dataclasses import asdict

from governance.cases import registry
from governance.cases.fields.asked import facts_of
from governance.cases.workflow import Fact
from governance.organisation.models import Unit
from governance.registers.models import Register

from ..items import Grade
from ..models import Standard
from ..sources import SOURCES
from .defining import Definition, ItemRow, definition_of


def facts() -> tuple[Fact, ...]:
    """What is asked of a standard; the registers and the sources are those that there are now."""
    return facts_of(
        "governance.assessment",
        "standard",
        about=tuple(Standard.About.choices),
        unit_kinds=tuple(Unit.Kind.choices),
        register=tuple(Register.objects.filter(is_active=True).values_list("code", "name")),
        case_kind=tuple((code, kind.workflow.label) for code, kind in registry.KINDS.items() if kind.on_agenda),
        source=tuple((each.code, each.label) for each in SOURCES.values()),
    )


def definition(told: dict) -> Definition:
    """What was typed."""
    rows = [ItemRow(**{**each, "least": each["least"] or 0}) for each in told["items"]]
    grades = [Grade(**each) for each in told["grades"] or []]
    rest = {name: value for name, value in told.items() if name not in ("items", "grades")}
    return Definition(rows=rows, grades=grades, **rest | {"valid_months": told["valid_months"] or 0})


def initial_of(standard: Standard) -> dict:
    """What the form of a standard that stands begins with."""
    told = asdict(definition_of(standard))
    rows = [{name: value or "" for name, value in row.items()} for row in told.pop("rows")]
    return told | {"items": rows}
