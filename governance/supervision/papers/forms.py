"""The form with which the centre turns proposals of the machine into a paper, or sets them aside."""

from django import forms

from governance.organisation.models import Unit

from ..vocabulary import DECIDED_BY_COMMITTEE, GROUNDS, RUNGS


class ProposeForm(forms.Form):
    """Which rung, for which unit, why; the alarms are ticked beside it."""

    rung = forms.ChoiceField(
        label="措施",
        choices=[(code, label) for code, label in RUNGS if code not in DECIDED_BY_COMMITTEE],
        error_messages={"required": "请选择措施。"},
    )
    target_unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True),
        label="责任单位",
        required=False,
        empty_label="所选事项的单位",
        help_text="勾选的都属于同一单位的，可以不选。",
        error_messages={"invalid_choice": "请选择责任单位。"},
        widget=forms.Select(attrs={"data-picker": "unit"}),
    )
    ground = forms.ChoiceField(label="事由", choices=GROUNDS, error_messages={"required": "请选择事由。"})
    reason = forms.CharField(
        label="情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明提请的理由。"},
    )
