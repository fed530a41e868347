"""A freezing: totals and places by the lines as they count now, kept beside those of the freezings before."""

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from django.urls import reverse

from governance.frame.days import office_day
from governance.notices import outbox
from governance.organisation.models import User
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import LEAD, carrying, playing

from ..access import OBJECT
from ..models import PeriodEntry, ScoredPeriod, ScoreLine, UnitScore
from ..schemes.defining import ranks
from ..scoring import VETO, total_of
from .actions import enter

KIND = "assessed"


def points_now(line: ScoreLine) -> Decimal | None:
    """The points for which the line counts: as corrected last, if it ever was. Wants ``corrections`` prefetched."""
    corrected = list(line.corrections.all())
    return corrected[-1].points if corrected else line.points


def freeze(period: ScoredPeriod, *, actor: User, at: datetime) -> list[UnitScore]:
    """Totals and places stand as of a further freezing; the first opens the term for objections and tells the units."""
    before = {score.unit_id: score for score in period.scores.filter(edition=period.edition).select_related("unit")}
    period.edition += 1
    scores = _scores(period)
    UnitScore.objects.bulk_create(scores)
    if period.edition == 1:
        period.state, period.frozen_at, period.frozen_by = ScoredPeriod.State.FROZEN, at, actor
        period.objections_until = office_day(at) + timedelta(days=period.scheme.objection_days)
        enter(period, PeriodEntry.Verb.FROZEN, actor, at, note=f"{len(scores)} 个单位")
        _tell(period, scores, at)
    period.version += 1
    period.save()
    return [score for score in scores if _differs(score, before.get(score.unit_id))]


def _differs(score: UnitScore, before: UnitScore | None) -> bool:
    return before is None or (score.total, score.place) != (before.total, before.place)


def _scores(period: ScoredPeriod) -> list[UnitScore]:
    items = {item.name: item for item in period.scheme.asked}
    by_unit: dict[int, list[ScoreLine]] = defaultdict(list)
    for line in period.lines.defer("behind").prefetch_related("corrections"):
        by_unit[line.unit_id].append(line)
    marked, vetoed = {}, set()
    for unit, lines in by_unit.items():
        marked[unit] = [(items[line.item], points_now(line)) for line in lines]
        if any(items[line.item].way == VETO and line.part for line in lines):
            vetoed.add(unit)
    places = ranks(period.scheme, {unit: rows for unit, rows in marked.items() if unit not in vetoed})
    return [
        UnitScore(
            period=period,
            edition=period.edition,
            unit_id=unit,
            total=total_of(rows),
            place=places.get(unit),
            vetoed=unit in vetoed,
        )
        for unit, rows in marked.items()
    ]


def _tell(period: ScoredPeriod, scores: list[UnitScore], at: datetime) -> None:
    """Whoever can object for a unit, and its lead, has the result and the last day for objections."""
    office = InOffice(office_day(at))
    said = []
    for score in scores:
        link = reverse("assessment:sheet", args=[period.pk, score.unit_id])
        total = "—" if score.total is None else score.total
        text = f"{period}：总分 {total}，有异议的请在 {period.objections_until} 以前提出"
        people = office.first_of(score.unit_id, carrying(OBJECT)) | office.of(score.unit_id, roles=playing(LEAD))
        said += [outbox.Message(who, KIND, text, link, f"assessed:{period.pk}:{who}:{score.unit_id}") for who in people]
    outbox.post_many(said, at)
