"""A row of the event list as a form: shape only."""

from django import forms
from django.core.validators import RegexValidator

from governance.organisation.forms.wording import AsksByName

from ..models import EventItem
from ..vocabulary import ICONS
from .keeping import COLUMNS

LAST_POSITION = 9999
NO_SLASH = RegexValidator("/", "名称里不能有斜线。", inverse_match=True)


class ItemForm(AsksByName, forms.Form):
    """What is reported under this name, how fast, and whether grid workers are asked for it."""

    event_type = forms.ChoiceField(label="类型", choices=EventItem.Type.choices)
    grade = forms.ChoiceField(
        label="通常等级",
        choices=EventItem.Grade.choices,
        help_text="等级决定办结期限；分派规则写明等级的地方，按规则。",
    )
    icon = forms.ChoiceField(label="图标", choices=ICONS, help_text="手机上报页上的图标。")
    wants_photo = forms.BooleanField(label="处置完毕须附照片", required=False)
    on_list = forms.BooleanField(
        label="列入网格员事项清单", required=False, help_text="不列入的，不要求网格员上报，窗口和热线仍可登记。"
    )
    position = forms.IntegerField(
        label="排序",
        min_value=0,
        max_value=LAST_POSITION,
        error_messages={
            "invalid": "排序请填整数。",
            "min_value": "排序不能小于 0。",
            "max_value": f"排序不能超过 {LAST_POSITION}。",
        },
    )
    basis = forms.CharField(label="依据", max_length=200, help_text="写明把它列入、移出清单的文件或者决定。")

    def told(self) -> dict:
        """The columns of the item; read it after ``is_valid``."""
        return {column: self.cleaned_data[column] for column in COLUMNS}


class NewItemForm(ItemForm):
    """An item that is not in the list yet."""

    group = forms.CharField(
        label="大类", max_length=40, help_text="例如“公共设施”；没有的大类随之新增。", validators=[NO_SLASH]
    )
    name = forms.CharField(label="事项", max_length=40, validators=[NO_SLASH])
    field_order = ("group", "name")


class ChangeItemForm(ItemForm):
    """An item of the list, in use or not."""

    in_use = forms.BooleanField(label="在用", required=False, help_text="停用的不能再上报，已上报的照常办理。")
