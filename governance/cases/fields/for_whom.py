"""For whom somebody keeps a view of a list or a stock phrase."""

from django import forms

from governance.frame.forms.fields import field_in
from governance.frame.forms.rendering import PlainSelect
from governance.organisation.models import Unit
from governance.organisation.standing import Standing

from ..access.kept import units_led


class ForWhomForm(forms.Form):
    """Only who leads a unit is asked for whom; whatever others keep is their own."""

    unit = forms.TypedChoiceField(label="给谁用", required=False, coerce=int, empty_value=None, widget=PlainSelect)

    def ask_for_whom(self, standing: Standing) -> None:
        """The units for all of which the person keeps something can be chosen."""
        led = Unit.objects.filter(pk__in=units_led(standing)).values_list("pk", "short_name")
        field_in(self, "unit").choices = [("", "只给我自己"), *((pk, f"{name}全体") for pk, name in led)]
        if not led:
            del self.fields["unit"]
