"""A leader takes a case in charge, or the centre says why not; who runs out of time passes it to the head."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from governance.cases import access, deadlines
from governance.cases.models import Case
from governance.cases.steps import actions, elsewhere, locking
from governance.cases.workflow import Hearer
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotPossible, within
from governance.organisation.models import Unit

from ..models import Leader, LeaderCase, LeaderProposal
from ..vocabulary import HEAD_DAYS, OWN_KINDS
from .steps import LEADING, RESOLVE

logger = logging.getLogger(__name__)


def take_charge(
    subject: Case, leader: Leader, *, promised_on: date, actor, at: datetime, unit: Unit, plan: str = "", team: str = ""
) -> LeaderCase:
    """The leader answers for the case until the day; what proposed it has been followed.

    ``unit`` supervises it. Raises ``FactMissing`` for a day before today and where a leader has the case already, and
    ``StepNotPossible`` for a case that has ended or that only few may know of.
    """
    if subject.closed_at is not None:
        raise StepNotPossible("事项已经办结，不再列为领导包案。")
    if subject.kind in OWN_KINDS or subject.parent_id:
        raise StepNotPossible("只有独立的事项可以列为领导包案。")
    if promised_on < office_day(at):
        raise FactMissing({"promised_on": "化解期限不能早于今天。"})
    if not leader.is_active:
        raise FactMissing({"leader": "这位领导不再包案，请另选。"})
    with transaction.atomic():
        locking.lock(subject)
        running = LeaderCase.objects.filter(subject=subject, ended_on=None).select_related("leader__user").first()
        if running is not None:
            raise StepNotPossible(f"这件事项已由{running.leader.user.name}包案（{running.number}）。")
        facts = {"leader": leader, "promised_on": promised_on, "unit": unit, "plan": plan, "team": team}
        led = elsewhere.refer(subject, LEADING.kind, facts, actor=actor, at=at)
        waiting = LeaderProposal.objects.filter(case=subject, decision="")
        waiting.update(decision=LeaderProposal.Decision.TAKEN, by=actor, decided_at=at)
        return led


def open_from(origin: Case, actor, at: datetime, facts: dict) -> LeaderCase:
    """The case under its leader stands; leader and responsible unit know of both."""
    leader, today = facts["leader"], office_day(at)
    led = LeaderCase(
        kind=LEADING.kind,
        subject_id=origin.pk,
        leader=leader,
        promised_on=facts["promised_on"],
        plan=facts["plan"],
        team=facts["team"],
        title=origin.title,
        summary=origin.summary,
        area_id=origin.area_id,
        place=origin.place,
        category_id=None,
        channel=origin.channel,
        came_by=origin.came_by,
        confidentiality=origin.confidentiality,
        lead_unit=origin.lead_unit,
        sender_unit=facts["unit"],
        handler=leader.user,
        opened_at=at,
    )
    told = [
        ["所包事项", origin.number],
        ["包案领导", str(leader)],
        ["化解期限", str(led.promised_on)],
        *([["工作方案", led.plan]] if led.plan else []),
        *([["工作班子", led.team]] if led.team else []),
    ]
    event = actions.open_case(led, actor=actor, at=at, tells=(Hearer.HANDLER, Hearer.STAFF), told=told)
    start_clock(led, today, at=at, event=event)
    access.grant(origin, [leader.user], on=today, shared=True)
    act = actions.Act(actor, at)
    elsewhere.note(origin, "leading", "列为领导包案", [["包案编号", led.number], *told[1:3]], act)
    return led


def start_clock(led: LeaderCase, today: date, *, at: datetime, event) -> None:
    """The date that was promised runs, and is the case's nearest."""
    days = max((led.promised_on - today).days, 1)
    since = led.promised_on - timedelta(days=days)
    deadlines.start(led, RESOLVE, since=since, at=at, event=event, amount=days)
    deadlines.refresh_next_due(led)


def reject(subject: Case, *, reason: str, actor, at: datetime) -> int:
    """No leader takes the case for what was proposed so far, for the reason; says how many proposals that were."""
    if not reason.strip():
        raise FactMissing({"why_not": "请写明不予包案的理由。"})
    rows = LeaderProposal.objects.filter(case=subject, decision="")
    decided = {"decision": LeaderProposal.Decision.REJECTED, "by": actor, "decided_at": at}
    return rows.update(reason=within(reason, 300, "why_not"), **decided)


def follow_matters(now: datetime) -> int:
    """A case under a leader lies with the unit that holds its matter, wherever that went; says how many moved."""
    astray = LeaderCase.objects.filter(ended_on=None).exclude(subject__lead_unit=F("lead_unit"))
    return sum(_taken(pk, _follow, now) for pk in list(astray.order_by("pk").values_list("pk", flat=True)))


def _follow(led: LeaderCase, now: datetime) -> bool:
    unit = Case.objects.select_related("lead_unit").get(pk=led.subject_id).lead_unit
    if unit.pk == led.lead_unit_id or led.ended_on is not None:
        return False
    actions.take_step(led, "follow", {"to_unit": unit, "reason": f"事项已由{unit.name}承办。"}, actor=None, at=now)
    return True


def pass_overdue(now: datetime) -> int:
    """Every case whose deputy has run out of time lies with the head, once; says how many moved.

    Whoever reported it settled in time keeps it until the report is checked.
    """
    due = LeaderCase.objects.filter(
        ended_on=None, promised_on__lt=office_day(now), status="charged", leader__is_head=False
    )
    return sum(_taken(pk, _pass, now) for pk in list(due.order_by("promised_on", "pk").values_list("pk", flat=True)))


def _pass(led: LeaderCase, now: datetime) -> bool:
    today = office_day(now)
    if led.promised_on >= today or led.status != "charged" or led.leader.is_head:
        return False
    reason = f"{led.leader}没有在 {led.promised_on} 前化解。"
    new_on = today + timedelta(days=HEAD_DAYS)
    actions.take_step(led, "pass_to_head", {"reason": reason, "new_on": new_on}, actor=None, at=now)
    return True


def _taken(pk: int, act, now: datetime) -> bool:
    """True if the act moved the case, which is asked anew under its lock: another worker may have been faster."""
    try:
        with transaction.atomic():
            return act(locking.lock(Case(pk=pk)), now)
    except Exception:
        # One case that cannot move must not keep the others from moving; the next scan tries it again.
        logger.exception("leader case %s could not be moved", pk)
        return False
