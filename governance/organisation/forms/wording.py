"""What a form says when something was left out or cannot be."""

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext

from governance.frame.identity import tidy, wrong_phone

UNCHOSEN = ("", "请选择")


def ask_for_fields(form: Any) -> None:
    """A required field that is empty asks for itself by name; a list from which nothing was chosen asks to choose."""
    for field in form.fields.values():
        if isinstance(field, forms.TypedChoiceField):
            choices: Any = field.choices
            field.choices = [UNCHOSEN if each == BLANK_CHOICE_DASH[0] else each for each in choices]
        if field.required:
            verb = "选择" if isinstance(field, forms.ChoiceField) else "填写"
            field.error_messages["required"] = f"请{verb}{field.label}。"


class AsksByName:
    """A form whose required fields ask for themselves by name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for_fields(self)


def phone_read(text: str) -> str:
    """The phone numbers without signs that nobody sees; raises ValidationError where they are none."""
    wrong = wrong_phone(text, gettext)
    if wrong:
        raise forms.ValidationError(wrong)
    return tidy(text)
