"""Forms about guide judges, lawyers and their roster."""

from datetime import date, datetime

from django import forms

from governance.cases.calendar.at_hand import FIRST_YEAR, LAST_YEAR
from governance.frame.days import WEEKDAYS
from governance.frame.forms.fields import field_in
from governance.frame.forms.rendering import PlainSelect
from governance.organisation.forms.versioned import VersionedForm
from governance.organisation.forms.wording import ask_for_fields
from governance.organisation.models import Unit

from ..models import Lawyer, LawyerDuty


class LawyerForm(VersionedForm):
    """A lawyer who takes turns."""

    class Meta:
        model = Lawyer
        fields = ("name", "firm", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]
        ask_for_fields(self)

    def clean(self):
        super().clean()
        data = self.cleaned_data
        same = Lawyer.objects.filter(name=data.get("name"), firm=data.get("firm")).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("name", "这位律师已经登记。")
        return data


class MonthForm(forms.Form):
    """Which month of which centre."""

    month = forms.CharField(label="月份", required=False, max_length=7, widget=forms.TextInput(attrs={"type": "month"}))
    place = forms.ModelChoiceField(label="值班地点", queryset=Unit.objects.none(), required=False, empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "place").queryset = Unit.objects.filter(kind=Unit.Kind.CENTRE, is_active=True)

    def clean_month(self) -> date | None:
        text = self.cleaned_data["month"]
        if not text:
            return None
        try:
            month = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007
        except ValueError:
            raise forms.ValidationError("月份请写成 2026-03 的样子。") from None
        if not FIRST_YEAR <= month.year <= LAST_YEAR:
            raise forms.ValidationError(f"只能看 {FIRST_YEAR} 至 {LAST_YEAR} 年的排班。")
        return month


class GenerateForm(forms.Form):
    """How many lawyers sit on each working day."""

    a_day = forms.TypedChoiceField(label="每天人数", coerce=int, choices=[(n, f"{n} 人") for n in (1, 2, 3)])


class DutyChoice(forms.ModelChoiceField):
    """Another day of the roster."""

    def label_from_instance(self, obj):
        return f"{obj.day} 周{WEEKDAYS[obj.day.weekday()]} {obj.lawyer.name}"


class SwapForm(forms.Form):
    """The day with which this one changes lawyers."""

    other = DutyChoice(
        label="与哪一天调换", queryset=LawyerDuty.objects.none(), widget=PlainSelect, empty_label="请选择"
    )

    def __init__(self, *args, duties, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "other").queryset = duties
        ask_for_fields(self)


class ReplaceForm(forms.Form):
    """Who sits instead."""

    lawyer = forms.ModelChoiceField(
        label="改由哪位律师值班", queryset=Lawyer.objects.none(), widget=PlainSelect, empty_label="请选择"
    )

    def __init__(self, *args, lawyers, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "lawyer").queryset = lawyers
        ask_for_fields(self)
