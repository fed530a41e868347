"""Forms of the file and of the subsidies."""

from datetime import date

from django import forms

from governance.organisation.rendering import DayInput, PlainSelect

from .checklist import FILED
from .models import CaseFile, SubsidyRate
from .vocabulary import GRADES

LEFT_OUT = ("none", "不入卷")
MOST_AMOUNT = 10_000


class ArrangeForm(forms.Form):
    """How long the file is kept, and where each attachment stands in it."""

    retention = forms.ChoiceField(label="保管期限", choices=CaseFile.Retention.choices, widget=PlainSelect)

    def __init__(self, data, *, placed, **kwargs):
        super().__init__(data, **kwargs)
        self._keys = {}
        for item, attachment in placed:
            name = f"place-{attachment.pk}"
            self._keys[name] = attachment.pk
            self.fields[name] = forms.ChoiceField(
                label=f"“{attachment.name}”归入",
                choices=(*FILED, LEFT_OUT),
                initial=item.code if item else LEFT_OUT[0],
                widget=PlainSelect,
            )

    def places(self) -> dict[int, str]:
        """The item chosen for each attachment, by its key; empty for what is left out."""
        chosen = {key: self.cleaned_data[name] for name, key in self._keys.items()}
        return {key: "" if code == LEFT_OUT[0] else code for key, code in chosen.items()}


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
    effective_from = forms.DateField(label="执行日期", widget=DayInput)
    source = forms.CharField(label="依据", max_length=120, help_text="文件名称和文号，例如财政、司法行政机关的联合通知")

    def rate(self) -> SubsidyRate:
        """The rate as it was asked for, unsaved."""
        return SubsidyRate(**self.cleaned_data)


class PayForm(forms.Form):
    """Which subsidies of a month were paid, and when."""

    chosen = forms.TypedMultipleChoiceField(
        label="已发放的案件", coerce=int, error_messages={"required": "请先勾选已经发放的案件。"}
    )
    paid_on = forms.DateField(label="发放日期", widget=DayInput)

    def __init__(self, data, *, payable, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["chosen"].choices = [(row.pk, row.track.number) for row in payable]


def month_of(text: str, *, today: date) -> date:
    """The first day of the month written as 2026-03; this month for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
