"""What the public can ask the list of publications for."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance.frame.forms.fields import field_in
from governance.frame.forms.rendering import PlainSelect

from ..issuing.filters import says
from ..models import Publication


class SearchForm(forms.Form):
    """A word and a kind; what cannot be read narrows nothing."""

    q = forms.CharField(label=_("查找"), required=False, max_length=50)
    kind = forms.ChoiceField(label=_("种类"), required=False, widget=PlainSelect)

    def __init__(self, kinds: QuerySet, data):
        super().__init__(data, auto_id="find-%s")
        field_in(self, "kind").choices = [("", _("全部")), *kinds.values_list("code", "name")]

    def applied(self, rows: QuerySet[Publication]) -> QuerySet[Publication]:
        """The rows that were asked for."""
        self.is_valid()
        told = self.cleaned_data
        if code := told.get("kind"):
            rows = rows.filter(kind__code=code)
        return rows.filter(says(told.get("q", "")))

    @property
    def is_asked(self) -> bool:
        """True if something narrows the list."""
        return any(self.cleaned_data.get(name) for name in ("q", "kind"))
