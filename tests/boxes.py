"""Every box of the house and every fact that a step, a register page or a program is told: found, not listed."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from importlib import import_module

from django import forms
from django.conf import settings
from django.urls import get_resolver

from governance.cases import registry
from governance.cases.fields.kind import Setting, field_of, kind_of
from governance.cases.intake.views import RegisterPage
from governance.cases.workflow import Fact
from governance.registers.fields import Field

APPS = ("governance", "petitions", "mediation", "grid", "security")


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form of the house; those that a view defines are found with it."""
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            module = path.relative_to(settings.BASE_DIR).with_suffix("").as_posix().replace("/", ".")
            if path.stem in ("forms", "views") or path.stem.endswith(("_forms", "_views")) or "forms" in module:
                import_module(module.removesuffix(".__init__"))
    found, left = set(), [forms.BaseForm]
    while left:
        subclasses = left.pop().__subclasses__()
        left += subclasses
        found |= {each for each in subclasses if each.__module__.split(".")[0] in APPS}
    return sorted(found, key=lambda each: (each.__module__, each.__qualname__))


def boxes() -> dict[str, forms.Field]:
    """The boxes of every form, by where they stand."""
    return {
        f"{form.__module__}.{form.__qualname__}.{name}": _as_checked(form, name, field)
        for form in form_classes()
        for name, field in form.base_fields.items()
    }


def _as_checked(form: type[forms.BaseForm], name: str, field: forms.Field) -> forms.Field:
    """The box with the checks of the column that it fills, if it fills one by itself."""
    made_of = getattr(form, "_meta", None)
    if made_of is None or name not in (made_of.fields or ()):
        return field
    checked = deepcopy(field)
    checked.validators += made_of.model._meta.get_field(name).validators
    return checked


def facts() -> dict[str, Fact]:
    """Every fact that can be told, those in the columns of a table too, by the step or the page that asks for it."""
    return dict(_facts())


def _facts() -> Iterator[tuple[str, Fact]]:
    for kind in registry.KINDS.values():
        for step in kind.workflow.steps:
            yield from ((f"{kind.workflow.kind}.{step.name}.{fact.name}", fact) for fact in _each(step.facts))
    for page in _pages(get_resolver().url_patterns):
        yield from ((f"{page.kind}.register.{fact.name}", fact) for fact in _each(page.facts))
    yield "registers.field", Field("f1", "任期至", "date").fact


def _pages(patterns) -> Iterator[RegisterPage]:
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from _pages(each.url_patterns)
        elif isinstance(page := each.default_args.get("page"), RegisterPage):
            yield page


def _each(facts) -> Iterator[Fact]:
    for fact in facts:
        yield from _each(fact.columns)
        yield fact


def said(field: forms.Field, value) -> tuple[object, list[str]]:
    """What the box makes of it, or what it says."""
    try:
        return field.clean(value), []
    except forms.ValidationError as wrong:
        return None, wrong.messages


def answered(fact: Fact, value, setting: Setting) -> tuple[object, list[str]]:
    """What a step, a register page or a program is answered to the fact; nothing else of them has been touched."""
    # What its help says of a term stands in the database, and is not asked here.
    found, sentences = said(field_of(replace(fact, help=""), setting), value)
    return found, sentences or [sentence for sentence in [kind_of(fact).wrong(fact, found, setting)] if sentence]
