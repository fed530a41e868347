"""Forms about units."""

from django import forms

from governance.organisation.models import Unit
from governance.organisation.pickers import Areas, PickerField, Units

from .versioned import VersionedForm
from .wording import ask_for_fields, phone_read

ALL = [("", "全部")]
STATES = [("", "在用"), ("closed", "已停用"), ("all", "全部")]


class UnitForm(VersionedForm):
    """A unit as the county office enters it."""

    area = PickerField(Areas(), label="所在区划", help_text="输入镇街或村社区名称中的几个字，也可以输入区划代码。")
    parent = PickerField(Units(), label="上级单位", required=False)

    class Meta:
        model = Unit
        fields = (
            *("name", "short_name", "plates", "formed_from", "paper_mark", "kind", "area", "parent", "sees"),
            *("phone", "position"),
        )
        help_texts = {
            "short_name": "列表和文书中使用，例如“县住建局”。",
            "paper_mark": "文书编号的开头，县名和单位各取一字；不填用简称。",
            "position": "报表按从小到大的顺序列出单位。",
        }
        error_messages = {"name": {"unique": "已有同名单位。"}}

    field_order = Meta.fields

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if instance is not None:
            self.initial.update(area=instance.area, parent=instance.parent)
        self.fields["position"].required = False
        ask_for_fields(self)

    def clean_phone(self):
        return phone_read(self.cleaned_data["phone"])

    def clean_position(self):
        return self.cleaned_data["position"] or 0


class UnitFilter(forms.Form):
    """The row above the list of units."""

    q = forms.CharField(label="名称", required=False, max_length=30)
    kind = forms.ChoiceField(label="类别", required=False, choices=ALL + Unit.Kind.choices)
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)


class ReasonForm(forms.Form):
    """Why something is done to a unit or an account."""

    reason = forms.CharField(label="事由", max_length=100, error_messages={"required": "请写明事由。"})
