"""The question above the figures: which days, which place."""

from datetime import date

from django import forms

from governance.frame.rendering import DayInput, PlainSelect
from governance.organisation.models import Area

from .periods import PERIODS, Period, period_of

# The calendar has no days before; nothing was mediated here then.
EARLIEST = date(2000, 1, 1)


class PeriodForm(forms.Form):
    """Without an answer it asks about this month; ``period`` is None while an answer is wrong."""

    period = forms.ChoiceField(label="期间", choices=PERIODS, required=False, widget=PlainSelect)
    start = forms.DateField(label="从", required=False, widget=DayInput)
    end = forms.DateField(label="到", required=False, widget=DayInput)

    def __init__(self, data, *, today: date):
        told = data.copy()
        told.setdefault("period", "month")
        super().__init__(told, auto_id="period_%s")
        self.today = today
        townships = Area.objects.filter(level=Area.Level.TOWNSHIP).values_list("code", "name")
        self.fields["area"] = forms.ChoiceField(
            label="区域", choices=[("", "全部"), *townships], required=False, widget=PlainSelect
        )

    def clean(self):
        told = super().clean()
        if told.get("period") != "custom" or self.errors:
            return told
        start, end = told.get("start"), told.get("end")
        if start is None:
            self.add_error("start", "请填写开始的日期。")
        elif start < EARLIEST:
            self.add_error("start", f"开始的日期不能早于 {EARLIEST}。")
        elif start > self.today:
            self.add_error("start", "开始的日期不能晚于今天。")
        if end is None:
            self.add_error("end", "请填写结束的日期。")
        elif start is not None and end < start:
            self.add_error("end", "结束的日期不能早于开始的日期。")
        elif end.year > self.today.year + 1:
            self.add_error("end", f"结束的日期不能晚于 {self.today.year + 1} 年。")
        return told

    def asked_period(self) -> Period | None:
        """The days asked about; None where the answer is wrong."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        if told["period"] == "custom":
            return Period(told["start"], told["end"])
        return period_of(told["period"] or "month", self.today)
