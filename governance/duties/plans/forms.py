"""A plan as the county office adds or changes it: every change makes a new version."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from governance.frame.forms.plausible import IN_FORCE, PlannedDay, PlausibleDay
from governance.frame.forms.weighed import WhyForm
from governance.frame.wording import clipped
from governance.organisation.forms.wording import ask_for_fields
from governance.organisation.models import Area, Unit
from governance.organisation.pickers import Units

from .. import windows
from ..models import DutyPlan, DutyPlanUnit, DutyReminder, DutyRung, SpecialPeriod
from ..models.plan import MOST_QUOTA
from .actions import Change, doubled, owing
from .row_forms import TimeInput, whole

LEVELS = [choice for choice in Area.Level.choices if choice[0] != Area.Level.GRID]
COLUMNS = (
    "name",
    "levels",
    "unit_kinds",
    "cadence",
    "anchor",
    "due_time",
    "grace_days",
    "rest_days",
    "quota",
    "form",
    "opens_days_ahead",
    "basis",
)


class UnitLines(forms.CharField):
    """Units by name, one a line."""

    def __init__(self, **how):
        super().__init__(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}), **how)

    def clean(self, value):
        found = []
        for line in super().clean(value).splitlines():
            if line.strip():
                try:
                    found.append(Units().named(line))
                except ValidationError as error:
                    raise ValidationError(f"“{clipped(line.strip())}”：{error.message}") from None
        return list({unit.pk: unit for unit in found}.values())

    def prepare_value(self, value):
        return "\n".join(unit.name for unit in value) if isinstance(value, list) else value


class PlanForm(forms.Form):
    """What a version says, and from which day; without a plan, what the first version of a new one says."""

    kind = forms.ChoiceField(label="种类", choices=DutyPlan.Kind.choices)

    effective_from = PlausibleDay(
        reach=IN_FORCE, label="新方案自哪天起", error_messages={"invalid": "请填写正确的日期。"}
    )
    name = forms.CharField(label="名称", max_length=40)
    levels = forms.MultipleChoiceField(
        label="层级", choices=LEVELS, widget=forms.CheckboxSelectMultiple, required=False
    )
    unit_kinds = forms.MultipleChoiceField(
        label="单位类别", choices=Unit.Kind.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    include = UnitLines(label="另加单位", help_text="不在上述范围、也要报送的，每行一个单位名称。")
    exclude = UnitLines(label="不报单位", help_text="在上述范围、不用报送的，每行一个单位名称。")
    cadence = forms.ChoiceField(label="周期", choices=DutyPlan.Cadence.choices)
    anchor = PlausibleDay(
        reach=IN_FORCE,
        label="起算周一",
        required=False,
        help_text="每两周一次的，从哪个周一起每十四天为一期。",
        error_messages={"invalid": "请填写正确的日期。"},
    )
    due_time = forms.TimeField(
        label="截止时刻",
        required=False,
        widget=TimeInput,
        help_text="不填为当天 24:00。",
        error_messages={"invalid": "时刻应写成 18:00 的样子。"},
    )
    grace_days = whole("宽限天数", 0, 31, "期末之后再给几天。")
    rest_days = forms.ChoiceField(label="休息日", choices=DutyPlan.RestDays.choices, widget=forms.RadioSelect)
    quota = whole("定额", 1, MOST_QUOTA, "每期应完成的次数，例如下访每周两天填 2。")
    form = forms.ChoiceField(label="报送内容", choices=DutyPlan.Form.choices, widget=forms.RadioSelect)
    opens_days_ahead = whole("提前几天列出", 0, 60)
    basis = forms.CharField(label="依据", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data=None, *, plan: DutyPlan | None, earliest: date):
        super().__init__(data, initial={"effective_from": earliest, **(_told(plan) if plan else NEW)})
        self.plan = plan
        if plan is not None:
            del self.fields["kind"]
            self.fields["effective_from"].help_text = f"已经开始的一期仍按原方案报送，最早从 {earliest} 起。"
        else:
            self.fields["effective_from"].label = "自哪天起"
            self.fields["effective_from"].help_text = f"最早从 {earliest} 起。"
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages |= dict.fromkeys(
                    ("invalid_choice", "invalid_list"), f"请从列出的{field.label}中选择。"
                )
        ask_for_fields(self)

    def clean_anchor(self):
        anchor = self.cleaned_data["anchor"]
        if anchor and anchor.weekday():
            raise ValidationError("起算日应为周一。")
        return anchor

    def clean(self):
        super().clean()
        told = self.cleaned_data
        if told.get("cadence") != windows.BIWEEKLY:
            told["anchor"] = None
        both = set(told.get("include") or ()) & set(told.get("exclude") or ())
        if both:
            self.add_error("exclude", f"{'、'.join(unit.name for unit in both)}同时列在另加单位中。")
        if not self.errors:
            self._check_units(told)
        return told

    def _check_units(self, told: dict) -> None:
        """Somebody owes it, and nobody the same twice in one window."""
        units = owing(told["levels"], told["unit_kinds"], told["include"], told["exclude"])
        if not units:
            self.add_error("unit_kinds", "没有单位符合所选的层级和单位类别，也没有另加单位，请重新选择。")
            return
        kind, code = (self.plan.kind, self.plan.code) if self.plan else (told["kind"], "")
        other, count = doubled(kind, told["cadence"], units, apart_from=code)
        if other is not None:
            self.add_error(
                "cadence",
                f"“{other.name}”已经要求其中 {count} 个单位{other.get_cadence_display()}报送，各期重叠；"
                "请修改那个方案，或者另选周期、单位。",
            )

    def change(self, reminders: list[DutyReminder], rungs: list[DutyRung]) -> Change:
        """The change that was typed; read it after ``is_valid``."""
        told = self.cleaned_data
        return Change(
            effective_from=told["effective_from"],
            columns={name: told[name] for name in COLUMNS} | ({"kind": told["kind"]} if self.plan is None else {}),
            reminders=reminders,
            rungs=rungs,
            include=told["include"],
            exclude=told["exclude"],
        )


NEW = {
    "kind": DutyPlan.Kind.SWEEP,
    "cadence": windows.WEEKLY,
    "rest_days": DutyPlan.RestDays.KEEP,
    "form": DutyPlan.Form.SWEEP,
    "quota": 1,
    "grace_days": 0,
    "opens_days_ahead": 1,
}


def _told(plan: DutyPlan) -> dict:
    """What the version in force says."""
    named = list(DutyPlanUnit.objects.filter(plan=plan).select_related("unit"))
    return {name: getattr(plan, name) for name in COLUMNS} | {
        "include": [each.unit for each in named if not each.is_excluded],
        "exclude": [each.unit for each in named if each.is_excluded],
    }


class PeriodForm(forms.ModelForm):
    """A special period of one of the plans that are owed in such periods."""

    class Meta:
        model = SpecialPeriod
        fields = ("name", "plan_code", "first", "last")
        field_classes = {"first": PlannedDay, "last": PlannedDay}
        help_texts = {"name": "例如“国庆节期间”。", "last": "首日到末日每天报送一次，宣布当天在时段内的，当天即开始。"}
        error_messages = {name: {"invalid": "请填写正确的日期。"} for name in ("first", "last")}

    def __init__(self, data=None, *, plans, today: date):
        super().__init__(data, initial={"first": today, "last": today})
        self.fields["plan_code"] = forms.ChoiceField(label="方案", choices=[(plan.code, plan.name) for plan in plans])
        ask_for_fields(self)

    def clean(self):
        super().clean()
        told = self.cleaned_data
        if told.get("first") and told.get("last") and told["last"] < told["first"]:
            self.add_error("last", "末日不能早于首日。")
        return told


SWITCHED = [("1", "启用"), ("0", "停用")]


class SwitchForm(WhyForm):
    """Which way a plan is switched, as the person saw it, and why."""

    on = forms.TypedChoiceField(choices=SWITCHED, coerce=lambda told: told == "1", widget=forms.HiddenInput)
