"""Standards and assessment at work in the demo county: a round over villages that has come halfway, and last quarter's
places of the townships. All invented."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from governance.figures.periods import period_of
from governance.frame.days import office_day
from governance.jobs import work
from governance.organisation.demo import COUNTY
from governance.organisation.models import Area, User
from governance.organisation.standing import standing_of

from .appraisals.actions import Given, conclude, looked_at, open_appraisals
from .models import Appraisal, Scheme, ScoredPeriod, ScoreLine, Standard
from .periods import actions
from .periods.objections import object_to
from .rounds.actions import open_round
from .schemes import defining
from .schemes.assessed import units_of
from .subjects import subjects

TOWNSHIP = "610116001"
WHOLE, LOW = Decimal(1), Decimal("0.6")
# The demo county begins this quarter with most of its lines of work.
RANKED_FROM = 30


def load(now: datetime) -> int:
    """One round with results of most of its villages, and receptions that are marking themselves; says how many."""
    if Appraisal.objects.exists():
        return 0
    county = User.objects.get(username="gaomin")
    today = office_day(now)
    began = now - timedelta(days=40)
    acceptance = Standard.objects.get(code="village_131")
    area = Area.objects.get(pk=TOWNSHIP)
    open_round(
        acceptance,
        name=f"{today.year}年村（社区）验收",
        area=area,
        due_on=today + timedelta(days=5),
        actor=county,
        at=began,
    )
    rows = list(Appraisal.objects.filter(standard=acceptance).order_by("area_id"))
    for place, appraisal in enumerate(rows[: len(rows) * 2 // 3]):
        at = now - timedelta(days=30, minutes=-place)
        marks = looked_at(appraisal, office_day(at))
        given = {
            mark.pk: Given(mark.weight * WHOLE) if (place + mark.place) % 11 else Given(mark.weight * LOW, "台账不全。")
            for mark in marks
        }
        conclude(appraisal, given, version=None, actor=county, at=at)
    reception = Standard.objects.get(code="reception_hard")
    own = subjects(reception, standing_of(county, today), inside=COUNTY)[:6]
    open_appraisals(reception, own, due_on=today + timedelta(days=10), actor=county, at=now - timedelta(days=3))
    return Appraisal.objects.count()


def load_scored(now: datetime) -> int:
    """Last quarter of the townships is frozen, and one of them objects; says how many units have their sheet."""
    if ScoredPeriod.objects.exists():
        return 0
    county, other = (User.objects.get(username=name) for name in ("gaomin", "fanbing"))
    quarter = period_of("last_quarter", office_day(now))
    scheme = Scheme.objects.get(code="townships")
    head = replace(defining.head_of(scheme), year=quarter.first.year, ranked_from=RANKED_FROM)
    scheme = defining.change_head(scheme, head, version=None, actor=county, at=now)
    scheme = defining.try_scheme(scheme, version=None, actor=county, at=now)
    scheme = defining.put_in_force(scheme, version=None, actor=county, at=now)
    scored = actions.open_period(scheme, length="quarter", first=quarter.first, actor=other, at=now)
    units = list(units_of(scheme))
    for item in actions.hand_items(scheme):
        given = {unit: actions.Given(Decimal(item.weight)) for unit in units}
        actions.give_marks(scored, item, given, [], version=None, actor=other, at=now)
    job = actions.freeze(scored, version=None, actor=other, at=now)
    work.run(job.pk, now)
    clerk = User.objects.get(username="zhangmin")
    scored.refresh_from_db()
    line = ScoreLine.objects.filter(period=scored, unit__short_name="韦曲街道", whole__gt=0).earliest("points")
    object_to(line, reason="其中一件经批准延期，不应算逾期。", actor=clerk, at=scored.frozen_at or now)
    return len(units)
