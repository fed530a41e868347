"""The question of one row that names an official, or speaks as accusations do."""

from dataclasses import asdict
from typing import Any

from django import forms

from governance.cases.intake.people_forms import text_field
from governance.cases.steps import secrecy
from governance.frame.forms.fields import field_in
from governance.organisation.models import User
from governance.organisation.pickers import PickerField, Units

from ..intake.forms import ACCUSED_ASKED
from .naming import Naming, Said

ACCUSATION, ORDINARY = "accusation", "ordinary"


class NamingForm(forms.Form):
    """Whether the row accuses, and whom; a row of which nothing is said waits."""

    kind = forms.ChoiceField(
        label="是不是检举控告",
        choices=((ACCUSATION, "是检举控告，限制知悉"), (ORDINARY, "不是检举控告")),
        widget=forms.RadioSelect,
        required=False,
    )
    accused_names = text_field("被检举控告人员", 200, placeholder="姓名，几个人用顿号隔开")
    accused_unit = PickerField(Units(), label="被检举控告单位", required=False)
    accused_unknown = forms.BooleanField(label="未指明被检举控告的单位和人员", required=False)

    def __init__(self, data=None, *, naming: Naming, user: User):
        super().__init__(data, prefix=f"row{naming.line}", initial={"accused_names": naming.names})
        for name in ("accused_unit", "accused_names"):
            field_in(self, name).asked = ACCUSED_ASKED
        self.naming = naming
        self.user = user

    @property
    def line(self) -> int:
        """Which row of the table it is."""
        return self.naming.line

    @property
    def when(self) -> str:
        """The choice for which it is asked who is accused."""
        return f"{self.add_prefix('kind')}={ACCUSATION}"

    def clean(self):
        """An accusation says whom it accuses; who is accused, or would say of themselves that they are not, imports it
        not."""
        super().clean()
        told = self.cleaned_data
        unit, names = told.get("accused_unit"), told.get("accused_names", "")
        if told.get("kind") == ACCUSATION:
            missing = secrecy.must_be_told(unit, names, told.get("accused_unknown"))
            for field, sentence in missing.items():
                self.add_error(field, sentence)
            if secrecy.is_accused(self.user, unit, names):
                self.add_error("kind", "这一行检举控告您本人或者您的单位，由其他单位的人导入。")
        elif told.get("kind") == ORDINARY and any(key == self.user.pk for key, _, _ in self.naming.people):
            self.add_error("kind", "这一行提到您本人，是不是检举控告由其他人导入时认定。")
        return told

    @property
    def said(self) -> dict[str, Any] | None:
        """The answer as a job keeps it, or None."""
        told = self.cleaned_data
        if not told["kind"]:
            return None
        if told["kind"] == ORDINARY:
            return asdict(Said(accuses=False))
        unit = told["accused_unit"]
        return asdict(
            Said(
                accuses=True,
                unit_id=unit.pk if unit else None,
                names=told["accused_names"],
                unknown=told["accused_unknown"],
            )
        )
