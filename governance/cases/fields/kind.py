"""What a kind of fact is asked, and the facts of a step, of a row or of a record handled by their kinds.

A kind says four things of its facts: the field of a form, the JSON schema, what is kept, and the words for a reader.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from governance.frame.days import office_day
from governance.frame.forms.posted import posted
from governance.frame.registry import Registry
from governance.frame.wording import with_article

from ..law.in_force import shown_with_lengths
from ..workflow import Fact


@dataclass(frozen=True)
class Setting:
    """Where facts are told: when, by whom, of which case if of one, and what there is to pick from.

    ``on`` is the office's day of it. ``unit_id`` is the unit whose people can be named, ``categories``
    the kind whose categories can be, and ``choose(name)`` gives the rows of a pick.
    """

    at: datetime
    user: object = None
    case: Any = None
    unit_id: int | None = None
    categories: str = ""
    choose: Callable[[str], QuerySet] | None = None

    @property
    def on(self) -> date:
        """The day of the office on which they are told."""
        return office_day(self.at)


class FactKind:
    """One kind of fact. ``class Text(FactKind, name="text")`` is all it takes to have another."""

    name: str
    field: type[forms.Field] = forms.CharField
    shape: dict = {"type": "string"}
    key = "pk"  # by which a row of the database is kept
    wanted = "请填写{}。"
    in_form = True  # a form asks for it
    fits_in_row = True  # a cell of a table can hold it
    informs = True  # it says more than that somebody has agreed
    begins_with_column = True  # a form starts from what stands in its column

    def __init_subclass__(cls, name: str):
        cls.name = name
        KINDS.register(cls())

    def options(self, fact: Fact, setting: Setting) -> dict:
        """What its field is made with, beside label, help and sentences."""
        return {}

    def limits(self, fact: Fact, setting: Setting) -> str:
        """Between what its value must lie, said before anything is tried; empty where nothing is too much."""
        return ""

    def bounds(self, fact: Fact, setting: Setting) -> dict[str, str]:
        """The same for the browser, which then offers nothing else: attributes of its box."""
        return {}

    def sentences(self, fact: Fact) -> dict[str, str]:
        """What its field says of what it cannot read, by the code of the error."""
        return {}

    def choices(self, fact: Fact, field: forms.Field) -> Iterable[tuple]:
        """What a program can choose from, where that is not too long to be told."""
        return ()

    def schema(self, fact: Fact, field: forms.Field) -> dict:
        """What a program must send, drawn from the field that checks it."""
        length = getattr(field, "max_length", None) if self.shape.get("type") == "string" else None
        more = {
            "description": "；".join(filter(None, (self.shape.get("description"), str(field.help_text)))) or None,
            "minimum": fact.minimum,
            "maximum": fact.maximum,
            "maxLength": length,
            "minLength": 1 if length and fact.required else None,
            "oneOf": [{"const": value, "title": title} for value, title in self.choices(fact, field)] or None,
        }
        return {"title": fact.label, **self.shape} | {name: said for name, said in more.items() if said is not None}

    def read(self, fact: Fact, post: Mapping):
        """What a page has sent."""
        return post.get(fact.name, "")

    def raw(self, fact: Fact, value):
        """The value as a form takes it and as JSON keeps it."""
        if isinstance(value, Model):
            return getattr(value, self.key)
        if isinstance(value, date):
            return value.isoformat()
        return str(value) if isinstance(value, Decimal) else value

    def words(self, fact: Fact, value) -> str:
        """The value as a person reads it."""
        return str(value)

    def wrong(self, fact: Fact, value, setting: Setting) -> str:
        """The sentence about what the field alone cannot see."""
        return ""


KINDS: Registry[FactKind] = Registry("kinds of fact", code="name")


def kind_of(fact: Fact) -> FactKind:
    """The kind of the fact."""
    return KINDS[fact.kind]


def field_of(fact: Fact, setting: Setting) -> forms.Field:
    """The field of a form in which the fact is told."""
    kind = kind_of(fact)
    # What a sentence is filled in with stands after such a sign.
    said = replace(fact, label=fact.label.replace("%", "％"))
    told = {
        "label": fact.label,
        "required": fact.required,
        "help_text": _help(fact, kind, setting),
        "error_messages": {
            "required": kind.wanted.format(said.label),
            "invalid_choice": f"请从列表中选择{said.label}。",
            **kind.sentences(said),
        },
    }
    field = kind.field(**told | kind.options(fact, setting))
    field.widget.attrs.update(kind.bounds(fact, setting))
    asked = fact.asked_if or fact.needed_if
    # For the template of a field.
    vars(field).update(asked_when="=".join(asked) if asked else "", narrowed_by=_narrowed(fact))
    return field


def _help(fact: Fact, kind: FactKind, setting: Setting) -> str:
    """What the fact means, the article that wants it, and its limits, in sentences of their own."""
    said = with_article(shown_with_lengths(fact.help, setting.on), fact.article)
    limits = kind.limits(fact, setting)
    if said and limits and not said.endswith(("。", "；")):
        said += "。"
    return f"{said}{limits}"


def _narrowed(fact: Fact) -> str:
    """Which choices are left, as the page's script reads it: track=people:general labour;court:ordinary."""
    if fact.narrowed is None:
        return ""
    other, left = fact.narrowed
    return f"{other}={';'.join(f'{value}:{chr(32).join(codes)}' for value, codes in left)}"


