from django import forms

from governance.frame.forms.fields import field_in

from .kinds import KINDS
from .models import Preference


class KindForm(forms.Form):
    """The filter above the inbox."""

    show = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = field_in(self, "kind")
        kind.choices = [("", "全部类别"), *((kind.code, kind.label) for kind in KINDS.values())]


class PreferenceForm(forms.ModelForm):
    """How the person wants to hear."""

    class Meta:
        model = Preference
        fields = ["email_notices"]
