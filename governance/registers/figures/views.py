"""The pages of the figures of areas: a table by place, one area by year, a sheet out and in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases.lists.workbook import EXPORT, must_export, workbook
from governance.frame.days import minute_text, office_day
from governance.frame.forms.posted import posted, refusals_on, status_of, version_read, whole_number
from governance.frame.refusals import StepNotAllowed
from governance.jobs import work
from governance.jobs.forms import SheetForm
from governance.organisation.accounts.login_records import acting
from governance.organisation.areas.figures import FIGURES, figures_of
from governance.organisation.models import Area, AreaFigure

from ..access import SEE
from . import keeping, sheet
from .forms import FIRST_YEAR, FiguresForm
from .jobs import LOAD

SHOWN_CHANGES = 30
COUNTY = Area.CODE_LENGTH[Area.Level.COUNTY]
staff_only = permission_required(SEE, raise_exception=True)
keepers_only = permission_required(keeping.KEEP, raise_exception=True)


def _this_year() -> int:
    return office_day(timezone.now()).year


def _year(request) -> int:
    year = whole_number(request.GET, "year")
    return year if year is not None and FIRST_YEAR <= year <= _this_year() else _this_year()


def _area(code: str) -> Area:
    known = Area.objects.exclude(level=Area.Level.GRID).select_related("parent__parent__parent")
    area = known.filter(pk=code).first() if code.isdecimal() else None
    if area is None:
        raise Http404("没有这个区划。")
    return area


def _county(request) -> str:
    """The county of the person's first post."""
    return min(post.area for post in request.standing.posts)[:COUNTY]


@staff_only
@require_safe
def figures(request):
    """What is known of every area right inside another one for a year."""
    inside, year = _area(request.GET.get("inside") or _county(request)), _year(request)
    areas = [*inside.children.exclude(level=Area.Level.GRID).order_by("code"), inside]
    known = {code: figures_of(code, year) for code in FIGURES}
    context = {
        "inside": inside,
        "year": year,
        "years": range(_this_year(), _this_year() - 10, -1),
        "heads": FIGURES.values(),
        "rows": [(area, [(each.label, known[code].get(area.pk)) for code, each in FIGURES.items()]) for area in areas],
        "may_export": EXPORT in request.standing.permissions,
        "may_keep": keeping.KEEP in request.standing.permissions,
    }
    return render(request, "registers/figures/list.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def area_figures(request, code: str):
    """One area: what was written down for each year, who changed what, and the form of one year."""
    area = _area(code)
    may_keep = request.standing.covers(area.pk, keeping.KEEP)
    if request.method == "POST" and not may_keep:
        raise StepNotAllowed("您的岗位不维护这个地方的数据。")
    stands = keeping.year_figures(area, _year(request))
    initial = {**stands.values, "year": stands.year}
    form = FiguresForm(posted(request), this_year=_this_year(), initial=initial)
    if form.is_valid():
        with refusals_on(form):
            version = version_read(request.POST)
            keeping.write(area, form.cleaned_data["year"], form.values(), version=version, **acting(request))
            messages.success(request, f"{area.name} {form.cleaned_data['year']} 年的数据已保存。")
            return redirect(f"{reverse('registers:figures')}?inside={area.parent_id or area.pk}")
    context = {
        "area": area,
        "form": form if may_keep else None,
        "version": form.data.get("version", stands.version) if form.is_bound else stands.version,
        "heads": FIGURES.values(),
        "years": _by_year(area),
        "changes": [(minute_text(change.at), change) for change in keeping.changes_of(area)[:SHOWN_CHANGES]],
    }
    return render(request, "registers/figures/area.html", context, status=status_of(form))


def _by_year(area: Area) -> list[tuple[int, list[int | None]]]:
    found: dict[int, dict[str, int]] = {}
    for year, figure, value in AreaFigure.objects.filter(area=area).values_list("year", "figure", "value"):
        found.setdefault(year, {})[figure] = value
    return [(year, [found[year].get(code) for code in FIGURES]) for year in sorted(found, reverse=True)]


def _sheet_areas(request) -> QuerySet[Area]:
    inside = request.GET.get("inside") or _county(request)
    known = Area.objects.exclude(level=Area.Level.GRID).select_related("parent__parent__parent")
    return known.filter(code__startswith=_area(inside).pk).order_by("code")


@staff_only
@require_safe
def export(request):
    """Every area inside another one as a sheet, which can be filled in and loaded again."""
    must_export(request)
    year, now = _year(request), timezone.now()
    rows = sheet.rows_of(_sheet_areas(request), year)
    told: dict[str, Any] = {"subject": f"区划数据 {year}", "filename": f"区划数据 {year}.xlsx", "now": now}
    return workbook(request, name=f"区划数据 {year}", columns=sheet.COLUMNS, rows=rows, **told)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def load(request):
    """The sheet is taken in and a job looks through it, and writes it down if all of it is right."""
    form = SheetForm(request, label="数据表")
    if form.is_valid():
        return redirect("job", pk=form.ask(LOAD, owner=request.user, at=timezone.now()).pk)
    context = {"form": form, "columns": [column.label for column in sheet.COLUMNS]}
    return render(request, "registers/figures/import.html", context, status=status_of(form))


@require_safe
def faults(request, pk: int):
    """Every bad row of a sheet that was not taken."""
    job = get_object_or_404(work.jobs_of(request.user), pk=pk, kind=LOAD)
    context = {"job": job, "name": "区划数据", "back": reverse("registers:figures_import")}
    return render(request, "registers/import_faults.html", context)
