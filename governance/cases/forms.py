"""The one form builder: a step's facts become form fields, for the page, the API and direct calls alike."""

from datetime import date

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone

from governance.organisation.models import Area, Unit, User
from governance.organisation.pickers import AreaField
from governance.organisation.rendering import DayInput

from . import access
from .models import Case, Category
from .wording import with_article
from .workflow import Fact, Step

TEXT_LIMIT = 200
LONG_LIMIT = 5000


class CaseNumberField(forms.CharField):
    """A case named by its number, among those the person may know of."""

    def __init__(self, *, case, user, **kwargs):
        super().__init__(**kwargs)
        self.case = case
        self.user = user

    def clean(self, value):
        number = super().clean(value)
        if not number:
            return None
        found = Case.objects.filter(number=number)
        if self.user is not None:
            found = Case.objects.visible_to(self.user).filter(number=number)
        found = found.first()
        if found is None:
            raise forms.ValidationError("没有找到这个编号的事项。", code="unknown")
        if self.case is not None and found.pk == self.case.pk:
            raise forms.ValidationError("不能选这件事项自己。", code="itself")
        return found


class NamedChoice(forms.ModelChoiceField):
    """A unit or a person picked from those that make sense here."""

    def label_from_instance(self, obj):
        return obj.name


class CategoryField(forms.CharField):
    """A category by its full path, as the list of suggestions writes it."""

    def __init__(self, *, case_kind, **kwargs):
        super().__init__(**kwargs)
        self.case_kind = case_kind
        address = reverse_lazy("cases:category_search", args=[case_kind])
        self.widget.attrs |= {"data-picker": address, "autocomplete": "off"}

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        path = "/".join(part.strip() for part in text.replace("›", "/").split("/"))
        found = Category.objects.filter(kind=self.case_kind, path=path, is_active=True).first()
        if found is None:
            raise forms.ValidationError("没有这个内容类别，请从列表中选择。", code="unknown")
        return found

    def prepare_value(self, value):
        if isinstance(value, Category):
            return str(value)
        found = Category.objects.filter(pk=value).first() if isinstance(value, int) else None
        return str(found) if found else value


def _text(fact: Fact, **common):
    return forms.CharField(max_length=fact.limit or TEXT_LIMIT, **common)


def _long(fact: Fact, **common):
    return forms.CharField(
        max_length=fact.limit or LONG_LIMIT, widget=forms.Textarea(attrs={"rows": 4, "data-grow": ""}), **common
    )


def _date(fact: Fact, **common):
    return forms.DateField(widget=DayInput, **common)


def _number(fact: Fact, **common):
    return forms.IntegerField(min_value=fact.minimum, max_value=fact.maximum, **common)


def _flag(fact: Fact, **common):
    # A flag may be left open; a confirmation must be ticked.
    return forms.BooleanField(**{**common, "required": fact.kind == "confirm"})


def _choice(fact: Fact, **common):
    few = len(fact.choices) <= 6
    choices = fact.choices if few else (("", "请选择"), *fact.choices)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect if few else forms.Select, **common)


PLAIN = {
    "text": _text,
    "long": _long,
    "date": _date,
    "number": _number,
    "flag": _flag,
    "confirm": _flag,
    "choice": _choice,
}


def _takes_part(fact: Fact) -> bool:
    """True if the unit is to take the case over or to work on it, which neither its holder nor an accused one does."""
    return fact.kind == "unit" and fact.column in ("", "lead_unit")


