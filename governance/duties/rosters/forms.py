"""What people type on rosters. Shape only; what is fair and lawful the verbs know."""

from django import forms

from governance.frame.days import day_text
from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import PLANNED, PlausibleDay
from governance.frame.forms.posted import VersionField
from governance.frame.forms.rendering import PlainSelect
from governance.organisation.forms.wording import AsksByName, ask_for_fields
from governance.organisation.models import Unit
from governance.organisation.pickers import People, PickerField, Units

from ..models import Roster, RosterAbsence, RosterDay, RosterKind, RosterPerson
from ..models.roster import MOST_A_DAY

BAD_DATE = {"invalid": "请填写正确的日期。"}


class OpenForm(AsksByName, forms.Form):
    """Whose roster of which kind is to be made or changed."""

    unit = PickerField(Units(), label="单位")
    kind = forms.ModelChoiceField(
        label="种类",
        queryset=RosterKind.objects.filter(is_active=True),
        to_field_name="code",
        empty_label=None,
        widget=PlainSelect,
    )


class MakeForm(AsksByName, forms.Form):
    """The period, how many sit a day, and what the notice says of the place."""

    first = PlausibleDay(reach=PLANNED, label="首日", error_messages=BAD_DATE)
    last = PlausibleDay(reach=PLANNED, label="末日", error_messages=BAD_DATE)
    a_day = forms.TypedChoiceField(
        label="每天人数", coerce=int, choices=[(n, f"{n} 人") for n in range(1, MOST_A_DAY + 1)]
    )
    place = forms.CharField(label="地点", max_length=60, help_text="印在公示上，例如“信访局一楼接待大厅”。")
    phone = forms.CharField(label="联系电话", max_length=30, help_text="印在公示上的办公电话。")

    def roster(self, unit: Unit, kind: RosterKind) -> Roster:
        """The unsaved roster; read it after ``is_valid``."""
        return Roster(unit=unit, kind=kind, **self.cleaned_data)


class PersonForm(forms.Form):
    """Somebody who takes turns: picked among those with an account, who have a name already, or named."""

    user = PickerField(People(), label="平台人员", required=False, help_text="有平台账号的选上，调班时会收到提醒。")
    name = forms.CharField(label="姓名", max_length=30, required=False, help_text="没有平台账号的填写。")
    title = forms.CharField(label="职务", max_length=40, required=False)

    def clean_name(self):
        user = self.cleaned_data.get("user")
        name = self.cleaned_data["name"] or (user.name if user else "")
        if not name and "user" not in self.errors:
            raise forms.ValidationError("请选平台人员，或者填写姓名。")
        return name

    def person(self, unit: Unit, kind: RosterKind) -> RosterPerson:
        """The unsaved person; read it after ``is_valid``."""
        return RosterPerson(unit=unit, kind=kind, **self.cleaned_data)


class LeaveForm(forms.Form):
    """Days on which somebody cannot sit."""

    person = forms.ModelChoiceField(
        label="请假人", queryset=RosterPerson.objects.none(), widget=PlainSelect, empty_label="请选择"
    )
    since = PlausibleDay(reach=PLANNED, label="请假首日", error_messages=BAD_DATE)
    until = PlausibleDay(reach=PLANNED, label="请假末日", error_messages=BAD_DATE)
    cause = forms.CharField(label="请假原因", max_length=100)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "person").queryset = people
        ask_for_fields(self)

    def leave(self) -> RosterAbsence:
        """The unsaved leave; read it after ``is_valid``."""
        told = self.cleaned_data
        return RosterAbsence(person=told["person"], first=told["since"], last=told["until"], reason=told["cause"])


class DayChoice(forms.ModelChoiceField):
    """Another day of the roster."""

    def label_from_instance(self, obj):
        return f"{day_text(obj.day)} {obj.person}"


class ChangeForm(AsksByName, forms.Form):
    """What every change of a day asks for."""

    version = VersionField()
    reason = forms.CharField(label="原因", max_length=100)


class SwapForm(ChangeForm):
    """The day with which this one changes people."""

    other = DayChoice(label="与哪一天对调", queryset=RosterDay.objects.none(), widget=PlainSelect, empty_label="请选择")

    field_order = ("version", "other", "reason")

    def __init__(self, *args, days, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "other").queryset = days


class ReplaceForm(ChangeForm):
    """Who sits instead."""

    person = forms.ModelChoiceField(
        label="改由谁来", queryset=RosterPerson.objects.none(), widget=PlainSelect, empty_label="请选择"
    )

    field_order = ("version", "person", "reason")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "person").queryset = people


class AbsenceForm(ChangeForm):
    """Why somebody did not come, and who stood in."""

    stand_in = forms.ModelChoiceField(
        label="顶班人",
        queryset=RosterPerson.objects.none(),
        widget=PlainSelect,
        required=False,
        empty_label="无人顶班",
    )

    field_order = ("version", "stand_in", "reason")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "缺席原因"
        field_in(self, "stand_in").queryset = people
        ask_for_fields(self)
