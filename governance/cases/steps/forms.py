"""The one form builder: a step's facts become form fields, for the page, the API and direct calls alike."""

from collections.abc import Mapping
from datetime import date, datetime

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone

from governance.frame.rendering import DayInput
from governance.frame.wording import with_article
from governance.organisation.models import Unit, User
from governance.organisation.pickers import AreaField

from .. import access, registry
from ..models import Case, Category
from ..workflow import Fact, Step
from .row_forms import CELLS_WRONG, TableField, posted_rows, wrong_facts

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


class DayField(forms.DateField):
    """A day; a bare number, as a program may send it, is none."""

    def to_python(self, value):
        return super().to_python(str(value) if isinstance(value, int | float) else value)


class MomentField(forms.DateTimeField):
    """A day with its time; a bare number is none."""

    def to_python(self, value):
        return super().to_python(str(value) if isinstance(value, int | float) else value)


class MoneyField(forms.DecimalField):
    """An amount in yuan, to the fen; read with or without the commas and the 元 that people write."""

    default_error_messages = {
        "invalid": "请填写金额，例如 1200 或者 1200.50。",
        "min_value": "金额不能小于零。",
        "max_digits": "金额过大，请核对。",
        "max_whole_digits": "金额过大，请核对。",
        "max_decimal_places": "金额最多写到分。",
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"})
        super().__init__(max_digits=14, decimal_places=2, widget=widget, **kwargs)
        self.validators.append(self._not_below_zero)

    def _not_below_zero(self, value):
        if value < 0:
            raise forms.ValidationError(self.error_messages["min_value"], code="min_value")

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip().removeprefix("¥").removesuffix("元")
            value = value.replace(",", "").replace("，", "").strip()
        return super().to_python(value)


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar with a clock; to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def _text(fact: Fact, **common):
    return forms.CharField(max_length=fact.limit or TEXT_LIMIT, **common)


def _long(fact: Fact, **common):
    return forms.CharField(
        max_length=fact.limit or LONG_LIMIT, widget=forms.Textarea(attrs={"rows": 4, "data-grow": ""}), **common
    )


def _date(fact: Fact, **common):
    return DayField(widget=DayInput, **common)


def _moment(fact: Fact, **common):
    return MomentField(widget=MomentInput, **common)


def _money(fact: Fact, **common):
    return MoneyField(**common)


def _several(fact: Fact, **common):
    return forms.MultipleChoiceField(choices=fact.choices, widget=forms.CheckboxSelectMultiple, **common)


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
    "money": _money,
    "moment": _moment,
    "several": _several,
}


def _takes_part(fact: Fact) -> bool:
    """True if the unit is to take the case over or to work on it, which neither its holder nor an accused one does."""
    return fact.kind == "unit" and fact.column in ("", "lead_unit")


def read_post(step: Step, post: Mapping) -> dict:
    """The facts of a step as its page sends them; what was left empty is left out."""
    raw = {}
    for fact in step.facts:
        if fact.kind == "files":
            continue
        if fact.kind == "rows":
            value = posted_rows(fact.name, fact.columns, post)
        elif fact.kind == "several":
            value = post.getlist(fact.name)
        else:
            value = post.get(fact.name, "")
        if value not in ("", []):
            raw[fact.name] = value
    return raw


class StepForm(forms.Form):
    """The facts of one step for one case and person.

    ``on`` is the day, ``at`` the moment at which it is taken; the day alone takes a moment of that day as past.
    """

    def __init__(self, step: Step, case, user, data=None, *, on: date | None = None, at: datetime | None = None):
        super().__init__(data)
        self.step = step
        self.case = case
        self.user = user
        self.at = at
        self.on = on or timezone.localdate(at)
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
                "required": f"请填写{fact.label}。" if fact.kind != "confirm" else f"请确认：{fact.label}。",
                "invalid_choice": f"请从列表中选择{fact.label}。",
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
            return CategoryField(case_kind=registry.kind_of(self.case).category_kind, **common)
        if fact.kind == "case":
            return CaseNumberField(case=self.case, user=self.user, **common)
        if fact.kind == "pick":
            found = registry.kind_of(self.case).choosers[fact.of](self.case, self.on)
            return forms.ModelChoiceField(found, empty_label="请选择", **common)
        if fact.kind == "rows":
            return TableField(fact, self._field, on=self.on, at=self.at, **common)
        raise ValueError(f"unknown kind of fact: {fact.kind}")

    def clean(self):
        cleaned = super().clean()
        for name, sentence in wrong_facts(self.step.facts, cleaned, self.on, self.at).items():
            self.add_error(name, sentence)
        for fact in self.step.facts:
            value = cleaned.get(fact.name)
            if _takes_part(fact) and value and value.pk in access.accused_units(self.case):
                self.add_error(
                    fact.name, "不得将检举控告材料以及有关情况转给被检举控告的单位（《信访工作条例》第三十条）。"
                )
            if fact.kind in ("user", "colleague") and value and not access.may_know(value, self.case):
                self.add_error(fact.name, "被检举控告单位的人员不得知悉此事项（《信访工作条例》第三十条）。")
        return cleaned

    def sentences(self) -> dict[str, str]:
        """What is wrong, by the name of the fact, or of the cell where the fact is a table."""
        found = {}
        for name, said in self.errors.items():
            cells = self.fields[name].sentences() if isinstance(self.fields.get(name), TableField) else {}
            found |= cells or {name: " ".join(said)}
        return found

    def say(self, name: str, sentence) -> None:
        """The sentence stands at the fact or cell of that name, or above the form where there is none."""
        errors = self.errors
        if name in self.fields:
            if name not in errors:
                self.add_error(name, sentence)
            return
        tables = [(each, field) for each, field in self.fields.items() if isinstance(field, TableField)]
        for table, field in tables:
            if field.say(name, sentence):
                if table not in errors:
                    self.add_error(table, CELLS_WRONG)
                return
        self.add_error(None, sentence)
