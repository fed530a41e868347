"""Proposing papers of the ladder and setting proposals aside. The machine proposes, a person signs."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from governance.cases.models import Case, Escalation
from governance.cases.steps import actions, secrecy
from governance.duties.models import DutyEscalation
from governance.duties.scan import proposals
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed, within
from governance.organisation.models import Unit

from ..models import SetAside, SupervisionPaper
from ..models.law import check_law
from ..vocabulary import FORMER, RUNGS
from .matters import Matters, named_in
from .promised import check_promised
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
    decisions of meetings and tasks of programmes that are overdue. Whatever case the reason names by its number it is
    about too. Raises
    ``FactMissing`` for a unit above the sender, for the sender itself, without a reason, where the record does not bear
    the ground out, and where the rung before it has not run out; ``Refusal`` where somebody else was faster.
    """
    if not reason.strip():
        raise FactMissing({"reason": "请写明提请的理由。"})
    matters = Matters.of([*cases, *named_in(reason, actor)], escalations, missed, promised)
    if FORMER[rung] and former is None:
        former = former_of(rung, target, list(matters.cases.values()), at, missed=missed, promised=promised)
    paper = _paper(rung, sender, target, former, ground=ground, reason=reason, at=at)
    _check(paper, matters, actor, at)
    return _open(paper, matters, actor, at)


def _paper(rung: str, sender: Unit, target: Unit, former: SupervisionPaper | None, *, ground: str, reason: str, at):
    return SupervisionPaper(
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
        opened_at=at,
    )


def _check(paper: SupervisionPaper, matters: Matters, actor, at: datetime) -> None:
    rung, target = paper.rung, paper.target_unit
    check_interest(actor, matters.cases.values())
    check_order(paper.lead_unit, target, rung, paper.former)
    check_duties(target, rung, matters.missed)
    check_promised(target, matters.promised, office_day(at))
    check_not_doubled(rung, matters.promised)
    check_law(target, rung, matters.kinds)
    matters.check_theirs(target, paper.ground, at)
    if paper.former is not None:
        matters.take_over(paper.former)
        check_law(target, rung, matters.kinds)
    matters.check_named(paper.ground)


@transaction.atomic
def _open(paper: SupervisionPaper, matters: Matters, actor, at: datetime) -> SupervisionPaper:
    proposals.rule(matters.missed, at)
    _rule(matters.raised.values())
    paper.confidentiality = matters.confidentiality
    actions.open_case(paper, actor=actor, at=at)
    matters.write(paper)
    for case in matters.cases.values():
        if case.is_restricted:
            secrecy.cover_copies(case, actions.Act(actor, at))
            paper.refresh_from_db()
    return paper


def check_interest(actor, cases) -> None:
    """Whoever keeps out of a case neither proposes nor signs a paper about it; raises ``StepNotAllowed``."""
    theirs = next((case for case in cases if actor is not None and actor.pk in case.recused), None)
    if theirs is not None:
        raise StepNotAllowed(f"您在 {theirs.number} 中应当回避，不能办理关于它的督办文书。")


@transaction.atomic
def set_aside(escalations: list[Escalation], missed: Sequence[DutyEscalation] = (), *, reason: str, actor, at) -> int:
    """What the machine proposed is not followed, for the reason; says how many. Raises Refusal where somebody else was
    faster with one."""
    if not reason.strip():
        raise FactMissing({"why_not": "请写明不予制发的理由。"})
    proposals.rule(missed, at)
    _rule(escalations)
    said = {"by": actor, "at": at, "reason": within(reason, 300, "why_not")}
    rows = [SetAside(escalation=row, **said) for row in escalations]
    rows += [SetAside(duty_escalation=row, **said) for row in missed]
    return len(SetAside.objects.bulk_create(rows))


def _rule(escalations: Iterable[Escalation]) -> None:
    """These are ruled on in this transaction, and by nobody else; raises Refusal if somebody was faster with one."""
    keys = {each.pk for each in escalations}
    # Whoever rules on one of them at the same moment waits here, and then sees what was decided.
    list(Escalation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    if Escalation.objects.filter(pk__in=keys, taken_up=None, set_aside=None).count() != len(keys):
        raise Refusal(proposals.RULED_ALREADY)
