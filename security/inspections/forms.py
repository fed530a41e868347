"""What is typed: a checklist, and the check of a place at a desk or on a phone without a script. Shape only."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet

from governance.cases.fields.asked import facts_of
from governance.cases.intake.accusing_forms import ColleagueForm
from governance.cases.workflow import Fact
from governance.duties.models import DutyTask
from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import HAPPENED, PlausibleDay
from governance.registers.models import Entry

from ..hazards.vocabulary import KINDS, PLACES
from .checking import Looked, Marked
from .defining import ITEM, kind_of, kinds_of_place, plans
from .models import Checklist, ChecklistItem, CheckResult

MOST_NOTE, MOST_ITEM_NOTE = 500, 300


class RoundFilter(forms.Form):
    """The tab, and the plan and the unit to which the rounds are narrowed: those that the reader has rounds of."""

    tab = forms.CharField(required=False, widget=forms.HiddenInput)
    plan = forms.ChoiceField(label="检查方案", required=False)
    unit = forms.ChoiceField(label="单位", required=False)

    def __init__(self, data, *, rounds: QuerySet[DutyTask]):
        super().__init__(data)
        for name, label in (("plan", "plan__name"), ("unit", "unit__short_name")):
            found = rounds.order_by(label).values_list(f"{name}_id", label).distinct()
            field_in(self, name).choices = [("", "全部"), *((str(pk), word) for pk, word in found)]
        self.is_valid()

    def applied(self, rounds: QuerySet[DutyTask]) -> QuerySet[DutyTask]:
        """The rounds that are left; what cannot be read narrows nothing."""
        told = self.cleaned_data
        return rounds.filter(**{f"{name}_id": told[name] for name in ("plan", "unit") if told.get(name)})

    def address(self, **more: str) -> str:
        """The query that says the same, and what else is told."""
        told = {name: self.cleaned_data.get(name) for name in self.fields} | more
        return f"?{urlencode({name: word for name, word in told.items() if word})}"


def facts() -> tuple[Fact, ...]:
    """What a checklist is told as, with the registers and plans that there are now."""
    told = {"kind": tuple(kinds_of_place()), "plan_code": tuple(plans()), "place_kind": PLACES, "hazard_kind": KINDS}
    return facts_of("security", "checklist", **told)


def initial_of(checklist: Checklist) -> dict:
    """What the form of a list that stands begins with."""
    names = ("name", "plan_code", "place_kind", "basis", "at_once", "is_active")
    items = [{name: getattr(item, name) for name in ("text", *ITEM)} for item in checklist.items.filter(retired=False)]
    return {name: getattr(checklist, name) for name in names} | {"kind": kind_of(checklist), "items": items}


class CheckForm(ColleagueForm):
    """The check of one place: the day, each item, and a word about the whole."""

    accuse_instead = "不写在检查里，由信访窗口登记为“检举控告”，被检举控告的单位和人员看不到"

    on = PlausibleDay(label="检查日期", reach=HAPPENED, error_messages={"required": "请填写检查日期。"})
    note = forms.CharField(
        label="其他情况", required=False, max_length=MOST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data=None, files=None, *, items: list[ChecklistItem], today: date, key: str):
        self.accusing_in = ("note", *(f"note-{item.pk}" for item in items))
        super().__init__(data, files, initial={"on": today, "key": key})
        self.items = items
        self.fields["key"] = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "请重新打开本页。"})
        for item in items:
            self.fields[f"item-{item.pk}"] = forms.ChoiceField(
                label="结果", choices=CheckResult.Mark.choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"note-{item.pk}"] = forms.CharField(label="情况", required=False, max_length=MOST_ITEM_NOTE)
            self.fields[f"photo-{item.pk}"] = forms.FileField(
                label="照片", required=False, max_length=200, widget=forms.FileInput(attrs={"accept": "image/*"})
            )

    def rows(self) -> list[dict]:
        """Each item with its three fields, for the page."""
        return [
            {
                "words": item,
                "mark": self[f"item-{item.pk}"],
                "note": self[f"note-{item.pk}"],
                "photo": self[f"photo-{item.pk}"],
            }
            for item in self.items
        ]

    def looked(self, entry: Entry) -> Looked:
        """What was typed; read it after ``is_valid``."""
        told = self.cleaned_data
        marks = {}
        for item in self.items:
            mark, photo = told[f"item-{item.pk}"], told.get(f"photo-{item.pk}")
            if mark:
                marks[item.pk] = Marked(mark, told[f"note-{item.pk}"], [photo] if photo else [])
        return Looked(entry, told["on"], marks, told["note"])