class StepForm(forms.Form):
    """The facts of one step for one case and person; ``version`` carries what the person had read."""

    def __init__(self, step: Step, case, user, data=None, *, on: date | None = None, **kwargs):
        super().__init__(data, **kwargs)
        self.step = step
        self.case = case
        self.user = user
        self.on = on or timezone.localdate()
        for fact in step.facts:
            if fact.kind != "files":
                self.fields[fact.name] = self._field(fact)
                kept_in = fact.begins_with or fact.column
                if kept_in and fact.kind != "unit":
                    self.initial.setdefault(fact.name, getattr(case, kept_in))

    def _field(self, fact: Fact):
        common = {
            "label": fact.label,
            "required": fact.required,
            "help_text": with_article(fact.help, fact.article),
            "error_messages": {
                "required": f"请填写{fact.label}。" if fact.kind != "confirm" else f"请确认：{fact.label}。"
            },
        }
        if fact.kind in PLAIN:
            return PLAIN[fact.kind](fact, **common)
        if fact.kind == "unit":
            units = Unit.objects.filter(is_active=True)
            if _takes_part(fact):
                units = units.exclude(pk=self.case.lead_unit_id)
            return NamedChoice(
                units, empty_label="请选择", widget=forms.Select(attrs={"data-picker": "unit"}), **common
            )
        if fact.kind == "user":
            people = access.people_in(self.case.lead_unit_id, on=self.on)
            return NamedChoice(people, empty_label="请选择", **common)
        if fact.kind == "colleague":
            return NamedChoice(
                User.objects.filter(is_active=True),
                empty_label="请选择",
                widget=forms.Select(attrs={"data-picker": "user"}),
                **common,
            )
        if fact.kind == "area":
            return AreaField(**common)
        if fact.kind == "category":
            return CategoryField(case_kind=self.case.kind, **common)
        if fact.kind == "case":
            return CaseNumberField(case=self.case, user=self.user, **common)
        raise ValueError(f"unknown kind of fact: {fact.kind}")

    def clean(self):
        cleaned = super().clean()
        for fact in self.step.facts:
            value = cleaned.get(fact.name)
            if fact.needed_if and not value and cleaned.get(fact.needed_if[0]) == fact.needed_if[1]:
                self.add_error(fact.name, f"请填写{fact.label}。")
            if fact.past_only and isinstance(value, date) and value > self.on:
                self.add_error(fact.name, f"{fact.label}不能晚于今天。")
            if _takes_part(fact) and value and value.pk in access.accused_units(self.case):
                self.add_error(
                    fact.name, "不得将检举控告材料以及有关情况转给被检举控告的单位（《信访工作条例》第三十条）。"
                )
            if fact.kind in ("user", "colleague") and value and not access.may_know(value, self.case):
                self.add_error(fact.name, "被检举控告单位的人员不得知悉此事项（《信访工作条例》第三十条）。")
        return cleaned


def as_raw(facts: dict) -> dict:
    """The facts as a form takes them and as JSON keeps them: rows become keys, dates become text."""
    raw = {}
    for name, value in facts.items():
        if isinstance(value, Case):
            raw[name] = value.number
        elif isinstance(value, Area):
            raw[name] = value.code
        elif isinstance(value, Category):
            raw[name] = value.path
        elif isinstance(value, Unit | User):
            raw[name] = value.pk
        elif isinstance(value, date):
            raw[name] = value.isoformat()
        else:
            raw[name] = value
    return raw


def as_told(step: Step, facts: dict) -> list[list[str]]:
    """The facts in the words of that day, label and text, for the history."""
    told = [(fact.label, _in_words(fact, facts.get(fact.name))) for fact in step.facts]
    return [[label, text] for label, text in told if text]


def as_replaced(step: Step, facts: dict, case) -> list[list[str]]:
    """What the case said before a step that corrects it, label and text; read it before the step writes."""
    if step.target is not None:
        return []
    told = []
    for fact in step.facts:
        if not fact.column or fact.kind == "unit":
            continue
        before = _in_words(fact, getattr(case, fact.column))
        if before and before != _in_words(fact, facts.get(fact.name)):
            told.append([f"原{fact.label}", before])
    return told


def _in_words(fact: Fact, value) -> str:
    if value in (None, "", False) or fact.kind == "files":
        return ""
    if fact.kind == "choice":
        return dict(fact.choices).get(value, value)
    if isinstance(value, date):
        return value.isoformat()
    if value is True:
        return "是"
    return value.number if isinstance(value, Case) else str(value)
