"""The boxes of facts that Django has no field for."""

from datetime import date

from django import forms
from django.contrib.auth.models import AnonymousUser

from governance.frame.forms.rendering import DayInput

from ..models import Case

# As people write a number, with blanks and the name of its line.
LONGEST_NUMBER = 40
# Knows of no case.
NOBODY_YET = AnonymousUser()


class CaseNumberField(forms.CharField):
    """A case named by its number, among those the person may know of; not ``case`` itself.

    The system, which is nobody, knows of all. A form whose field stands in its class says in time who types.
    """

    def __init__(self, *, case=None, user=NOBODY_YET, **kwargs):
        super().__init__(**{"max_length": LONGEST_NUMBER} | kwargs)
        self.case = case
        self.user = user

    def clean(self, value):
        number = super().clean(value).upper()
        if not number:
            return None
        known = Case.objects.all() if self.user is None else Case.objects.visible_to(self.user)
        found = known.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(f"没有找到编号为 {number} 的事项，请核对。", code="unknown")
        if self.case is not None and found.pk == self.case.pk:
            raise forms.ValidationError("不能选这件事项自己。", code="itself")
        return found


class RowChoice(forms.ModelChoiceField):
    """A row picked from those that make sense here."""

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, empty_label="请选择", **kwargs)

    def to_python(self, value):
        # 1.5 and true are no keys, though a database would take both for the first row.
        if isinstance(value, bool | float):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class LongField(forms.CharField):
    """Several lines, in a box that grows with them."""

    widget = forms.Textarea(attrs={"rows": 4, "data-grow": ""})


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar with a clock; to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class _Written(forms.Field):
    """A day is written in words: a number, a list or a yes, as a program may send them, is none."""

    def to_python(self, value):
        if value is not None and not isinstance(value, str | date):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayField(_Written, forms.DateField):
    """A day."""

    widget = DayInput


class MomentField(_Written, forms.DateTimeField):
    """A day with its time."""

    widget = MomentInput


class PointsField(forms.DecimalField):
    """A number with at most two decimals."""

    default_error_messages = {
        "max_digits": "数字过大，请核对。",
        "max_whole_digits": "数字过大，请核对。",
        "max_decimal_places": "最多两位小数。",
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"})
        super().__init__(max_digits=7, decimal_places=2, widget=widget, **kwargs)


class MoneyField(forms.DecimalField):
    """An amount in yuan, to the fen; read with or without the commas and the 元 that people write."""

    default_error_messages = {
        "invalid": "请填写金额，例如 1200 或者 1200.50。",
        "min_value": "金额不能小于零。",
        "max_digits": "金额过大，请核对。",
        "max_whole_digits": "金额过大，请核对。",
        "max_decimal_places": "金额最多写到分。",
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"})
        super().__init__(max_digits=14, decimal_places=2, widget=widget, **kwargs)
        self.validators.append(self._not_below_zero)

    def _not_below_zero(self, value):
        if value < 0:
            raise forms.ValidationError(self.error_messages["min_value"], code="min_value")

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip().removeprefix("¥").removesuffix("元")
            value = value.replace(",", "").replace("，", "").strip()
        return super().to_python(value)
