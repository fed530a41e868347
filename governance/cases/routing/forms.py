"""The form of a routing rule."""

from django import forms

from governance.organisation.models import Area
from governance.organisation.pickers import Areas, PickerField, Units

from ..categories import Categories
from ..models import RoutingRule


class RuleForm(forms.Form):
    """Which unit answers for a category of one kind of matter, and where."""

    def __init__(self, data=None, *, kind: str):
        super().__init__(data)
        missing = {"required": "请填写这一项。"}
        self.fields["category"] = PickerField(Categories(kind), label="内容类别", error_messages=missing)
        self.fields["area"] = PickerField(
            Areas(levels=(Area.Level.COUNTY, Area.Level.TOWNSHIP, Area.Level.VILLAGE)),
            label="区域",
            help_text="填全县的，适用于各镇街；某个镇街另有规则的，以镇街的为准。",
            error_messages=missing,
        )
        self.fields["unit"] = PickerField(Units(), label="承办单位", error_messages=missing)

    def rule(self) -> RoutingRule:
        """The unsaved rule; read it after ``is_valid``."""
        return RoutingRule(**self.cleaned_data)
