"""What is typed of a group of visitors. Names have no box here."""

from django import forms

from governance.cases.fields.inputs import CaseNumberField
from governance.cases.intake.accusing_forms import AccusingForm
from governance.frame.forms.fields import field_in
from governance.organisation.forms.wording import ask_for_fields

from ..models import Reception
from ..plans.forms import TimeInput
from .actions import ReceptionInput

NUMBER = {"invalid": "来访人数请填数字。", "min_value": "来访人数至少为 1。", "max_value": "来访人数过大，请核对。"}


class RecordForm(AccusingForm):
    """One group of visitors."""

    accusing_in = ("summary", "answer")
    accuse_instead = "在处理中选“检举控告”，这条记录就只有您自己看得到"

    at_time = forms.TimeField(
        label="接访时间", widget=TimeInput, error_messages={"invalid": "时刻应写成 09:30 的样子。"}
    )
    visitors = forms.IntegerField(label="来访人数", min_value=1, max_value=10_000, error_messages=NUMBER)
    summary = forms.CharField(
        label="反映事项",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只写事由，不写来访人的姓名、证件和电话，这些在登记信访件时填写。",
    )
    outcome = forms.ChoiceField(
        label="处理",
        choices=Reception.Outcome.choices,
        widget=forms.RadioSelect,
        help_text="来人检举控告的，选“检举控告”并随即登记：这条记录只有您自己看得到，不计入接访批次。",
    )
    answer = forms.CharField(
        label="答复或引导情况", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    number = CaseNumberField(
        label="已登记的编号", max_length=30, required=False, help_text="这次来访的事项已经登记过的，写它的编号。"
    )

    def __init__(self, data=None, *, user, now=None):
        super().__init__(
            data, initial={"at_time": now, "visitors": 1, "outcome": Reception.Outcome.REGISTERED} if now else None
        )
        field_in(self, "number").user = user
        ask_for_fields(self)

    def is_hidden(self, told: dict) -> bool:
        """True if it stands in the book of whoever wrote it alone."""
        return told.get("outcome") == Reception.Outcome.ACCUSATION

    def told(self) -> ReceptionInput:
        """What was typed; read it after ``is_valid``."""
        said = dict(self.cleaned_data)
        return ReceptionInput(case=said.pop("number"), **said)
