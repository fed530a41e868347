"""What a phone tells of an event: shape only."""

from typing import Any

from django import forms

from governance.cases.intake.accusing_forms import AccusingForm
from governance.cases.intake.people_forms import TellerForm
from governance.cases.models import Category
from governance.frame.forms.plausible import NearMoment, of_the_last_weeks
from governance.organisation.areas.lying import goes_on_as

from ..models import Grid
from ..reference import KIND
from ..vocabulary import BROUGHT, SERVICE, SOURCES

MOST_PHOTOS = 9
THEN = (("raise", "上报"), ("keep", "本村（社区）处理"), ("settle", "当场已处置"))


class ReportForm(AccusingForm, TellerForm):
    """One report; errors stand under the names that the phone uses."""

    accusing_in = ("text", "place", "settled")
    accuse_instead = "不从这里上报，在“有人上门”点“登记信访”，选“检举控告”，被检举控告的单位和人员看不到"

    item = forms.ModelChoiceField(
        Category.objects.none(),
        error_messages={"required": "请选择事项。", "invalid_choice": "这个事项已经不在清单里。"},
    )
    text = forms.CharField(
        max_length=500, error_messages={"required": "请写一句情况。", "max_length": "情况最多 500 字。"}
    )
    source = forms.ChoiceField(choices=SOURCES, required=False)
    then = forms.ChoiceField(choices=THEN, error_messages={"required": "请选择怎样处理。"})
    settled = forms.CharField(max_length=500, required=False)
    seen_at = NearMoment(error_messages={"required": "缺少时间。", "invalid": "时间不对，请核对手机的时间。"})
    place = forms.CharField(max_length=120, required=False)
    longitude = forms.DecimalField(max_digits=9, decimal_places=6, required=False, min_value=-180, max_value=180)
    latitude = forms.DecimalField(max_digits=8, decimal_places=6, required=False, min_value=-90, max_value=90)
    # By how many metres the phone may be wrong about the point.
    accuracy = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    # The number of the event that is the same, or that it is none of those shown.
    join = forms.CharField(max_length=30, required=False)
    distinct = forms.BooleanField(required=False)
    grid = forms.ModelChoiceField(
        Grid.objects.none(),
        to_field_name="area_id",
        required=False,
        error_messages={"invalid_choice": "没有这个网格。"},
    )

    def __init__(self, data, *, now):
        super().__init__(data)
        self.now = now
        fields: Any = self.fields
        fields["item"].queryset = Category.objects.filter(
            kind=KIND, is_active=True, event_item__isnull=False
        ).select_related("event_item")
        fields["grid"].queryset = Grid.objects.all()

    def clean_grid(self) -> Grid | None:
        """The grid that was chosen, or the one that took it over since the phone heard of it."""
        chosen = self.cleaned_data["grid"]
        known = Grid.objects.select_related("area__parent")
        return chosen and known.get(area=goes_on_as(chosen.area_id))

    def clean_seen_at(self):
        """A moment of the last weeks: not one to come, not one of last year."""
        return of_the_last_weeks(self.cleaned_data["seen_at"], self.now, "看到的时间", "，请在电脑上登记")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("then") == "settle" and not cleaned.get("settled") and "settled" not in self.errors:
            self.add_error("settled", "当场已处置的，请写明处置情况。")
        kind = cleaned["item"].event_item.event_type if cleaned.get("item") else ""
        if kind == SERVICE and cleaned.get("then") != "settle":
            for box in ("name", "phone"):
                if not cleaned.get(box) and box not in self.errors:
                    self.add_error(box, f"服务请求请填写办事人的{self.fields[box].label}。")
        cleaned["people"] = self.people() if kind in BROUGHT else []
        if (cleaned.get("longitude") is None) != (cleaned.get("latitude") is None):
            self.add_error("longitude", "经纬度要么都有，要么都没有。")
        return cleaned