def read_post(facts: Iterable[Fact], post: Mapping) -> dict:
    """The facts as a page sends them; what was left empty is left out."""
    told = {fact.name: kind_of(fact).read(fact, post) for fact in facts if kind_of(fact).in_form}
    return {name: value for name, value in told.items() if value not in ("", [])}


def told_in(request: HttpRequest, facts: Iterable[Fact], *beside: str) -> dict | None:
    """The facts that were posted, and the fields ``beside`` them as they stand; None where nothing was."""
    sent = posted(request)
    return None if sent is None else read_post(facts, sent) | {name: sent.get(name, "") for name in beside}


def raw_of(facts: Iterable[Fact], told: Mapping) -> dict:
    """The facts as a form takes them and as JSON keeps them; what nobody asks for stays as it is."""
    known = {fact.name: fact for fact in facts}
    return {
        name: kind_of(known[name]).raw(known[name], value) if name in known else value for name, value in told.items()
    }


def in_words(fact: Fact, value) -> str:
    """One fact as a person reads it; empty for what says nothing."""
    return "" if says_nothing(value) else kind_of(fact).words(fact, value)


def says_nothing(value) -> bool:
    """True for what was left out, left empty or left open."""
    return value is False or value in (None, "") or value == []


def wrong_facts(facts: Iterable[Fact], told: Mapping, setting: Setting) -> dict[str, str]:
    """What single fields cannot see: what another fact makes necessary, and what does not do here and now."""
    wrong = {}
    for fact in facts:
        value = told.get(fact.name)
        if fact.needed_if and says_nothing(value) and _is_so(*fact.needed_if, told):
            wrong[fact.name] = kind_of(fact).wanted.format(fact.label)
        elif sentence := kind_of(fact).wrong(fact, value, setting):
            wrong[fact.name] = sentence
        elif fact.refuted and setting.case is not None and not says_nothing(value):
            wrong[fact.name] = fact.refuted(setting.case, value)
    return {name: sentence for name, sentence in wrong.items() if sentence}


def _is_so(name: str, wanted: str, told: Mapping) -> bool:
    value = told.get(name)
    return wanted in value if isinstance(value, list) else value == wanted


def schema_of(facts: Iterable[Fact], fields: Mapping[str, forms.Field]) -> dict:
    """The facts that a form asks for, as the properties of one object."""
    asked = {fact.name: fact for fact in facts if fact.name in fields}
    conditions = [_condition(fact.name, *fact.needed_if, asked) for fact in asked.values() if fact.needed_if]
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: kind_of(fact).schema(fact, fields[name]) for name, fact in asked.items()},
        "required": [name for name, fact in asked.items() if fact.required],
    }
    return schema | ({"allOf": conditions} if conditions else {})


def is_list(fact: Fact) -> bool:
    """True if the fact holds several values."""
    return kind_of(fact).shape.get("type") == "array"


def _condition(name: str, other: str, value: str, asked: Mapping[str, Fact]) -> dict:
    """The value of the other fact makes this one required."""
    said = {"contains": {"const": value}} if other in asked and is_list(asked[other]) else {"const": value}
    return {"if": {"properties": {other: said}, "required": [other]}, "then": {"required": [name]}}
