"""What people type about a finding. Shape only; what may be done the verbs know."""

from typing import Any

from django import forms

from governance.cases.fields.inputs import CaseNumberField
from governance.cases.intake.accusing_forms import ColleagueForm
from governance.frame.forms.plausible import PLANNED, PlausibleDay
from governance.frame.forms.posted import VersionField
from governance.organisation.forms.wording import ask_for_fields
from governance.organisation.pickers import People, PickerField


class _FindingForm(forms.Form):
    version = VersionField()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        number: Any = self.fields.get("number")
        if number:
            number.user = user
        ask_for_fields(self)


class NumberForm(_FindingForm):
    """As which case it was registered."""

    number = CaseNumberField(label="事项编号", max_length=30, help_text="登记信访件、纠纷、网格事件后，填写它的编号。")
    same = forms.BooleanField(label="确为同一件", required=False, help_text="排查以前就登记过的，核对以后勾选。")


class ResultForm(_FindingForm, ColleagueForm):
    """How it was settled where it was found."""

    accusing_in = ("result",)

    result = forms.CharField(label="化解情况", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DismissForm(_FindingForm, ColleagueForm):
    """Why there was nothing."""

    accusing_in = ("reason",)

    reason = forms.CharField(
        label="核实情况",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="排查单位写错、重复或者经核实没有这回事的，写明怎样核实的。",
    )


class AssignForm(_FindingForm, ColleagueForm):
    """Who deals with it, by when, and why that changes."""

    accusing_in = ("reason",)

    person = PickerField(People(), label="责任人")
    due_on = PlausibleDay(reach=PLANNED, label="处理期限", error_messages={"invalid": "请填写日期。"})
    reason = forms.CharField(label="理由", max_length=200)
