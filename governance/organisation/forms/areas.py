"""Forms about areas."""

from django import forms

from governance.organisation.models import Area
from governance.organisation.pickers import Areas, PickerField

from .wording import AsksByName

MERGED = (Area.Level.TOWNSHIP, Area.Level.VILLAGE)


class JoinForm(AsksByName, forms.Form):
    """Which area was given up, and which took it over."""

    former = PickerField(Areas(levels=MERGED), label="撤销的区划", help_text="乡镇（街道）或者村（社区）。")
    successor = PickerField(Areas(levels=MERGED), label="并入的区划", help_text="同一级、已经导入的一个。")
