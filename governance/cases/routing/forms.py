"""The form of a routing rule."""

from django import forms

from governance.organisation.models import Area, Unit
from governance.organisation.pickers import Areas, PickerField, Units

from ..fields.categories import Categories
from ..models import RoutingRule

CO_UNITS = ("协办单位", "协办单位二")
GRADE = "等级决定办结期限。区域近的先于远的，同一区域内类别细的先于粗的；都没有写的，按事项清单；受理、分派时可以改。"


class RuleForm(forms.Form):
    """Which unit answers for a category of one kind of matter, and where."""

    def __init__(self, data=None, *, kind: str, grades=(), initial=None):
        super().__init__(data, initial=initial)
        missing = {"required": "请填写这一项。"}
        self.fields["category"] = PickerField(Categories(kind), label="内容类别", error_messages=missing)
        self.fields["area"] = PickerField(
            Areas(levels=(Area.Level.COUNTY, Area.Level.TOWNSHIP, Area.Level.VILLAGE)),
            label="区域",
            help_text="填全县的，适用于各镇街；某个镇街另有规则的，以镇街的为准。",
            error_messages=missing,
        )
        self.fields["unit"] = PickerField(Units(), label="承办单位", error_messages=missing)
        for number, label in enumerate(CO_UNITS, start=1):
            self.fields[f"co_unit_{number}"] = PickerField(Units(), label=label, required=False)

        if grades:
            choices = [("", "按事项清单的通常等级"), *grades]
            self.fields["grade"] = forms.ChoiceField(label="办理等级", choices=choices, required=False, help_text=GRADE)

    def clean(self):
        cleaned = super().clean() or {}
        named = [cleaned.get("unit")]
        for number in range(1, len(CO_UNITS) + 1):
            unit = cleaned.get(f"co_unit_{number}")
            if unit is not None and unit in named:
                self.add_error(f"co_unit_{number}", "这个单位已经写在上面。")
            named.append(unit)
        return cleaned

    def rule(self) -> RoutingRule:
        """The unsaved rule; read it after ``is_valid``."""
        told = {name: self.cleaned_data[name] for name in ("category", "area", "unit")}
        return RoutingRule(**told, grade=self.cleaned_data.get("grade", ""))

    def co_units(self) -> list[Unit]:
        """The units that work along."""
        found = (self.cleaned_data[f"co_unit_{number}"] for number in range(1, len(CO_UNITS) + 1))
        return [unit for unit in found if unit is not None]
