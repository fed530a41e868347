"""What a form says when something was left out."""

from django import forms


def ask_for_fields(form: forms.BaseForm) -> None:
    """A required field that is empty asks for itself by name."""
    for field in form.fields.values():
        if field.required:
            verb = "选择" if isinstance(field, forms.ChoiceField) else "填写"
            field.error_messages["required"] = f"请{verb}{field.label}。"
