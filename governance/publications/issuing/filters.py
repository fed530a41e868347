"""What the list of a kind can be narrowed to."""

from datetime import date

from django import forms
from django.db.models import Q, QuerySet

from governance.cases.search.bigrams import grams
from governance.organisation.areas.lying import inside
from governance.organisation.pickers import Areas, PickerField

from ..models import Publication

State = Publication.State
IN_HAND, LATE = "in_hand", "late"
STATES = (("", "全部"), (IN_HAND, "未发布"), (LATE, "逾期未发布"), *State.choices)


class FilterForm(forms.Form):
    """The filters of one kind: words, place, state."""

    q = forms.CharField(label="查找", required=False, max_length=50)
    area = PickerField(Areas(), label="涉及地方", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)

    def applied(self, rows: QuerySet[Publication], today: date) -> QuerySet[Publication]:
        """The rows that the filters leave; what cannot be read narrows nothing."""
        self.is_valid()
        told = self.cleaned_data
        state = told.get("state") or ""
        if state in (IN_HAND, LATE):
            rows = rows.filter(state__in=Publication.IN_HAND)
            rows = rows.filter(planned_on__lt=today) if state == LATE else rows
        elif state:
            rows = rows.filter(state=state)
        if area := told.get("area"):
            rows = rows.filter(inside(area.code))
        return rows.filter(says(told.get("q", "")))

    def chosen(self) -> list[str]:
        """The filters in force in words."""
        told = self.cleaned_data
        words = [f"“{told['q']}”"] if told.get("q") else []
        words += [str(told["area"])] if told.get("area") else []
        return words + ([dict(STATES)[told["state"]]] if told.get("state") else [])


def says(words: str) -> Q:
    """The condition that all these words stand in it."""
    pairs = grams(*words.split())
    if pairs:
        return Q(grams__contains=pairs)
    return Q(title__contains=words.strip()) if words.strip() else Q()
