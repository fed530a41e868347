"""What is typed at the window: what the person says first, and at which window the next one is called."""

from uuid import uuid4

from django import forms

from governance.organisation.pickers import Areas, PickerField

from .becoming import Becoming

LONGEST = 5000


class IntakeForm(forms.Form):
    """What the person says, and what it becomes; who the person is comes with the matter itself."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages={"invalid": "请重新打开这一页。"})
    said = forms.CharField(
        label="来人怎么说",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
        help_text="先听先记；姓名和电话在下一步登记。",
        error_messages={"required": "请先写下来人所说的事。", "max_length": f"最多 {LONGEST} 字。"},
    )
    area = PickerField(Areas(), label="发生地", required=False)
    place = forms.CharField(label="详细地点", max_length=120, required=False)
    becomes = forms.ChoiceField(
        label="按什么办理",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择按什么办理。", "invalid_choice": "请选择按什么办理。"},
    )

    def __init__(self, *args, open_to: list[Becoming], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["becomes"].choices = [(each.code, f"{each.label}：{each.help}") for each in open_to]


class TakeForm(forms.Form):
    """The button that gives out a number."""

    key = forms.UUIDField()


class CallForm(forms.Form):
    """At which window the next person is called."""

    window = forms.CharField(label="窗口", max_length=20, error_messages={"required": "请填写窗口，例如“1号窗口”。"})
