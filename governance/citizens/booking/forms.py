"""What whoever books is asked."""

from django import forms

from governance.cases.intake.accusing_forms import AccusingForm
from governance.cases.intake.people_forms import NameBox, PhoneBox, text_field
from governance.frame.identity import LONGEST_PHONE

from .actions import Slot


class BookForm(AccusingForm):
    """When, who, and about what in a few words."""

    accusing_in = ("about",)

    slot = forms.ChoiceField(
        label="选一个时间",
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个时间。", "invalid_choice": "这个时间刚刚被别人约走，请另选一个。"},
    )
    name = text_field("您的姓名", 60, required=True, box=NameBox)
    phone = text_field("您的电话", LONGEST_PHONE, required=True, box=PhoneBox, inputmode="tel")
    about = text_field("想谈什么", 100, placeholder="一句话，不写也可以")

    def __init__(self, *args, slots: list[Slot], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = [(slot.key, slot.words) for slot in slots]


class CodeForm(forms.Form):
    """The code of a booking."""

    code = text_field("预约码", 30, required=True, placeholder="ABCD-EFGH-JKMN")
