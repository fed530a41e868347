"""Writing down figures of an area: what stood before stays in the security record, which is their history."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StaleVersion
from governance.organisation.areas.figures import FIGURES
from governance.organisation.models import AccessRecord, Area, AreaFigure
from governance.organisation.records import record

from ..models import Register
from ..norms.shares import excesses

KEEP = "registers.manage_registers"


@dataclass(frozen=True)
class YearFigures:
    """What is written down of an area for a year; ``version`` counts the changes that were made to the area."""

    area: Area
    year: int
    values: dict[str, int] = field(default_factory=dict)
    version: int = 0


def subject_of(area: Area) -> str:
    """How the security record names the figures of the area."""
    return f"区划数据 {area.pk}"


def changes_of(area: Area):
    """Every change of the figures of the area, the newest first."""
    return AccessRecord.objects.filter(subject=subject_of(area), verb=AccessRecord.Verb.SETTING).order_by("-at", "-id")


def year_figures(area: Area, year: int) -> YearFigures:
    """What stands now; three queries at most."""
    rows = AreaFigure.objects.filter(area=area, year=year).values_list("figure", "value")
    return YearFigures(area, year, dict(rows), changes_of(area).count())


@transaction.atomic
def write(
    area: Area,
    year: int,
    told: Mapping[str, int | None],
    *,
    version: int | None = None,
    actor,
    at: datetime,
    ip: str | None = None,
) -> bool:
    """The figures stand as told, those told as None no longer do; says whether anything changed.

    Raises StaleVersion if ``version`` is not the one that stands, FactMissing for fewer than are covered there.
    """
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    before = year_figures(area, year)
    if version is not None and version != before.version:
        raise StaleVersion(f"{area.name}的数据", row=before, read=version)
    changed = {code: value for code, value in told.items() if before.values.get(code) != value}
    if not changed:
        return False
    AreaFigure.objects.filter(area=area, year=year, figure__in=changed).delete()
    AreaFigure.objects.bulk_create(
        AreaFigure(area=area, year=year, figure=code, value=value)
        for code, value in changed.items()
        if value is not None
    )
    _hold_shares(area, changed, at)
    said = "；".join(
        f"{FIGURES[code].label} {_words(before.values.get(code))} 改为 {_words(value)}"
        for code, value in changed.items()
    )
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=subject_of(area), reason=f"{year} 年：{said}", ip=ip)
    return True


def _hold_shares(area: Area, changed: Collection[str], at: datetime) -> None:
    registers = Register.objects.filter(norms__figure__in=changed, is_active=True).distinct()
    found = (each for register in registers for each in excesses(register, [area.pk], office_day(at).year))
    if wrong := {each.norm.figure: str(each) for each in found if each.norm.figure in changed}:
        raise FactMissing(wrong)


def _words(value: int | None) -> str:
    return "未填" if value is None else str(value)
