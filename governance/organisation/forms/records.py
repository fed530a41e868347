"""The filter of the security record."""

from django import forms
from django.core.exceptions import ValidationError

from governance.frame.forms.plausible import SEARCHED, PlausibleDay
from governance.organisation.models import AccessRecord
from governance.organisation.pickers import Anybody, PickerField

from .units import ALL


class RecordFilter(forms.Form):
    """The row above the security record."""

    verb = forms.ChoiceField(label="行为", required=False, choices=ALL + AccessRecord.Verb.choices)
    person = PickerField(Anybody(), label="人员", required=False)
    since = PlausibleDay(reach=SEARCHED, label="从", required=False)
    until = PlausibleDay(reach=SEARCHED, label="到", required=False)
    outcome = forms.ChoiceField(label="结果", required=False, choices=[*ALL, ("yes", "成功"), ("no", "未成功")])

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            raise ValidationError("结束日期不能早于开始日期。")
        return data
