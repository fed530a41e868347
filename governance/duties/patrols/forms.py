"""What is told of a patrol, and typed of a norm: shape only."""

from datetime import datetime, timedelta

from django import forms
from django.utils.dateparse import parse_datetime

from governance.frame.days import office_time
from governance.frame.forms.plausible import AHEAD, EARLIEST, LATEST, NearMoment, of_the_last_weeks
from governance.organisation.forms.wording import ask_for_fields

from ..models import WorkNorm
from ..models.patrol import LONGEST, MOST_AMOUNT

# One every half minute for half a day.
MOST_POINTS = 1500
BAD_TIME = {"required": "缺少时间。", "invalid": "时间不对，请核对手机的时间。"}


class PatrolForm(forms.Form):
    """One patrol as far as it has come; errors stand under the names that the phone uses."""

    started_at = NearMoment(error_messages=BAD_TIME)
    ended_at = NearMoment(required=False, error_messages=BAD_TIME)
    area = forms.CharField(max_length=15, required=False)
    points = forms.Field(required=False)

    def __init__(self, data, *, now: datetime):
        super().__init__(data)
        self.now = now

    def clean_started_at(self) -> datetime:
        """A moment of the last weeks."""
        return of_the_last_weeks(self.cleaned_data["started_at"], self.now, "巡查开始时间")

    def clean_points(self) -> list[list]:
        """Moment, longitude and latitude of each."""
        told = self.cleaned_data["points"] or []
        if not isinstance(told, list) or len(told) > MOST_POINTS:
            raise forms.ValidationError(f"位置最多 {MOST_POINTS} 个。")
        return [_point(each) for each in told]

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        started, ended = cleaned.get("started_at"), cleaned.get("ended_at")
        if started is None:
            return cleaned
        if ended is not None and ended > self.now + AHEAD:
            self.add_error("ended_at", "巡查结束时间比现在晚，请核对手机的时间。")
        elif ended is not None and ended < started:
            self.add_error("ended_at", "巡查结束时间早于开始时间。")
        elif ended is not None and ended - started > LONGEST:
            self.add_error("ended_at", f"一次巡查最长 {LONGEST // timedelta(hours=1)} 小时，请核对开始和结束时间。")
        last = min(ended or self.now + AHEAD, started + LONGEST)
        if any(not started <= parse_datetime(moment) <= last for moment, _, _ in cleaned.get("points") or ()):
            self.add_error("points", "只记录巡查期间的位置。")
        return cleaned


def _point(told) -> list:
    try:
        moment, longitude, latitude = told
        found = parse_datetime(moment)
        longitude, latitude = round(float(longitude), 6), round(float(latitude), 6)
    except (TypeError, ValueError, OverflowError) as error:
        raise forms.ValidationError("位置读不出来。") from error
    if found is None or found.tzinfo is None or not EARLIEST <= found.year <= LATEST:
        raise forms.ValidationError("位置读不出来。")
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise forms.ValidationError("位置读不出来。")
    return [office_time(found).isoformat(timespec="milliseconds"), longitude, latitude]


class NormForm(forms.Form):
    """How much is wanted from the next month on."""

    amount = forms.IntegerField(
        label="定额",
        min_value=0,
        max_value=MOST_AMOUNT,
        error_messages={
            "invalid": "定额请填整数。",
            "min_value": "定额不能小于 0。",
            "max_value": f"定额不能超过 {MOST_AMOUNT}。",
        },
    )
    basis = forms.CharField(label="依据", max_length=200)

    def __init__(self, data=None, *, norm: WorkNorm):
        super().__init__(data, initial={"amount": norm.amount, "basis": norm.basis})
        self.fields["amount"].help_text = norm.measure
        ask_for_fields(self)
