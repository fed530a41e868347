"""What is typed at the window: what the person says first, and at which window the next one is called."""

from uuid import uuid4

from django import forms

from governance.cases.search.cases import case_number
from governance.frame.forms.fields import field_in
from governance.organisation.pickers import Areas, PickerField

from .becoming import Becoming
from .progress import PROOF, WAYS

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
        field_in(self, "becomes").choices = [(each.code, f"{each.label}：{each.help}") for each in open_to]


class ProgressForm(forms.Form):
    """Which matter the person asks about, and by what they show that it is theirs; nothing of it is kept in a page."""

    number = forms.CharField(
        label="事项编号", max_length=30, help_text="告知书上的编号。", error_messages={"required": "请填写事项编号。"}
    )
    proof = forms.RegexField(
        PROOF,
        label="电话或者证件号末四位",
        help_text="请申请人自己说出登记时留的电话或者证件号的末四位，不要提示。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写末四位。", "invalid": "末四位是四个数字，证件号末位可以是 X。"},
    )
    way = forms.ChoiceField(label="怎样来问", choices=WAYS, initial="visit", widget=forms.RadioSelect)

    def clean_number(self) -> str:
        return case_number(self.cleaned_data["number"])


class TakeForm(forms.Form):
    """The button that gives out a number."""

    key = forms.UUIDField()


class CallForm(forms.Form):
    """At which window the next person is called."""

    window = forms.CharField(label="窗口", max_length=20, error_messages={"required": "请填写窗口，例如“1号窗口”。"})

    def clean_window(self) -> str:
        """As it is called out: who types the number alone means the window of that number."""
        window = self.cleaned_data["window"]
        return f"{window}号窗口" if window.isdecimal() else window
