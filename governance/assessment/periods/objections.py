"""A unit objects to a line of its own, in time; somebody who has not marked it answers, and may correct it."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.frame.wording import clipped
from governance.notices import outbox
from governance.organisation.models import User
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import carrying
from governance.organisation.standing import standing_of

from ..access import ASSESS, check_assesses, check_objects
from ..models import Correction, Objection, PeriodEntry, ScoredPeriod, ScoreLine
from ..scoring import BONUS, DEDUCT, VETO, ScoredItem
from . import freezing
from .actions import enter

State, Verb = Objection.State, PeriodEntry.Verb


def item_of(line: ScoreLine) -> ScoredItem:
    """The item of which the line tells."""
    return next(item for item in line.period.scheme.asked if item.name == line.item)


@transaction.atomic
def object_to(line: ScoreLine, *, reason: str, actor: User, at: datetime) -> Objection:
    """The unit does not agree, and waits for an answer; raises Refusal when the term is over."""
    today = office_day(at)
    check_objects(line, standing_of(actor, today))
    period = _held(line)
    if not period.takes_objections(today):
        raise Refusal(f"异议期到 {period.objections_until} 止，已经期满。")
    try:
        with transaction.atomic():
            made = Objection.objects.create(line=line, reason=reason, by=actor, at=at)
    except IntegrityError as taken:
        raise Refusal("这一项已有异议，等待答复。") from taken
    enter(period, Verb.OBJECTED, actor, at, note=f"{line.unit.short_name}，{item_of(line).text}：{reason}")
    _ask(period, made, at)
    return made


@transaction.atomic
def answer(
    objection: Objection, *, upheld: bool, points: Decimal | None, text: str, actor: User, at: datetime
) -> Objection:
    """The unit has its answer; where it is right the line counts for the points, and the period is frozen once more.

    Raises StepNotAllowed for whoever gave the mark or had the period worked out: it takes two.
    """
    check_assesses(standing_of(actor, office_day(at)))
    line = objection.line
    period = _held(line)
    held = Objection.objects.select_for_update().get(pk=objection.pk)
    if held.state != State.OPEN:
        raise Refusal("这项异议已经答复。")
    if actor.pk in (line.marked_by_id, period.frozen_by_id):
        raise StepNotAllowed("评分的人和核算的人不答复异议，请由其他人答复。")
    if upheld:
        _check_points(item_of(line), points)
    held.state = State.UPHELD if upheld else State.REJECTED
    held.answer, held.answered_by, held.answered_at = text, actor, at
    held.save()
    facts: list[list[str]] = []
    if upheld:
        facts = _correct(period, held, points, actor, at)
    enter(
        period, Verb.UPHELD if upheld else Verb.REJECTED, actor, at, note=f"{line.unit.short_name}：{text}", facts=facts
    )
    _tell(period, held, at)
    return held


def waiting_for(user: User) -> QuerySet[Objection]:
    """The objections that this person may answer: those to marks and figures that somebody else gave."""
    own = Q(line__marked_by=user) | Q(line__period__frozen_by=user)
    return Objection.objects.filter(state=State.OPEN).exclude(own)


def _check_points(item: ScoredItem, points: Decimal | None) -> None:
    if item.way == VETO:
        raise FactMissing({"upheld": "一票否决由委员会撤销决定，不在这里更正。"})
    if points is None:
        raise FactMissing({"points": "请填写更正后的得分。"})
    least, most = Decimal(0), Decimal(item.weight)
    if item.way == BONUS:
        most = item.cap
    elif item.way == DEDUCT and not item.weight:
        least, most = -item.cap, Decimal(0)
    if not least <= points <= most:
        raise FactMissing({"points": f"这一项的得分在 {least} 到 {most} 之间。"})


def _correct(period: ScoredPeriod, objection: Objection, points, actor: User, at: datetime) -> list[list[str]]:
    """What changed, line first and then every unit whose total or place did."""
    line = objection.line
    was = freezing.points_now(line)
    Correction.objects.create(line=line, objection=objection, points=points)
    before = {score.unit_id: score for score in period.scores.filter(edition=period.edition)}
    facts = [[clipped(f"{line.unit.short_name} {item_of(line).text}", 60), _words(was), _words(points)]]
    for score in freezing.freeze(period, actor=actor, at=at):
        old = before[score.unit_id]
        facts.append([f"{score.unit.short_name} 总分（名次）", _stood(old), _stood(score)])
    return facts


def _words(points: Decimal | None) -> str:
    return "—" if points is None else str(points)


def _stood(score) -> str:
    return f"{_words(score.total)}（{score.place or '—'}）"


def _held(line: ScoreLine) -> ScoredPeriod:
    rows = ScoredPeriod.objects.select_related("scheme").select_for_update(of=("self",))
    return rows.get(pk=line.period_id)


def _ask(period: ScoredPeriod, objection: Objection, at: datetime) -> None:
    """Whoever may answer hears of it: until somebody has, nothing is published."""
    line = objection.line
    link = reverse("assessment:line", args=[period.pk, line.pk])
    text = clipped(f"{period}：{line.unit.short_name}对“{item_of(line).text}”的得分提出异议，请答复", 200)
    people = InOffice(office_day(at)).everybody(carrying(ASSESS)) - {line.marked_by_id, period.frozen_by_id}
    said = [outbox.Message(who, freezing.KIND, text, link, f"objected:{objection.pk}:{who}") for who in people]
    outbox.post_many(said, at)


def _tell(period: ScoredPeriod, objection: Objection, at: datetime) -> None:
    link = reverse("assessment:line", args=[period.pk, objection.line_id])
    text = f"{period}：异议{objection.get_state_display()}，{objection.answer}"
    key = f"objection:{objection.pk}:{objection.by_id}"
    outbox.post_many([outbox.Message(objection.by_id, freezing.KIND, text, link, key)], at)
