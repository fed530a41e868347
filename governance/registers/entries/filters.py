"""What the list of a register can be narrowed to."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from governance.cases.search.bigrams import grams, normal
from governance.frame.days import office_day
from governance.organisation.areas.lying import inside
from governance.organisation.models import Unit
from governance.organisation.pickers import Areas, PickerField, Units

from ..models import Entry, Register

IN_FORCE, LATE, NEAR, ENDED = "", "late", "near", "ended"
STATES = ((IN_FORCE, "在册"), (LATE, "逾期"), (NEAR, "一个月内到期"), (ENDED, "已注销"))
MONTH = timedelta(days=30)
YEARS = 10


class FilterForm(forms.Form):
    """The filters of one register: words, place, unit, state, the year where each row has its day, and each choice that
    is a column of the list."""

    q = forms.CharField(label="查找", required=False, max_length=50)
    area = PickerField(Areas(), label="所在地", required=False)
    unit = PickerField(Units(), label="登记单位", required=False)
    state = forms.ChoiceField(label="在册情况", required=False, choices=STATES)

    def __init__(self, data, *, register: Register):
        super().__init__(data)
        self.dated = register.dated
        if self.dated:
            self.fields["year"] = forms.ChoiceField(label="年度", required=False, choices=(("", "全部"), *_years()))
        self.choices = [each for each in register.asked if each.kind == "choice" and each.listed]
        for each in self.choices:
            self.fields[each.name] = forms.ChoiceField(
                label=each.label, required=False, choices=(("", "全部"), *each.all_choices)
            )

    def applied(self, rows: QuerySet[Entry], today: date) -> QuerySet[Entry]:
        """The rows that the filters leave; what cannot be read narrows nothing."""
        self.is_valid()
        told = self.cleaned_data
        state = told.get("state") or IN_FORCE
        rows = rows.filter(ended_on__isnull=state != ENDED)
        if state == LATE:
            rows = rows.filter(due_on__lt=today)
        if state == NEAR:
            rows = rows.filter(due_on__gte=today, due_on__lte=today + MONTH)
        if area := told.get("area"):
            rows = rows.filter(inside(area.code))
        if unit := told.get("unit"):
            rows = rows.filter(unit=unit)
        if self.dated and (year := told.get("year")):
            rows = rows.filter(**{f"facts__{self.dated.name}__startswith": f"{year}-"})
        for each in self.choices:
            if code := told.get(each.name):
                rows = rows.filter(**{f"facts__{each.name}": code})
        return rows.filter(_says(told.get("q", "")))

    def chosen(self) -> list[str]:
        """The filters in force in words."""
        told = self.cleaned_data
        words = [f"“{told['q']}”"] if told.get("q") else []
        words += [str(told[name]) for name in ("area", "unit") if told.get(name)]
        words += [dict(STATES)[told["state"]]] if told.get("state") else []
        words += [f"{told['year']}年"] if told.get("year") else []
        return words + [dict(each.all_choices)[told[each.name]] for each in self.choices if told.get(each.name)]


def list_address(register: Register, state: str, unit: Unit) -> str:
    """Where the rows of that state stand that the unit keeps."""
    narrowed = urlencode({"state": state, "unit": unit.name})
    return f"{reverse('registers:entries', args=[register.code])}?{narrowed}"


def _years() -> list[tuple[str, str]]:
    """This year and those before, the newest first, as far back as anybody asks."""
    this = office_day(timezone.now()).year
    return [(str(year), str(year)) for year in range(this, this - YEARS, -1)]


def _says(words: str) -> Q:
    pairs = grams(*words.split())
    if pairs:
        return Q(grams__contains=pairs)
    return Q(name__contains=normal(words)) if words.strip() else Q()
