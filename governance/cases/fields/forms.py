"""The one form builder: facts become the fields of a form."""

from collections.abc import Iterable

from django import forms

from ..workflow import Fact
from .kind import Setting, field_of, kind_of, wrong_facts
from .tables import CELLS_WRONG, TableField


def _say_when_needed(field: forms.Field, fact: Fact, facts: Iterable[Fact]) -> None:
    """Beside the label stands which answer makes the fact necessary: 选“撤销”的必填."""
    if isinstance(field, TableField):
        for column in fact.columns:
            _say_when_needed(field.columns[column.name], column, fact.columns)
    if fact.needed_if:
        name, value = fact.needed_if
        other = next(each for each in facts if each.name == name)
        vars(field).update(asked=f"选“{dict(other.choices).get(value, other.label)}”的必填")


class FactsForm(forms.Form):
    """The facts as they are told in a setting; the form begins with what ``about`` says of them so far."""

    def __init__(self, facts: Iterable[Fact], setting: Setting, data=None, *, about=None):
        super().__init__(data)
        self.facts = facts
        self.setting = setting
        for fact in facts:
            kind = kind_of(fact)
            kept_in = fact.begins_with or fact.column
            if kind.in_form:
                self.fields[fact.name] = field_of(fact, setting)
                _say_when_needed(self.fields[fact.name], fact, facts)
            if about is not None and kept_in and (fact.begins_with or kind.begins_with_column):
                self.initial.setdefault(fact.name, getattr(about, kept_in))

    def clean(self):
        super().clean()
        for name, sentence in wrong_facts(self.facts, self.cleaned_data, self.setting).items():
            self.add_error(name, sentence)

    def sentences(self) -> dict[str, str]:
        """What is wrong, by the name of the fact, or of the cell where the fact is a table."""
        found: dict[str, str] = {}
        for name, said in self.errors.items():
            field = self.fields.get(name)
            cells = field.sentences() if isinstance(field, TableField) else {}
            found |= cells or {name: " ".join(map(str, said))}
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
