"""Forms of the file and of the subsidies."""

from django import forms

from governance.frame.forms.rendering import PlainSelect

from ..models import CaseFile
from .checklist import FILED

LEFT_OUT = ("none", "不入卷")


class ArrangeForm(forms.Form):
    """How long the file is kept, and where each attachment stands in it."""

    retention = forms.ChoiceField(label="保管期限", choices=CaseFile.Retention.choices, widget=PlainSelect)

    def __init__(self, data, *, placed, **kwargs):
        super().__init__(data, **kwargs)
        self._keys = {}
        for item, attachment in placed:
            name = f"place-{attachment.pk}"
            self._keys[name] = attachment.pk
            self.fields[name] = forms.ChoiceField(
                label=f"“{attachment.name}”归入",
                choices=(*FILED, LEFT_OUT),
                initial=item.code if item else LEFT_OUT[0],
                widget=PlainSelect,
            )

    def places(self) -> dict[int, str]:
        """The item chosen for each attachment, by its key; empty for what is left out."""
        chosen = {key: self.cleaned_data[name] for name, key in self._keys.items()}
        return {key: "" if code == LEFT_OUT[0] else code for key, code in chosen.items()}
