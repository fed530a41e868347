"""Proposing papers of the ladder and setting proposals aside. The machine proposes, a person signs."""

from datetime import datetime

from django.db import transaction

from governance.cases.models import Case, Escalation
from governance.cases.steps import actions, secrecy
from governance.duties.models import DutyEscalation
from governance.duties.scan import proposals
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.models import Unit

from ..models import SetAside, Subject, SupervisionPaper
from ..models.law import check_law
from ..vocabulary import FORMER, RUNGS
from .promised import about, check_promised
from .rungs import check_duties, check_not_doubled, check_order, former_of


def propose(
    rung: str,
    *,
    sender: Unit,
    target: Unit,
    ground: str,
    reason: str,
    actor,
    at: datetime,
    cases=(),
    escalations=(),
    missed=(),
    promised=(),
    former: SupervisionPaper | None = None,
) -> SupervisionPaper:
    """The paper is proposed, with what it is about; it binds nobody until a person signs it.

    ``missed`` are what the ladder of duties proposed; each brings the windows that are still missing. ``promised`` are
    decisions of meetings and tasks of programmes that are overdue. Raises
    ``FactMissing`` for a unit above the sender, for the sender itself, without a reason, and where the rung before it
    has not run out; ``Refusal`` where somebody else was faster.
    """
    if not reason.strip():
        raise FactMissing({"reason": "请写明提请的理由。"})
    named = {case.pk: case for case in cases} | {row.case_id: row.case for row in escalations}
    duties = {task.pk for row in missed for task in row.windows}
    owed = {(each.column, each.pk) for each in promised}
    if FORMER[rung] and former is None:
        former = former_of(rung, target, list(named.values()), at, missed=missed, promised=promised)
    check_interest(actor, named.values())
    check_order(sender, target, rung, former)
    check_duties(target, rung, missed)
    check_promised(target, promised, office_day(at))
    check_not_doubled(rung, promised)
    if former is not None:
        named |= {row.case_id: row.case for row in former.subjects.select_related("case") if row.case_id}
        duties |= {row.duty_id for row in former.subjects.all() if row.duty_id}
        owed |= {(each.column, each.pk) for each in about(former)}
    # What no kind of case names follows the county's own rules.
    check_law(target, rung, [*(case.kind for case in named.values()), *([""] if owed else [])])
    with transaction.atomic():
        proposals.rule(missed, at)
        paper = SupervisionPaper(
            kind="supervision",
            rung=rung,
            ground=ground,
            target_unit=target,
            former=former,
            lead_unit=sender,
            area=target.area,
            title=f"{dict(RUNGS)[rung]}：{target.short_name}",
            summary=reason,
            channel=Case.Channel.ONLINE,
            confidentiality=_confidentiality(named.values()),
            opened_at=at,
        )
        actions.open_case(paper, actor=actor, at=at)
        raised = {row.case_id: row for row in escalations}
        subjects = [Subject(paper=paper, case_id=pk, escalation=raised.get(pk)) for pk in sorted(named)]
        subjects += [Subject(paper=paper, duty_id=pk) for pk in sorted(duties)]
        subjects += [Subject(paper=paper, **{f"{column}_id": pk}) for column, pk in sorted(owed)]
        Subject.objects.bulk_create(subjects)
        for case in named.values():
            if case.is_restricted:
                secrecy.cover_copies(case, actions.Act(actor, at))
                paper.refresh_from_db()
        return paper


def check_interest(actor, cases) -> None:
    """Whoever keeps out of a case neither proposes nor signs a paper about it; raises ``StepNotAllowed``."""
    theirs = next((case for case in cases if actor is not None and actor.pk in case.recused), None)
    if theirs is not None:
        raise StepNotAllowed(f"您在 {theirs.number} 中应当回避，不能办理关于它的督办文书。")


def _confidentiality(cases) -> str:
    """A paper about a matter that few may know of is known to few."""
    restricted = any(case.is_restricted for case in cases)
    return Case.Confidentiality.RESTRICTED if restricted else Case.Confidentiality.NORMAL


@transaction.atomic
def set_aside(escalations: list[Escalation], missed: list[DutyEscalation] = (), *, reason: str, actor, at) -> int:
    """What the machine proposed is not followed, for the reason; says how many."""
    if not reason.strip():
        raise FactMissing({"reason": "请写明不予制发的理由。"})
    proposals.rule(missed, at)
    said = {"by": actor, "at": at, "reason": reason.strip()[:300]}
    rows = [SetAside(escalation=row, **said) for row in escalations]
    rows += [SetAside(duty_escalation=row, **said) for row in missed]
    return len(SetAside.objects.bulk_create(rows, ignore_conflicts=True))
