"""What is typed beside the row itself: that it was looked at, why it ends, files."""

from django import forms

from governance.cases.intake.accusing_forms import ColleagueForm
from governance.frame.forms.plausible import HAPPENED, PlausibleDay


class CheckForm(ColleagueForm):
    """Somebody has looked at it."""

    accusing_in = ("note",)

    on = PlausibleDay(label="检查日期", reach=HAPPENED, error_messages={"required": "请填写检查日期。"})
    note = forms.CharField(
        label="检查情况",
        max_length=400,
        error_messages={"required": "请写明检查情况。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """Why a row ends, is restored, or a number is looked at."""

    reason = forms.CharField(label="事由", max_length=200, error_messages={"required": "请写明事由。"})
