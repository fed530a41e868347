"""The form with which the centre turns proposals of the machine into a paper, or sets them aside."""

from django import forms

from governance.organisation.pickers import PickerField, Units

from ..vocabulary import DECIDED_BY_COMMITTEE, GROUNDS, RUNGS


class ProposeForm(forms.Form):
    """Which rung, for which unit, why; the alarms are ticked beside it."""

    rung = forms.ChoiceField(
        label="措施",
        choices=[(code, label) for code, label in RUNGS if code not in DECIDED_BY_COMMITTEE],
        error_messages={"required": "请选择措施。"},
    )
    target_unit = PickerField(
        Units(),
        label="责任单位",
        required=False,
        help_text="勾选的都属于同一单位的，可以不选。",
        widget=forms.TextInput(attrs={"placeholder": "所选事项的单位"}),
    )
    ground = forms.ChoiceField(label="事由", choices=GROUNDS, error_messages={"required": "请选择事由。"})
    reason = forms.CharField(
        label="情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明提请的理由。"},
    )
