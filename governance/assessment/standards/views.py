"""The standards of the county by group, how their subjects stand by one, what is lacking, and laying one down."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, F, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.fields.definitions import DefiningPage
from governance.cases.lists.workbook import EXPORT, must_export, workbook
from governance.frame.days import office_day
from governance.frame.pages.tables import share
from governance.jobs.spreadsheets import Column
from governance.organisation.models import Area
from governance.organisation.pickers import area_path
from governance.registers.models import Register

from .. import access
from ..access import CONCLUDE, MANAGE, SEE, standard_for, visible
from ..appraisals.results import STANDS, SubjectResult, by_township, gaps, lacking, results
from ..appraisals.rows import columns
from ..models import Appraisal, Standard
from ..sources import SOURCES
from .defining import STANDARDS
from .forms import definition, facts, initial_of

State = Appraisal.State
staff_only = permission_required(SEE, raise_exception=True)
SHEET = (
    Column("评定对象", 30),
    Column("所在地", 24),
    Column("自评单位", 24),
    Column("情况", 12),
    Column("得分率（%）", 12),
    Column("等级", 16),
    Column("评定日期", 14, of_days=True),
    Column("有效期至", 14, of_days=True),
)


@staff_only
@require_safe
def standards(request):
    """Every standard in use by group: how many have a result, how many of them reach it, what is in hand and late."""
    today = office_day(timezone.now())
    manages = MANAGE in request.standing.permissions
    shown = Standard.objects.all() if manages else Standard.objects.filter(is_active=True)
    counted = _counts(request.standing, today)
    groups: dict[str, list[dict]] = {}
    for standard in shown:
        groups.setdefault(standard.group, []).append({"standard": standard} | counted.get(standard.pk, {}))
    return render(request, "assessment/home.html", {"groups": groups.items(), "manages": manages})


def _counts(standing, today) -> dict[int, dict]:
    """By standard, in two statements; of each subject its last result counts."""
    seen = visible(standing)
    last = (
        seen.filter(state=State.CONCLUDED)
        .order_by("standard_id", "subject", F("concluded_on").desc(), "-pk")
        .distinct("standard_id", "subject")
    )
    judged = Appraisal.objects.filter(pk__in=last.values("pk")).order_by().values("standard")
    passing: Any = judged.annotate(judged=Count("pk"), passing=Count("pk", filter=Q(passed=True)))
    found = {row.pop("standard"): row | {"rate": share(row["passing"], row["judged"])} for row in passing}
    going_on = seen.filter(state__in=(State.OPEN, State.HANDED_IN)).order_by().values("standard")
    late = Count("pk", filter=Q(state=State.OPEN, due_on__lt=today))
    running: Any = going_on.annotate(running=Count("pk"), late=late)
    for row in running:
        found.setdefault(row.pop("standard"), {}).update(row)
    return found


@staff_only
@require_safe
def standard(request, code: str):
    """How every subject stands; of a whole county first by township, each number with its list."""
    found = standard_for(code)
    today = office_day(timezone.now())
    inside, figure, item = (request.GET.get(name, "") for name in ("inside", "figure", "item"))
    rows = results(found, request.standing, today, inside=inside)
    whole = not (inside or figure or item) and len({_township(each) for each in rows}) > 1
    shown = _narrowed(rows, figure, item)
    words = [STANDS[figure]] if figure in STANDS else []
    words += [gap.text for gap in gaps(found, rows) if gap.item == item] if item else []
    context = {
        "standard": found,
        "table": by_township(rows, request.path) if whole else None,
        "rows": shown,
        "columns": columns(today),
        "chosen": [*words, *([area_path(Area.objects.get(pk=inside))] if _is_area(inside) else [])],
        # Closed cases are drawn by lot; what failed is opened again on its own page.
        "opens": found.about != Standard.About.CASES and access.may_open(found, request.standing),
        "rounds": bool(request.standing.areas_with(CONCLUDE)),
        "manages": MANAGE in request.standing.permissions,
        "exports": EXPORT in request.standing.permissions,
        "export_url": reverse("assessment:export", args=[code], query=request.GET),
    }
    return render(request, "assessment/standard.html", context)


def _is_area(code: str) -> bool:
    return bool(code) and Area.objects.filter(pk=code).exists()


def _township(row: SubjectResult) -> str:
    return Area.township_of(row.subject.area.pk) or row.subject.area.pk


def _narrowed(rows: list[SubjectResult], figure: str, item: str) -> list[SubjectResult]:
    if item:
        rows = lacking(rows, item)
    return [each for each in rows if each.stands == figure] if figure in STANDS else rows


@staff_only
@require_safe
def gap_report(request, code: str):
    """Which items are lacking, and by how many of those with a result."""
    found = standard_for(code)
    inside = request.GET.get("inside", "")
    rows = results(found, request.standing, office_day(timezone.now()), inside=inside)
    context = {"standard": found, "gaps": gaps(found, rows), "judged": sum(1 for each in rows if each.result)}
    return render(request, "assessment/gaps.html", context)


@staff_only
@require_safe
def export(request, code: str):
    """The list as it is narrowed, as a workbook."""
    must_export(request)
    found, now = standard_for(code), timezone.now()
    inside, figure, item = (request.GET.get(name, "") for name in ("inside", "figure", "item"))
    rows = _narrowed(results(found, request.standing, office_day(now), inside=inside), figure, item)
    told: dict[str, Any] = {"subject": f"标准 {found.name}", "filename": f"{found.name}.xlsx", "now": now}
    return workbook(request, name=found.name, columns=SHEET, rows=[_sheet_row(each) for each in rows], **told)


def _sheet_row(row: SubjectResult) -> tuple:
    subject, result = row.subject, row.result
    words = (subject.name, area_path(subject.area), subject.unit.name, STANDS[row.stands])
    if result is None:
        return (*words, None, "", None, None)
    return (*words, result.percent, result.grade, result.concluded_on, result.valid_until)


def _offered(standard: Standard | None) -> dict:
    """The names that the boxes of the form offer while one types."""
    registers = Register.objects.filter(is_active=True)
    only = (f"{field.label}={name}" for each in registers for field in each.asked for _, name in field.choices)
    marks = (name for source in SOURCES.values() for name in source.offered().values())
    return {"offers": list(dict.fromkeys(only)), "marks": list(dict.fromkeys(marks))}


PAGE = DefiningPage(
    STANDARDS,
    MANAGE,
    template="assessment/define.html",
    called="standard",
    facts=facts,
    told=definition,
    stands=initial_of,
    begins={"pass_percent": 100, "is_active": True},
    home="assessment:standards",
    page="assessment:standard",
    label="标准",
    beside=_offered,
)
