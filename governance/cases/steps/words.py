"""Facts in the forms that last: as JSON keeps them, and in the words of the day for the history."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Model
from django.utils import timezone

from governance.organisation.models import Area

from ..models import Case, Category
from ..workflow import Fact, Step


def as_raw(facts: dict) -> dict:
    """The facts as a form takes them and as JSON keeps them: rows become keys, dates and amounts become text."""
    return {name: _raw(value) for name, value in facts.items()}


def _raw(value):
    if isinstance(value, Case):
        return value.number
    if isinstance(value, Area):
        return value.code
    if isinstance(value, Category):
        return value.path
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return as_raw(value)
    if isinstance(value, list | tuple):
        return [_raw(each) for each in value]
    return value


def as_told(step: Step, facts: dict) -> list[list[str]]:
    """The facts in the words of that day, label and text, for the history."""
    told = [(fact.label, in_words(fact, facts.get(fact.name))) for fact in step.facts if not fact.untold]
    return [[label, text] for label, text in told if text]


def as_replaced(step: Step, facts: dict, case) -> list[list[str]]:
    """What the case said before a step that corrects it, label and text; read it before the step writes."""
    if step.target is not None:
        return []
    told = []
    for fact in step.facts:
        if not fact.column or fact.kind == "unit":
            continue
        before = in_words(fact, getattr(case, fact.column))
        if before and before != in_words(fact, facts.get(fact.name)):
            told.append([f"原{fact.label}", before])
    return told


def in_words(fact: Fact, value) -> str:
    """One fact as a person reads it; empty for what says nothing. A table takes a line a row."""
    if value in (None, "", False) or value == [] or fact.kind == "files":
        return ""
    if fact.kind == "rows":
        return "\n".join(f"{place}. {_row_in_words(fact, row)}" for place, row in enumerate(value, start=1))
    if fact.kind == "choice":
        return dict(fact.choices).get(value, value)
    if fact.kind == "several":
        return "、".join(dict(fact.choices).get(code, code) for code in value)
    if fact.kind == "money":
        return f"{value:,.2f}元"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if value is True:
        return "是"
    return value.number if isinstance(value, Case) else str(value)


def _row_in_words(fact: Fact, row: dict) -> str:
    told = [(column.label, in_words(column, row.get(column.name))) for column in fact.columns]
    return "，".join(f"{label}：{text}" for label, text in told if text)
