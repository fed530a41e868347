"""The question above figures: which days, which place, about what."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.db.models import Q

from governance.cases.lists.filters import unit_filter
from governance.frame.forms.plausible import PlausibleDay, Reach
from governance.frame.forms.rendering import PlainSelect
from governance.frame.pages.remembered import remembered
from governance.organisation.models import Area
from governance.organisation.standing import ANY_WORK, Standing

from .asked import TOWNSHIP
from .measures import subjects
from .periods import PERIODS, Period, begun_with, days_of, period_of

# Nothing was counted here before; a period may reach into the next year.
COUNTED = Reach(30, 1)
MONTH = "month"
AREA_SECONDS = 60


class PeriodForm(forms.Form):
    """Without an answer it asks about this month, in its first days about the one before; ``period`` is None while an
    answer is wrong. An address may name the days by ``Period.code``."""

    period = forms.ChoiceField(label="期间", choices=PERIODS, required=False, widget=PlainSelect)
    start = PlausibleDay(reach=COUNTED, label="从", required=False)
    end = PlausibleDay(reach=COUNTED, label="到", required=False)

    def __init__(self, data, *, today: date):
        told = data.copy()
        begins = begun_with(MONTH, today)
        self.is_of_month_before = not told.get("period") and begins != MONTH
        told["period"] = told.get("period") or begins
        if days := days_of(told["period"]):
            told["period"], told["start"], told["end"] = "custom", str(days.first), str(days.last)
        super().__init__(told, auto_id="period_%s")
        self.today = today
        self.fields["area"] = forms.ChoiceField(
            label="区域", choices=[("", "全部"), *self._areas()], required=False, widget=PlainSelect
        )

    @property
    def this_month(self) -> str:
        """The same question about the month that has just begun, where that is passed over; empty elsewhere."""
        if not self.is_of_month_before:
            return ""
        data: Any = self.data
        told = data.copy()
        told["period"] = MONTH
        return f"?{told.urlencode()}"

    def _areas(self) -> list[tuple[str, str]]:
        """The townships, and another area if it is the one that is asked for."""
        asked = self.data.get("area", "")
        return remembered("areas-counted", partial(_areas, asked), seconds=AREA_SECONDS, of=asked)

    def clean(self):
        super().clean()
        told = self.cleaned_data
        if told.get("period") != "custom" or self.errors:
            return told
        start, end = told.get("start"), told.get("end")
        if start is None:
            self.add_error("start", "请填写开始的日期。")
        elif start > self.today:
            self.add_error("start", "开始的日期不能晚于今天。")
        if end is None:
            self.add_error("end", "请填写结束的日期。")
        elif start is not None and end < start:
            self.add_error("end", "结束的日期不能早于开始的日期。")
        return told

    def asked_period(self) -> Period | None:
        """The days asked about; None where the answer is wrong."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        if told["period"] == "custom":
            return Period(told["start"], told["end"])
        return period_of(told["period"], self.today)


def _areas(asked: str) -> list[tuple[str, str]]:
    wanted = Q(level=Area.Level.TOWNSHIP) | Q(pk=asked)
    return list(Area.objects.filter(wanted).order_by("code").values_list("code", "name"))


class FigureForm(PeriodForm):
    """... about what, and whose. Who oversees one township is told of it, who oversees none of their own unit, unless
    they ask for 全部: what they may know of beside that is counted case by case.
    """

    def __init__(self, data, *, today: date, standing: Standing):
        super().__init__(data, today=today)
        asked: Any = self.data
        if {"area", "unit"}.isdisjoint(asked):
            asked.update(_own(standing))
        self.fields["unit"] = unit_filter("单位")
        known = subjects()
        asked.setdefault("subject", known[0])
        self.fields["subject"] = forms.ChoiceField(
            label="事项", choices=[(name, name) for name in known], widget=PlainSelect
        )
        self.order_fields(("subject",))

    def asked_unit(self) -> int | None:
        """The unit whose figures they are; None where they are those of all."""
        told = self.cleaned_data["unit"]
        return int(told) if told else None


def own_unit(standing: Standing) -> int | None:
    """The unit of which whoever oversees no place is told first."""
    return standing.posts_with(ANY_WORK)[0].unit_id if standing.units and not standing.areas else None


def _own(standing: Standing) -> dict[str, str]:
    if unit := own_unit(standing):
        return {"unit": str(unit)}
    return {"area": standing.home} if len(standing.home) == TOWNSHIP else {}
