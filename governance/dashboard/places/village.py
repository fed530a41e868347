"""The file of a village (村级档案): its figures, what its registers hold, its matters by kind, how it meets standards.

It says of things and matters how many there are. Of residents it says nothing, and of those released least of all.
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.assessment.access import visible as appraisals
from governance.assessment.models import Appraisal
from governance.cases.lists.filters import NEAREST, due_between, with_nearest_due
from governance.cases.models import Case
from governance.cases.registry import KINDS
from governance.frame.days import office_day, office_moment
from governance.maps.views import area_for
from governance.organisation.areas.figures import FIGURES
from governance.organisation.areas.lying import inside
from governance.organisation.models import Area, AreaFigure
from governance.organisation.standing import Standing
from governance.registers.access import visible_of_all
from governance.registers.models import Register

staff_only = permission_required("cases.view_case", raise_exception=True)


@dataclass(frozen=True)
class Kept:
    """What a register holds there, and where its rows stand."""

    name: str
    group: str
    held: str
    late: int
    url: str


@dataclass(frozen=True)
class Matters:
    """The matters of a kind: how many came this year, how many are open and late, and where they stand."""

    label: str
    came: int
    open: int
    late: int
    url: str


@staff_only
@require_safe
def village_page(request, code: str):
    """The file of one village, of what the reader may know."""
    village, now = area_for(code), timezone.now()
    figures = _figures(village)
    if village.level != Area.Level.VILLAGE:
        raise Http404("只有村（社区）有村级档案。")
    today = office_day(now)
    kept = kept_in(village, request.standing, today)
    context = {
        "village": village,
        "today": today,
        "figures": figures,
        # Said once where all are of one year.
        "year": figures[0][2] if len({year for _, _, year in figures}) == 1 else None,
        "groups": [(group, list(rows)) for group, rows in groupby(kept, key=lambda row: row.group)],
        "matters": matters_of(village, request.user, now),
        "appraised": _appraised(village, request.standing),
        "map_url": f"{reverse('dashboard:places')}?inside={village.pk}",
    }
    return render(request, "dashboard/village.html", context)


def kept_in(village: Area, standing: Standing, today: date) -> list[Kept]:
    """The registers with rows in force there, in their order."""
    rows = visible_of_all(standing).filter(inside(village.pk), ended_on=None, register__is_active=True)
    counts = rows.order_by().values("register").annotate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    found = {row["register"]: row for row in counts}
    registers = Register.objects.filter(pk__in=found).order_by("group", "position", "pk")
    return [
        Kept(
            name=row.name,
            group=row.group,
            held=f"{found[row.pk]['n']} {row.unit_word}",
            late=found[row.pk]["late"],
            url=f"{reverse('registers:entries', args=[row.code])}?area={village.pk}",
        )
        for row in registers
    ]


def matters_of(village: Area, user, now: datetime) -> list[Matters]:
    """The matters that lie there, by kind."""
    since = office_moment(office_day(now).replace(month=1, day=1))
    # What a part of a matter owes is owed by the matter, as in its list.
    rows = with_nearest_due(Case.objects.visible_to(user).filter(inside(village.pk), parent=None))
    counts = (
        rows.order_by()
        .values("kind")
        .annotate(
            came=Count("pk", filter=Q(opened_at__gte=since)),
            open=Count("pk", filter=Q(closed_at=None)),
            late=Count("pk", filter=Q(closed_at=None) & due_between("overdue", now, NEAREST)),
        )
    )
    found = {row["kind"]: row for row in counts}
    return [
        Matters(
            label=kind.workflow.label,
            came=found[code]["came"],
            open=found[code]["open"],
            late=found[code]["late"],
            url=f"{reverse(kind.list_name)}?scope=all&area={village.pk}" if kind.list_name else "",
        )
        for code, kind in KINDS.items()
        if code in found
    ]


def _figures(village: Area) -> list[tuple[str, int, int]]:
    """The newest of each figure with its year."""
    rows = AreaFigure.objects.filter(area=village).order_by("figure", "-year").distinct("figure")
    newest = {row.figure: row for row in rows}
    return [(each.label, newest[code].value, newest[code].year) for code, each in FIGURES.items() if code in newest]


def _appraised(village: Area, standing: Standing) -> list[Appraisal]:
    """The last result of each standard."""
    rows = appraisals(standing).filter(area=village, state=Appraisal.State.CONCLUDED).select_related("standard")
    return list(rows.order_by("standard_id", "subject", "-concluded_on", "-pk").distinct("standard_id", "subject"))
