"""The facts of a step as JSON Schema, drawn from the same form that checks them."""

from django import forms

from ..forms import StepForm
from ..workflow import Fact, Step

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN = {
    "text": {"type": "string"},
    "long": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "number": {"type": "integer"},
    "flag": {"type": "boolean"},
    "confirm": {"const": True},
    "choice": {"type": "string"},
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
    told = [fact for fact in step.facts if fact.kind != "files"]
    conditions = [_condition(fact) for fact in told if fact.needed_if]
    schema = {
        "$schema": DIALECT,
        "type": "object",
        "additionalProperties": False,
        "properties": {fact.name: _property(fact, form.fields[fact.name]) for fact in told},
        "required": [fact.name for fact in told if fact.required],
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
    choices = _choices(fact, field)
    return found | ({"oneOf": choices} if choices else {})


def _choices(fact: Fact, field: forms.Field) -> list[dict]:
    if fact.kind == "choice":
        return [{"const": value, "title": label} for value, label in fact.choices]
    if fact.kind == "user":
        people = field.queryset.order_by("name", "id").values_list("pk", "name")[:MOST_CHOICES]
        return [{"const": pk, "title": name} for pk, name in people]
    return []


def _condition(fact: Fact) -> dict:
    """Another fact's value makes this one required."""
    other, value = fact.needed_if
    return {
        "if": {"properties": {other: {"const": value}}, "required": [other]},
        "then": {"required": [fact.name]},
    }
