"""The rows of a plan that are typed one below the other: who is reminded when, and what is proposed after how many."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict

from governance.frame.days import WEEKDAYS
from governance.organisation.forms.wording import AsksByName, ask_for_fields

from ..models import DutyPlan, DutyReminder, DutyRung
from ..models.missed import MOST_MISSED

SPARE_ROWS = 2
MOST_ROWS = 8
WHEN = [("", "按天数"), *((str(number), f"周{day}") for number, day in enumerate(WEEKDAYS))]
SET_HERE = "本县约定"
GRAVITY = DutyRung.ProposedPaper.values


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


def whole(label: str, low: int, high: int, help_text: str = "") -> forms.IntegerField:
    """A whole number that says what it may be."""
    said = f"{label}应为 {low} 至 {high} 的整数。"
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), said)
    return forms.IntegerField(label=label, min_value=low, max_value=high, help_text=help_text, error_messages=errors)


class Rows(BaseFormSet):
    """Rows in their order, with spare ones below; a row of which the telling boxes were emptied is gone."""

    telling: tuple[str, ...] = ()
    _errors: list[ErrorDict]

    def filled(self) -> list[Any]:
        """The rows in which something stands; read them after ``is_valid``."""
        return [form for form in self.forms if not self._is_empty(form) and form.cleaned_data]

    def full_clean(self):
        """A row that stood there may be emptied: that takes it away and is no mistake."""
        super().full_clean()
        if self.is_bound:
            for index, form in enumerate(self.forms):
                if self._is_empty(form):
                    self._errors[index].clear()

    def _is_empty(self, form: forms.Form) -> bool:
        typed: Any = form.data
        return not any(typed.getlist(form.add_prefix(name)) not in ([], [""]) for name in self.telling)


class ReminderForm(forms.Form):
    """One reminder: on a weekday of the window, or so many days before (minus) or after the due day."""

    weekday = forms.ChoiceField(label="哪一天", choices=WHEN, required=False)
    offset_days = whole("距截止日天数", -366, 60)
    at_time = forms.TimeField(label="时刻", widget=TimeInput, error_messages={"invalid": "时刻应写成 09:00 的样子。"})
    recipients = forms.MultipleChoiceField(
        label="提醒谁", choices=DutyReminder.Recipient.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offset_days"].required = False
        ask_for_fields(self)

    def reminder(self) -> DutyReminder:
        """The unsaved reminder; read it after ``is_valid``."""
        told = self.cleaned_data
        weekday = int(told["weekday"]) if told["weekday"] else None
        return DutyReminder(
            weekday=weekday,
            offset_days=0 if weekday is not None else told["offset_days"] or 0,
            at_time=told["at_time"],
            recipients=told["recipients"],
        )


class Reminders(Rows):
    """The reminders of a plan in the order in which they are said; those of a new plan are proposed."""

    telling = ("at_time", "recipients")

    def __init__(self, data=None, *, plan: DutyPlan | None, proposed: Sequence[DutyReminder] = ()):
        said = [
            {
                "weekday": "" if each.weekday is None else str(each.weekday),
                "offset_days": each.offset_days,
                "at_time": each.at_time or time(9),
                "recipients": each.recipients,
            }
            for each in (plan.reminders.order_by("rung") if plan else proposed)
        ]
        super().__init__(data, initial=said, prefix="reminders")

    def reminders(self) -> list[DutyReminder]:
        return [form.reminder() for form in self.filled()]


class RungForm(AsksByName, forms.Form):
    """One rung: so many windows missed, in a row or in a month, and that paper is proposed."""

    span = forms.ChoiceField(label="计算方式", choices=DutyRung.Span.choices)
    missed = whole("缺报期数", 1, MOST_MISSED)
    proposes = forms.ChoiceField(label="建议制发", choices=[("", "不建议"), *DutyRung.ProposedPaper.choices])


class Rungs(Rows):
    """The ladder of a plan, the mildest rung first: nothing is skipped, and a graver rung wants more."""

    telling = ("missed", "proposes")

    def __init__(self, data=None, *, plan: DutyPlan | None):
        self.known = {
            (each.span, each.missed, each.proposes): each for each in (plan.rungs.order_by("rung") if plan else ())
        }
        said = [{"span": span, "missed": missed, "proposes": proposes} for span, missed, proposes in self.known]
        super().__init__(data, initial=said, prefix="rungs")

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not any(self._errors):
            self._check_order()

    def _check_order(self) -> None:
        former = ""
        least = dict.fromkeys(DutyRung.Span.values, 0)
        for form in self.filled():
            told = dict(form.cleaned_data)
            place, before = GRAVITY.index(told["proposes"]), GRAVITY.index(former) if former else -1
            if place < before:
                form.add_error("proposes", "措施应从轻到重排列。")
            elif place > before + 1:
                form.add_error(
                    "proposes", f"不能越级，请先写明何时建议{DutyRung.ProposedPaper(GRAVITY[before + 1]).label}。"
                )
            elif told["missed"] <= least[told["span"]]:
                form.add_error("missed", f"应多于前一级的 {least[told['span']]} 期。")
            former, least[told["span"]] = told["proposes"], told["missed"]

    def rungs(self) -> list[DutyRung]:
        """The unsaved rungs; one that was not touched keeps where it comes from."""
        found = []
        for form in self.filled():
            told = form.cleaned_data
            known = self.known.get((told["span"], told["missed"], told["proposes"]))
            basis, source = (known.basis, known.source) if known else (SET_HERE, "")
            found.append(DutyRung(**told, basis=basis, source=source))
        return found


def _set(form, formset):
    return formset_factory(form, formset=formset, extra=SPARE_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


ReminderFormSet = _set(ReminderForm, Reminders)
RungFormSet = _set(RungForm, Rungs)
