"""The question above the board: which period, which place, and which other period is held against it."""

from datetime import date
from typing import Any

from django import forms

from governance.figures.forms import COUNTED, PeriodForm
from governance.figures.headlines import headlines
from governance.figures.measures import MEASURES
from governance.figures.periods import Period
from governance.frame.forms.plausible import PlausibleDay
from governance.frame.forms.rendering import PlainSelect


class BoardForm(PeriodForm):
    """... and against which other days."""

    def __init__(self, data, *, today: date):
        super().__init__(data, today=today)
        self.fields["against_start"] = PlausibleDay(reach=COUNTED, label="对照期间 从", required=False)
        self.fields["against_end"] = PlausibleDay(reach=COUNTED, label="到", required=False)

    def clean(self):
        told = super().clean()
        start, end = told.get("against_start"), told.get("against_end")
        if self.errors or (start is None and end is None):
            return told
        if start is None:
            self.add_error("against_start", "请填写对照期间开始的日期。")
        elif end is None:
            self.add_error("against_end", "请填写对照期间结束的日期。")
        elif end < start:
            self.add_error("against_end", "结束的日期不能早于开始的日期。")
        return told

    @property
    def against(self) -> Period | None:
        """The other days, if any were named; of a form that is in order."""
        start, end = self.cleaned_data.get("against_start"), self.cleaned_data.get("against_end")
        return Period(start, end) if start and end else None


class MapForm(PeriodForm):
    """The question above the map: what is counted, in townships or in villages."""

    def __init__(self, data, *, today: date):
        super().__init__(data, today=today)
        told = [(headline, code) for headline in headlines() for code in headline.codes]
        choices = [(code, f"{headline.subject} {MEASURES[code].label}") for headline, code in told]
        asked: Any = self.data
        asked.setdefault("figure", choices[0][0])
        asked.setdefault("level", "village")
        self.fields["figure"] = forms.ChoiceField(label="看什么", choices=choices, widget=PlainSelect)
        levels = (("village", "村（社区）"), ("township", "乡镇（街道）"))
        self.fields["level"] = forms.ChoiceField(label="画到", choices=levels, widget=PlainSelect)
        self.order_fields(("figure", "level"))
