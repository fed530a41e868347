"""The job that works a period out: what was counted, with the list behind each number, frozen in one transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from governance.cases.models.case import url_of
from governance.figures.asked import Asked
from governance.figures.counting import rows_of
from governance.figures.measures import MEASURES, Measure
from governance.frame.days import office_day
from governance.jobs.models import Job
from governance.jobs.work import JobRefused, JobTaken, Progress, owner_standing
from governance.organisation.models import Unit

from ..access import ASSESS, check_assesses
from ..models import Scheme, ScoredPeriod, ScoreLine
from ..schemes.assessed import units_of
from ..scoring import AREA, HAND, VETO, Reached, ScoredItem, points_of
from . import freezing

Behind = list[tuple[int | None, str, str, str]]


def reckon(job: Job, progress: Progress) -> None:
    """The period is frozen as it was worked out; run again it is left as it is."""
    period = ScoredPeriod.objects.select_related("scheme").get(pk=job.params["period"])
    if period.is_frozen:
        progress.message = "已冻结。"
        return
    now = timezone.now()
    standing = owner_standing(job, now, ASSESS)
    check_assesses(standing)
    asked = Asked(standing, period.days, office_day(now), now=now, aloud=True)
    items, units = period.scheme.asked, list(units_of(period.scheme))
    codes = sorted({code for item in items for code in item.codes})
    found: dict[str, Behind] = {}
    for place, code in enumerate(codes):
        progress(place, len(codes), f"正在数：{MEASURES[code].subject}，{MEASURES[code].label}")
        found[code] = _listed(MEASURES[code], asked)
    progress(len(codes), len(codes), "正在计分")
    lines = [line for unit in units for line in _lines(period, unit, items, found)]
    _freeze(period, job, lines, now)
    progress.message = f"{len(units)} 个单位，{len(lines)} 项得分，已冻结。"


def _listed(measure: Measure, asked: Asked) -> Behind:
    """Every row that it counts: of which unit, where, how it is called and where it is read."""
    rows = rows_of(measure, asked).order_by("pk").annotate(whose=F(measure.unit), where=F(measure.area))
    if measure.listing is None:
        number = F(f"{measure.path}number")
        told = rows.annotate(said=number).values_list("whose", "where", "said")
        told = told.distinct() if measure.by_case else told
        return [(whose, where or "", said, url_of(said)) for whose, where, said in told]
    found: Behind = []
    for row in rows.select_related(*measure.listing.along).iterator(chunk_size=2000):
        shown = measure.listing.row(row, asked)
        found.append((row.whose, row.where or "", measure.listing.name_of(shown), shown["url"]))
    return found


def _lines(period: ScoredPeriod, unit: Unit, items: list[ScoredItem], found: dict[str, Behind]) -> list[ScoreLine]:
    marks = {mark.item: mark for mark in period.hand_marks.filter(unit=unit)}
    made = []
    for item in items:
        mark: Any = marks.get(item.name)
        behind = {code: _own(item, unit, found[code]) for code in item.codes}
        part = len(behind[item.part]) if item.part else int(item.way == VETO and bool(mark and mark.points))
        whole = sum(len(behind[code]) for code in item.whole) if item.whole else None
        hand = mark.points if mark and item.way == HAND else None
        made.append(
            ScoreLine(
                period=period,
                unit=unit,
                item=item.name,
                part=part,
                whole=whole,
                points=points_of(item, Reached(part, whole, hand)),
                ground=mark.ground if mark else "",
                marked_by=mark.by if mark else None,
                behind=behind,
            )
        )
    return made


def _own(item: ScoredItem, unit: Unit, rows: Behind) -> list[list[str]]:
    if item.scope == AREA:
        return [[said, url] for _, where, said, url in rows if where.startswith(unit.area_id)]
    return [[said, url] for whose, _, said, url in rows if whose == unit.pk]


@transaction.atomic
def _freeze(period: ScoredPeriod, job: Job, lines: list[ScoreLine], now: datetime) -> None:
    held = ScoredPeriod.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=period.pk)
    if held.state != ScoredPeriod.State.OPEN or held.job_id != job.pk:
        raise JobRefused("这一期考核已经改动，没有冻结。")
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt)
    if not mine.select_for_update().exists():
        raise JobTaken
    if held.scheme.state != Scheme.State.IN_FORCE:
        raise JobRefused("核算期间方案换了一版，没有冻结。")
    ScoreLine.objects.bulk_create(lines, batch_size=500)
    freezing.freeze(held, actor=job.owner, at=now)


def page_of(job: Job) -> str:
    """Where what it came to is read."""
    return reverse("assessment:period", args=[job.params["period"]])
