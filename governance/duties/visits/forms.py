"""What is typed of visits, of the leaders who make them, and of their quotas."""

from datetime import date
from typing import Any

from django import forms

from governance.cases.fields.inputs import CaseNumberField
from governance.cases.intake.accusing_forms import ColleagueForm
from governance.frame.forms.plausible import PLANNED, PlausibleDay
from governance.organisation.forms.wording import ask_for_fields
from governance.organisation.pickers import Areas, PickerField, Units

from ..models import VisitingLeader, VisitQuota
from ..models.visit import MOST_DAYS, LeaderKind

BAD_DAY = {"invalid": "请填写正确的日期。"}
BAD_DAYS = {
    "invalid": "定额请填整数。",
    "min_value": "定额不能小于 0。",
    "max_value": f"定额不能超过 {MOST_DAYS} 天。",
}


class LeaderChoice(forms.ModelChoiceField):
    def label_from_instance(self, leader):
        return f"{leader.unit.short_name} {leader.name}（{leader.title}）"


class VisitForm(ColleagueForm):
    """One visit."""

    accusing_in = ("text",)

    leader = LeaderChoice(label="下访领导", queryset=VisitingLeader.objects.none())
    day = PlausibleDay(
        reach=PLANNED,
        label="日期",
        error_messages=BAD_DAY,
        help_text="同一天的几次下访算一个工作日；休息日下访照记，不计入工作日。",
    )
    area = PickerField(Areas(), label="下访地点", help_text="到哪个村（社区）或者乡镇（街道）。")
    text = forms.CharField(
        label="下访情况",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="走访了哪里、听取了什么、解决了什么；不写群众的姓名、证件和电话。",
    )
    number = CaseNumberField(
        label="带案下访的事项编号", max_length=30, required=False, help_text="带着事项下访的，写它的编号。"
    )

    def __init__(self, data=None, *, user, leaders, leader=None, today: date):
        super().__init__(data, initial={"day": today, "leader": leader})
        fields: Any = self.fields
        fields["leader"].queryset = leaders
        fields["leader"].error_messages["invalid_choice"] = "请选择本单位名单里的领导。"
        fields["number"].user = user
        ask_for_fields(self)


class LeaderForm(forms.Form):
    """A leader to be listed."""

    unit = PickerField(Units(), label="单位")
    name = forms.CharField(label="姓名", max_length=30)
    title = forms.CharField(label="职务", max_length=40)
    kind = forms.ChoiceField(label="领导类别", choices=LeaderKind.choices, widget=forms.RadioSelect)
    starts_on = PlausibleDay(reach=PLANNED, label="自哪天起计算", error_messages=BAD_DAY)

    def __init__(self, data=None, *, unit=None, today: date):
        super().__init__(data, initial={"unit": unit, "starts_on": today, "kind": LeaderKind.CADRE})
        ask_for_fields(self)


class QuotaForm(forms.Form):
    """What a kind of leader owes from the next window on."""

    cadence = forms.ChoiceField(label="周期", choices=VisitQuota.Cadence.choices, widget=forms.RadioSelect)
    days = forms.IntegerField(label="工作日", min_value=0, max_value=MOST_DAYS, error_messages=BAD_DAYS)
    basis = forms.CharField(label="依据", max_length=200)

    def __init__(self, data=None, *, quota: VisitQuota):
        super().__init__(data, initial={"cadence": quota.cadence, "days": quota.days, "basis": quota.basis})
        ask_for_fields(self)
