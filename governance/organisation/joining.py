"""Joining an area that was given up to the one that took it over, by a person or by whoever runs the site."""

from datetime import datetime

from django.db import transaction

from governance.frame.days import office_day

from .areas.figures import FIGURES
from .areas.merging import Following, Pairs, merge
from .models import AccessRecord, Area, AreaFigure, User
from .records import record


@transaction.atomic
def join_areas(
    code: str, into: str, *, reason: str = "", actor: User | None, at: datetime, ip: str | None = None
) -> list[str]:
    """The area and its villages are joined, as ``merge`` says; a sentence on each stands in the security record, with
    the reason that a person gave."""
    said = [f"{former.pk} {former} 已并入 {successor.pk} {successor}。" for former, successor in merge(code, into, at)]
    for sentence in said:
        record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject="行政区划", reason=f"{sentence}{reason}", ip=ip)
    return said


def take_over(former: Area, successor: Area, at: datetime) -> Pairs:
    """From the year on in which an area was joined to another, that one has the figures of both and the first has none.

    Where the other's own is not known, its new one is not either; under the same name it is the same place, which has
    what it had. Earlier years stay as they are, and what was told of the year itself stands in the security record.
    """
    year = office_day(at).year
    rows = AreaFigure.objects.filter(area__in=(former, successor), figure__in=[*FIGURES], year__lte=year)
    rows = rows.order_by("area_id", "figure", "-year").distinct("area_id", "figure")
    known = {(row.area_id, row.figure): row.value for row in rows}
    for (area, figure), value in known.items():
        own = known.get((successor.pk, figure), 0 if former.name == successor.name else None)
        if area == successor.pk or own is None or not value:
            continue
        come_to = {successor.pk: own + value, former.pk: 0, **_of_wholes(former, successor, figure, year, value)}
        for place, number in come_to.items():
            AreaFigure.objects.update_or_create(area_id=place, figure=figure, year=year, defaults={"value": number})
        said = f"{FIGURES[figure].label} {value} 并入 {successor.pk} {successor}，合计 {own + value}。"
        subject = f"区划数据 {former.pk} {former}"
        record(AccessRecord.Verb.SETTING, actor=None, at=at, subject=subject, reason=said)
    return []


def _of_wholes(former: Area, successor: Area, figure: str, year: int, value: int) -> dict[str, int]:
    """What the townships of two villages come to, of those that have a figure of their own: it went from one to the
    other."""
    if former.parent_id == successor.parent_id:
        return {}
    more = {former.parent_id: -value, successor.parent_id: value}
    rows = AreaFigure.objects.filter(area__in=more, figure=figure, year__lte=year)
    newest = rows.order_by("area_id", "-year").distinct("area_id")
    return {row.area_id: max(row.value + more[row.area_id], 0) for row in newest}


FOLLOWING = Following("figures", take_over)
