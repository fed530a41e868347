"""The facts of a step as JSON Schema, drawn from the same form that checks them."""

from django import forms

from ..steps.forms import StepForm
from ..steps.row_forms import MOST_ROWS
from ..workflow import Fact, Step

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN = {
    "text": {"type": "string"},
    "long": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "number": {"type": "integer"},
    "flag": {"type": "boolean"},
    "confirm": {"const": True},
    "money": {"type": ["number", "string"], "description": "金额，元，最多写到分"},
    "moment": {"type": "string", "format": "date-time"},
    "choice": {"type": "string"},
    "several": {"type": "array", "uniqueItems": True},
    "pick": {"type": "integer", "description": "编号"},
    "rows": {"type": "array", "description": "一行一个对象"},
    "unit": {"type": "integer", "description": "单位编号"},
    "user": {"type": "integer", "description": "人员编号"},
    "colleague": {"type": "integer", "description": "人员编号"},
    "case": {"type": "string", "description": "事项编号"},
    "area": {"type": "string", "description": "区划代码"},
    "category": {"type": "string", "description": "内容类别全称，各级之间用 / 隔开"},
}
# Longer lists are looked up where people look them up too.
MOST_CHOICES = 100


def schema_of(step: Step, form: StepForm) -> dict:
    """What ``facts`` must hold for this step; files cannot be sent this way and are left out."""
    return {"$schema": DIALECT} | _object(tuple(fact for fact in step.facts if fact.kind != "files"), form.fields)


def _object(facts: tuple[Fact, ...], fields: dict[str, forms.Field]) -> dict:
    """The facts of a step, or the columns of a table, as the properties of one object."""
    kinds = {fact.name: fact.kind for fact in facts}
    conditions = [_condition(fact, kinds) for fact in facts if fact.needed_if]
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {fact.name: _property(fact, fields[fact.name]) for fact in facts},
        "required": [fact.name for fact in facts if fact.required],
    }
    return schema | ({"allOf": conditions} if conditions else {})


def _property(fact: Fact, field: forms.Field) -> dict:
    found = {"title": fact.label, **PLAIN[fact.kind]}
    words = [found.get("description", ""), str(field.help_text)]
    if any(words):
        found["description"] = "；".join(word for word in words if word)
    if fact.kind in ("text", "long"):
        found["maxLength"] = field.max_length
        found |= {"minLength": 1} if fact.required else {}
    if fact.minimum is not None:
        found["minimum"] = fact.minimum
    if fact.maximum is not None:
        found["maximum"] = fact.maximum
    if fact.kind == "rows":
        found |= {"items": _object(fact.columns, field.columns), "maxItems": MOST_ROWS}
    choices = _choices(fact, field)
    if fact.kind == "several":
        return found | {"items": {"oneOf": choices}} | ({"minItems": 1} if fact.required else {})
    return found | ({"oneOf": choices} if choices else {})


def _choices(fact: Fact, field: forms.Field) -> list[dict]:
    if fact.kind in ("choice", "several"):
        return [{"const": value, "title": label} for value, label in fact.choices]
    if fact.kind == "user":
        people = field.queryset.order_by("name", "id").values_list("pk", "name")[:MOST_CHOICES]
        return [{"const": pk, "title": name} for pk, name in people]
    if fact.kind == "pick":
        rows = field.queryset[: MOST_CHOICES + 1]
        return [{"const": row.pk, "title": str(row)} for row in rows] if len(rows) <= MOST_CHOICES else []
    return []


def _condition(fact: Fact, kinds: dict[str, str]) -> dict:
    """Another fact's value makes this one required."""
    other, value = fact.needed_if
    said = {"contains": {"const": value}} if kinds.get(other) == "several" else {"const": value}
    return {
        "if": {"properties": {other: said}, "required": [other]},
        "then": {"required": [fact.name]},
    }
