"""What a paper of the ladder is about: cases, windows of duties, and what was promised and is overdue."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.cases.models import Case, Escalation
from governance.duties.models import DutyEscalation

from ..models import Subject, SupervisionPaper
from .promised import Promised, about


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
        return cls(named, raised, missed, promised, duties, {(each.column, each.pk) for each in promised})

    def take_over(self, former: SupervisionPaper) -> None:
        """The paper stays on what the one before it was about."""
        rows = list(former.subjects.select_related("case"))
        self.cases |= {row.case_id: row.case for row in rows if row.case_id}
        self.duties |= {row.duty_id for row in rows if row.duty_id}
        self.owed |= {(each.column, each.pk) for each in about(former)}

    @property
    def kinds(self) -> list[str]:
        """The kinds of case under whose law it stands; what no kind names follows the county's own rules."""
        return [*(case.kind for case in self.cases.values()), *([""] if self.owed else [])]

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
