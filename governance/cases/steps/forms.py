"""The form of a step: its facts become fields, for the page, the API and direct calls alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache, partial

from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject

from governance.frame.days import office_day

from .. import registry
from ..choices.lists import remembered_of
from ..common_facts import CAME_BY, CAME_BY_NONE
from ..fields.forms import FactsForm
from ..fields.inputs import RowChoice
from ..fields.kind import Setting
from ..law.in_force import term_for
from ..routing.rules import next_co_unit, rule_for
from ..workflow import QUESTIONS, WHOEVER_TAKES_IT, Fact, Step
from . import phrases
from .correcting import CHOOSERS


class StepForm(FactsForm):
    """The facts of one step for one case and person; a unit that will hold it is proposed by the routing rules.

    ``at`` is the moment at which it is taken. Forms of one page share the phrases that are ``offered``. The form
    ``for_many`` cases, of which the case is one, begins with nothing that only that one says.
    """

    def __init__(
        self,
        step: Step,
        case,
        user,
        data=None,
        *,
        at: datetime,
        offered: phrases.Offered | None = None,
        for_many: bool = False,
    ):
        kind = registry.kind_of(case)
        on = office_day(at)
        choosers = {**CHOOSERS, **kind.choosers}

        def choose(of: str):
            return choosers[of](case, on)

        setting = Setting(at, user, case, case.lead_unit_id, kind.category_kind, choose)
        super().__init__(step.facts, setting, data, about=None if for_many else case)
        # Nothing is asked where there is nothing to choose from, or nothing to take away.
        if CAME_BY in self.fields and not remembered_of(CAME_BY):
            del self.fields[CAME_BY]
        if not case.came_by:
            self.fields.pop(CAME_BY_NONE, None)
        for fact in step.facts:
            if fact.asked_where and not for_many and not fact.asked_where(case):
                self.fields.pop(fact.name, None)
        phrases.offer(self.fields, step, user, on, offered)
        if data is None and not for_many:
            self._begin(step, case, user, choose)
            self._propose_units(step, case)

    def why_not_answerable(self, step: Step) -> str:
        """Why the form cannot be sent whatever is typed: what must be picked is not there; empty if it can."""
        for fact in step.facts:
            field = self.fields.get(fact.name)
            always = fact.required and not fact.needed_if and not fact.asked_if
            if isinstance(field, RowChoice) and always and field.is_empty:
                return f"没有可以选择的“{fact.label}”，现在不能“{step.label}”。"
        return ""

    def leave_unasked(self) -> None:
        """The page asks what only some words make it ask where it was asked already, and nowhere else."""
        for name in (question.name for question in QUESTIONS):
            if not (self.is_bound and (self.errors.get(name) or self.data.get(name))):
                self.fields.pop(name, None)

    def _begin(self, step: Step, case, user, choose: Callable[[str], QuerySet]) -> None:
        """What is likeliest stands in the boxes already, and is asked for when they are shown."""

        def begun(fact: Fact):
            if fact.begins == WHOEVER_TAKES_IT and fact.of:
                likeliest = next(
                    (each for each in choose(fact.of) if user in (each, getattr(each, "user", None))), None
                )
            elif fact.begins == WHOEVER_TAKES_IT:
                likeliest = user.name
            elif isinstance(fact.begins, str):
                # Which of several is meant is for the person to say.
                offered = choose(fact.begins)[:2]
                likeliest = offered[0] if len(offered) == 1 else None
            else:
                likeliest = fact.begins(case, self.setting.at if fact.kind == "moment" else self.setting.on)
            return getattr(likeliest, "pk", likeliest)

        # How many days whoever assigns it gives: what is usual, to be changed.
        usual = {started.amount: started.term for started in step.starts}
        for fact in step.facts:
            if fact.name not in self.fields or self.initial.get(fact.name):
                continue
            # Where one row alone can be picked it is.
            begins = fact.begins or (fact.of if fact.kind == "pick" and fact.required else "")
            if begins:
                self._put(fact, partial(begun, replace(fact, begins=begins)))
            elif term := fact.usual or (fact.required and usual.get(fact.name)):
                self._put(fact, partial(self._usual, term))

    def _put(self, fact: Fact, begun: Callable) -> None:
        """It stands in the box; where the page asks only after another answer, it comes there with that answer."""
        if fact.needed_if or fact.asked_if:
            if said := begun():
                self.fields[fact.name].widget.attrs["data-begins"] = said
        else:
            begun = cache(begun)
            self.initial[fact.name] = begun
            if fact.presumed:
                said = SimpleLazyObject(lambda: fact.presumed if begun() else "")
                vars(self.fields[fact.name]).update(presumed=said)

    def _usual(self, term: str) -> int:
        return term_for(term, self.setting.on).amount

    def _propose_units(self, step: Step, case) -> None:
        """What the routing rules say stands in the boxes for the unit that will hold the case, or work along."""
        for fact in step.facts:
            if fact.column == "lead_unit" and (rule := rule_for(case)):
                self.initial[fact.name] = rule.unit_id
                along = "、".join(unit.short_name for unit in rule.co_units.filter(is_active=True))
                if along:
                    self.fields[fact.name].help_text += f"按分派规则由{along}协办，转出后用“请协办”。"
            elif step.effect == "invite" and fact.kind == "unit" and (unit := next_co_unit(case)):
                self.initial[fact.name] = unit.pk
