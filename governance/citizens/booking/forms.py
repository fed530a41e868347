"""What whoever books is asked."""

from itertools import groupby

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from governance.cases.intake.accusing_forms import AccusingForm
from governance.cases.intake.people_forms import NameBox, PhoneBox, text_field
from governance.frame.days import day_text
from governance.frame.forms.fields import field_in
from governance.frame.identity import LONGEST_PHONE

from ..words import said
from .actions import Slot


class BookForm(AccusingForm):
    """When, who, and about what in a few words."""

    accusing_in = ("about",)

    slot = forms.ChoiceField(
        label=_("选一个时间"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个时间。"), "invalid_choice": _("这个时间刚刚被别人约走，请另选一个。")},
    )
    name = text_field(_("您的姓名"), 60, required=True, box=NameBox)
    phone = text_field(_("您的电话"), LONGEST_PHONE, required=True, box=PhoneBox, inputmode="tel")
    about = text_field(_("想谈什么"), 100, placeholder=_("一句话，不写也可以"))

    def __init__(self, *args, slots: list[Slot], **kwargs):
        super().__init__(*args, **kwargs)
        self.slots = {slot.key: slot for slot in slots}
        field_in(self, "slot").choices = [
            (said(heading), [(slot.key, _half_hour(slot)) for slot in same])
            for heading, same in groupby(slots, key=lambda slot: slot.heading)
        ]


def _half_hour(slot: Slot) -> SafeString:
    """When it begins, below the heading of its day; whoever only hears the page hears the day with it."""
    day = said(day_text(slot.day))
    return format_html('<span class="sr-only">{} </span><span class="slot">{}</span>', day, f"{slot.at_time:%H:%M}")


class CodeForm(forms.Form):
    """The code of a booking."""

    code = text_field(_("预约码"), 30, required=True, placeholder="ABCD-EFGH-JKMN")
