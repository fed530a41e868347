"""What a paper of the ladder is about: cases, windows of duties, and what was promised and is overdue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from governance.cases.access.veil import numbers_in
from governance.cases.models import Case, CaseUnit, Clock, Escalation
from governance.cases.models.term import PROMISE
from governance.duties.models import DutyEscalation
from governance.frame.refusals import FactMissing
from governance.organisation.models import Unit
from governance.organisation.standing import units_above

from ..models import Subject, SupervisionPaper
from ..models.law import laws
from ..vocabulary import OWN_KINDS
from .promised import Promised, about

# What must be named of the matter for a ground to stand: cases, windows of duties, what was promised, or any of them.
CASES, DUTIES, OWED = "cases", "duties", "owed"
NAMED_FOR = {
    "overdue": ((CASES, DUTIES, OWED), "超期的事项"),
    "missing": ((DUTIES,), "缺报的排查、报告"),
    "undone": ((OWED,), "没有落实的议定事项、方案任务、台账登记"),
    **dict.fromkeys(("against_rules", "passing_on", "not_executed"), ((CASES,), "所涉的事项")),
}


@dataclass
class Matters:
    """Each once, however many alarms named it."""

    cases: dict[int, Case]
    raised: dict[int, Escalation]
    missed: list[DutyEscalation]
    promised: list[Promised]
    duties: set[int]
    # The column of the subject and the row.
    owed: set[tuple[str, int]]

    @classmethod
    def of(
        cls,
        cases: Iterable[Case],
        escalations: Iterable[Escalation],
        missed: Iterable[DutyEscalation],
        promised: Iterable[Promised],
    ) -> "Matters":
        """What somebody ticked; an alarm of a duty brings the windows that are still missing."""
        raised = {row.case_id: row for row in escalations}
        named = {case.pk: case for case in cases} | {pk: row.case for pk, row in raised.items()}
        missed, promised = list(missed), list(promised)
        duties = {task.pk for row in missed for task in row.windows}
        return cls(named, raised, missed, promised, duties, _owed(promised))

    def take_over(self, former: SupervisionPaper) -> None:
        """The paper stays on what the one before it was about."""
        rows = list(former.subjects.select_related("case"))
        self.cases |= {row.case.pk: row.case for row in rows if row.case}
        self.duties |= {row.duty_id for row in rows if row.duty_id}
        self.owed |= _owed(about(former))

    @property
    def kinds(self) -> list[str]:
        """The kinds of case under whose law it stands; what no kind names follows the county's own rules."""
        kinds = [case.kind for case in self.cases.values()]
        return kinds if kinds and not self.owed else [*kinds, ""]

    def check_named(self, ground: str) -> None:
        """What the ground charges the unit with is named; raises ``FactMissing`` at the field."""
        wanted, said = NAMED_FOR.get(ground, ((), ""))
        if wanted and not any(getattr(self, name) for name in wanted):
            by_number = "；不在列表中的，在“情况”中写明事项编号" if CASES in wanted else ""
            raise FactMissing({"ground": f"请勾选{said}{by_number}。"})

    def check_theirs(self, target: Unit, ground: str, at: datetime) -> None:
        """The unit or one below it had to do with each case, and was late in it where that is the ground.

        Raises ``FactMissing`` at the field.
        """
        known = laws()
        for case in self.cases.values():
            units = _late_in(case, at) if ground == "overdue" else _concerned_with(case)
            if not units:
                raise FactMissing({"ground": f"{case.number} 没有超过法定期限，不能以此为由制发。"})
            if target.pk in units_above(units):
                continue
            # The law of the subject may have others told beside whoever deals with it.
            if target.kind != case.lead_unit.kind and target.kind in known[case.kind].addressees:
                continue
            raise FactMissing({"target_unit": f"{case.number} 不由{target.short_name}负责，请分别制发。"})

    @property
    def confidentiality(self) -> str:
        """A paper about a matter that few may know of is known to few."""
        restricted = any(case.is_restricted for case in self.cases.values())
        return Case.Confidentiality.RESTRICTED if restricted else Case.Confidentiality.NORMAL

    def write(self, paper: SupervisionPaper) -> None:
        """The paper is about all of it."""
        rows = [Subject(paper=paper, case_id=pk, escalation=self.raised.get(pk)) for pk in sorted(self.cases)]
        rows += [Subject(paper=paper, duty_id=pk) for pk in sorted(self.duties)]
        rows += [Subject(paper=paper, **{f"{column}_id": pk}) for column, pk in sorted(self.owed)]
        Subject.objects.bulk_create(rows)


def _owed(promised: Iterable[Promised]) -> set[tuple[str, int]]:
    return {(each.column, row) for each in promised for row in each.rows}


def named_in(text: str, user) -> list[Case]:
    """The cases that the words name by their numbers, of those that the person may know of."""
    numbers = numbers_in([text])
    if not numbers:
        return []
    return list(Case.objects.visible_to(user).filter(number__in=numbers).exclude(kind__in=OWN_KINDS))


def _late_in(case: Case, at: datetime) -> set[int]:
    """The units that let a day of the case pass, by the clocks that run and by those that have ended."""
    late = Q(ended_at=None, is_window=False, due_at__lt=at) | Q(outcome=Clock.Outcome.MISSED)
    found = Clock.objects.filter(late, case_id=case.pk).exclude(term__ladder=PROMISE)
    return {unit_id or case.lead_unit_id for unit_id in found.values_list("charged_to", flat=True)}


def _concerned_with(case: Case) -> set[int]:
    """The units that hold the case, took it in, sent it, or have a part in it."""
    parts = set(CaseUnit.objects.filter(case_id=case.pk).values_list("unit", flat=True))
    return parts | {pk for pk in (case.lead_unit_id, case.first_unit_id, case.sender_unit_id) if pk}
