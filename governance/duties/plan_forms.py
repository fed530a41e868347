"""A plan as the county office changes it: every change makes a new version."""

from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from governance.organisation.forms.wording import ask_for_fields
from governance.organisation.models import Area, Unit
from governance.organisation.pickers import unit_named
from governance.organisation.rendering import DayInput

from . import windows
from .models import DutyPlan, DutyPlanUnit, DutyReminder
from .models.plan import MOST_QUOTA
from .plans import Change

SPARE_ROWS = 2
MOST_REMINDERS = 8
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


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


def _whole(label: str, low: int, high: int, help_text: str = "") -> forms.IntegerField:
    said = f"{label}应为 {low} 至 {high} 的整数。"
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), said)
    return forms.IntegerField(label=label, min_value=low, max_value=high, help_text=help_text, error_messages=errors)


class UnitLines(forms.CharField):
    """Units by name, one a line."""

    def __init__(self, **how):
        super().__init__(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}), **how)

    def clean(self, value):
        found = []
        for line in super().clean(value).splitlines():
            if line.strip():
                try:
                    found.append(unit_named(line))
                except ValidationError as error:
                    raise ValidationError(f"“{line.strip()}”：{error.message}") from None
        return list({unit.pk: unit for unit in found}.values())

    def prepare_value(self, value):
        return "\n".join(unit.name for unit in value) if isinstance(value, list) else value


class PlanForm(forms.Form):
    """What a version says, and from which day."""

    effective_from = forms.DateField(
        label="新方案自哪天起", widget=DayInput, error_messages={"invalid": "请填写正确的日期。"}
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
    anchor = forms.DateField(
        label="起算周一",
        required=False,
        widget=DayInput,
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
    grace_days = _whole("宽限天数", 0, 31, "期末之后再给几天。")
    rest_days = forms.ChoiceField(label="休息日", choices=DutyPlan.RestDays.choices, widget=forms.RadioSelect)
    quota = _whole("定额", 1, MOST_QUOTA, "每期应完成的次数，例如下访每周两天填 2。")
    form = forms.ChoiceField(label="报送内容", choices=DutyPlan.Form.choices, widget=forms.RadioSelect)
    opens_days_ahead = _whole("提前几天列出", 0, 60)
    basis = forms.CharField(label="依据", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data=None, *, plan: DutyPlan, earliest: date):
        named = list(DutyPlanUnit.objects.filter(plan=plan).select_related("unit"))
        initial = {name: getattr(plan, name) for name in COLUMNS}
        initial |= {
            "effective_from": earliest,
            "include": [each.unit for each in named if not each.is_excluded],
            "exclude": [each.unit for each in named if each.is_excluded],
        }
        super().__init__(data, initial=initial)
        self.plan = plan
        self.fields["effective_from"].help_text = f"已经开始的一期仍按原方案报送，最早从 {earliest} 起。"
        ask_for_fields(self)

    def clean_anchor(self):
        anchor = self.cleaned_data["anchor"]
        if anchor and anchor.weekday():
            raise ValidationError("起算日应为周一。")
        return anchor

    def clean(self):
        told = super().clean()
        if told.get("cadence") != windows.BIWEEKLY:
            told["anchor"] = None
        both = set(told.get("include") or ()) & set(told.get("exclude") or ())
        if both:
            self.add_error("exclude", f"{'、'.join(unit.name for unit in both)}同时列在另加单位中。")
        by_rule = told.get("levels") and told.get("unit_kinds")
        if not self.errors and not by_rule and not told.get("include"):
            self.add_error("unit_kinds", "请选择层级和单位类别，或者点名单位，否则没有单位报送。")
        return told

    def change(self, reminders: list[DutyReminder]) -> Change:
        """The change that was typed; read it after ``is_valid``."""
        told = self.cleaned_data
        return Change(
            effective_from=told["effective_from"],
            columns={name: told[name] for name in COLUMNS},
            reminders=reminders,
            rungs=list(self.plan.rungs.order_by("rung")),
            include=told["include"],
            exclude=told["exclude"],
        )


WHEN = [("", "按天数"), *((str(number), f"周{day}") for number, day in enumerate(windows.WEEKDAYS))]


class ReminderForm(forms.Form):
    """One reminder: on a weekday of the window, or so many days before (minus) or after the due day."""

    weekday = forms.ChoiceField(label="哪一天", choices=WHEN, required=False)
    offset_days = _whole("距截止日天数", -366, 60)
    at_time = forms.TimeField(label="时刻", widget=TimeInput, error_messages={"invalid": "时刻应写成 09:00 的样子。"})
    recipients = forms.MultipleChoiceField(
        label="提醒谁", choices=DutyReminder.Recipient.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offset_days"].required = False
        ask_for_fields(self)

    def reminder(self) -> DutyReminder | None:
        """The unsaved reminder; None for a row that was left empty."""
        told = self.cleaned_data
        if not told:
            return None
        weekday = int(told["weekday"]) if told["weekday"] else None
        return DutyReminder(
            weekday=weekday,
            offset_days=0 if weekday is not None else told["offset_days"] or 0,
            at_time=told["at_time"],
            recipients=told["recipients"],
        )


class Reminders(BaseFormSet):
    """The reminders of a plan in the order in which they are said; an emptied row is gone."""

    def __init__(self, data=None, *, plan: DutyPlan):
        said = [
            {
                "weekday": "" if each.weekday is None else str(each.weekday),
                "offset_days": each.offset_days,
                "at_time": each.at_time or time(9),
                "recipients": each.recipients,
            }
            for each in plan.reminders.order_by("rung")
        ]
        super().__init__(data, initial=said, prefix="reminders")

    def reminders(self) -> list[DutyReminder]:
        return [made for form in self.forms if not _is_empty(form) and (made := form.reminder())]

    def full_clean(self):
        """A row that stood there may be emptied: that takes the reminder away and is no mistake."""
        super().full_clean()
        if self.is_bound:
            for index, form in enumerate(self.forms):
                if _is_empty(form):
                    self._errors[index].clear()


def _is_empty(form: ReminderForm) -> bool:
    """True if neither time nor recipients were given."""
    at, whom = (form.add_prefix(name) for name in ("at_time", "recipients"))
    return not form.data.get(at) and not any(form.data.getlist(whom))


ReminderFormSet = formset_factory(
    ReminderForm, formset=Reminders, extra=SPARE_ROWS, max_num=MOST_REMINDERS, absolute_max=MOST_REMINDERS
)
