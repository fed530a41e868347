"""What people type on judges who guide mediation."""

from django import forms

from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import CareerDay
from governance.organisation.forms.wording import AsksByName
from governance.organisation.models import Area, Unit
from governance.organisation.pickers import Areas, PickerField, Units

from ..models import GuideJudge


class GuideJudgeForm(AsksByName, forms.ModelForm):
    """A judge sent to a township."""

    area = PickerField(Areas(levels=("township",)), label="乡镇（街道）")
    court = PickerField(Units(kinds=(Unit.Kind.COURT,)), label="法院（法庭）")

    class Meta:
        model = GuideJudge
        fields = ("area", "name", "court", "starts_on")
        field_classes = {"starts_on": CareerDay}

    field_order = Meta.fields


class VillagesChoice(forms.ModelMultipleChoiceField):
    """Villages to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        return obj.name


class PairingForm(forms.Form):
    """The villages with whose mediators a judge is paired."""

    villages = VillagesChoice(label="结对村（社区）", queryset=Area.objects.none(), required=False)

    def __init__(self, *args, township: Area, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "villages").queryset = Area.in_use().filter(level=Area.Level.VILLAGE, parent=township)


class EndGuidanceForm(AsksByName, forms.Form):
    """The last day on which a judge guides a township."""

    ends_on = CareerDay(label="结束日期")
