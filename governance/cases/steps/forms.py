"""The form of a step: its facts become fields, for the page, the API and direct calls alike."""

from datetime import datetime

from governance.frame.days import office_day

from .. import registry
from ..fields.forms import FactsForm
from ..fields.kind import Setting
from ..routing.rules import unit_for
from ..workflow import Step
from .correcting import CHOOSERS


class StepForm(FactsForm):
    """The facts of one step for one case and person; a unit that will hold it is proposed by the routing rules.

    ``at`` is the moment at which it is taken.
    """

    def __init__(self, step: Step, case, user, data=None, *, at: datetime):
        kind = registry.kind_of(case)
        on = office_day(at)
        choosers = {**CHOOSERS, **kind.choosers}
        setting = Setting(on, at, user, case, case.lead_unit_id, kind.category_kind, lambda of: choosers[of](case, on))
        super().__init__(step.facts, setting, data, about=case)
        for fact in step.facts:
            if data is None and fact.column == "lead_unit" and (unit := unit_for(case)):
                self.initial[fact.name] = unit.pk
