"""What people type on subsidies."""

from datetime import date

from django import forms

from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import IN_FORCE, PlausibleDay
from governance.frame.forms.rendering import PlainSelect

from ..models import SubsidyRate
from ..vocabulary import GRADES

MOST_AMOUNT = 10_000


class RateForm(forms.Form):
    """A new rate for a grade from a day on."""

    grade = forms.ChoiceField(label="纠纷等级", choices=GRADES, widget=PlainSelect)
    amount = forms.DecimalField(
        label="每件金额（元）",
        min_value=1,
        max_value=MOST_AMOUNT,
        max_digits=8,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"}),
        error_messages={
            "invalid": "请填写金额，例如 100。",
            "min_value": "金额不能小于 1 元。",
            "max_value": f"金额不能大于 {MOST_AMOUNT} 元，请核对。",
            "max_decimal_places": "金额最多写到分。",
        },
    )
    effective_from = PlausibleDay(reach=IN_FORCE, label="执行日期")
    source = forms.CharField(label="依据", max_length=120, help_text="文件名称和文号，例如财政、司法行政机关的联合通知")

    def rate(self) -> SubsidyRate:
        """The rate as it was asked for, unsaved."""
        return SubsidyRate(**self.cleaned_data)


class PayForm(forms.Form):
    """Which subsidies of a month were paid, and when."""

    chosen = forms.TypedMultipleChoiceField(
        label="已发放的案件", coerce=int, error_messages={"required": "请先勾选已经发放的案件。"}
    )
    paid_on = PlausibleDay(reach=IN_FORCE, label="发放日期")

    def __init__(self, data, *, payable, **kwargs):
        super().__init__(data, **kwargs)
        field_in(self, "chosen").choices = [(row.pk, row.track.number) for row in payable]


def month_of(text: str, *, today: date) -> date:
    """The first day of the month written as 2026-03; this month for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
