"""A field of a form that stands already, to be filled with what can be chosen this time."""

from typing import Any

from django.forms import BaseForm


def field_in(form: BaseForm, name: str) -> Any:
    """The field of that name, as the kind of field that it is there: Django tells but that it is one."""
    return form.fields[name]
