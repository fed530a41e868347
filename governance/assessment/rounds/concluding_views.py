"""Many appraisals of a round concluded at once: chosen on the page or by a sheet, shown as what they come to, done."""

from django.core import signing
from django.db.models import Count, Q, QuerySet, Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.lists.workbook import must_export, workbook
from governance.frame.days import office_day
from governance.frame.forms.once import shown_once
from governance.frame.forms.posted import posted, refusals_on, status_of, whole_numbers
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.tables import share
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.jobs.forms import SheetForm
from governance.organisation.models import Area
from governance.organisation.pickers import area_path

from ..access import CONCLUDE, round_for, visible, waiting
from ..appraisals.actions import result_words
from ..appraisals.forms import TogetherForm
from ..appraisals.rows import linked_name
from ..models import Appraisal, Mark, Round
from .concluding import MOST, Weighing, conclude_together, weigh_up_alike
from .sheet import columns_of, rows_of, weigh_up_sheet

SALT, SECONDS = "conclude-round", 3600


def _round(request, pk: int) -> tuple[Round, QuerySet[Appraisal]]:
    """The round and what the person can conclude in it; raises StepNotAllowed where that is nothing."""
    found = round_for(request.standing, pk)
    rows = waiting(found, request.standing)
    if not rows.exists():
        raise StepNotAllowed("这个批次里没有等您评定的。")
    return found, rows


def _items(rows: QuerySet[Appraisal]) -> list[Mark]:
    """The items of the round: all of it was opened by its standard as it was then."""
    first = rows[0]
    return list(first.marks.all())


@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request, pk: int):
    """Those that wait, to be ticked, and what is given to the ticked; sent, what they would come to."""
    found, rows = _round(request, pk)
    form = TogetherForm(_items(rows), posted(request))
    chosen = whole_numbers(request.POST, "n")
    if form.is_valid():
        with refusals_on(form):
            if not chosen:
                raise Refusal("请先勾选要评定的。")
            weighing = weigh_up_alike(rows.filter(pk__in=chosen)[:MOST], form.given, _today())
            weighing.leave(visible(request.standing).filter(round=found, pk__in=chosen))
            return _preview(request, found, weighing)
    inside = request.GET.get("inside", "")
    place = Area.objects.filter(pk=inside).select_related("parent__parent").first()
    shown = rows.filter(area__code__startswith=place.pk) if place else rows
    marked = Count("marks", filter=Q(marks__own=None))
    shown = shown.annotate(own=Sum("marks__own"), whole=Sum("marks__weight"), lacking=marked)
    context = {
        "round": found,
        "rows": list(shown[:MOST]),
        "most": MOST if rows.count() > MOST else 0,
        "columns": [ListColumn("hidden:选择", lambda row: _box(row, chosen)), *WAITING],
        "place": area_path(place) if place else "",
        "form": form,
    }
    return render(request, "assessment/conclude_round.html", context, status=status_of(form))


def _today():
    return office_day(timezone.now())


def _box(row: Appraisal, chosen: set[int]) -> SafeString:
    return format_html(
        '<label class="check"><input type="checkbox" name="n" value="{}"{}><span class="sr-only">{}</span></label>',
        row.pk,
        SafeString(" checked") if row.pk in chosen else "",
        row.name,
    )


def _percent(points, whole) -> str:
    return "—" if points is None else f"{points * 100 / whole:.1f}%"


WAITING = [
    ListColumn("评定对象", linked_name, "cell-title"),
    ListColumn("所在地", lambda row: area_path(row.area), label="所在地"),
    ListColumn("情况", lambda row: row.get_state_display(), label="情况"),
    ListColumn("num:自评", lambda row: "—" if row.lacking else _percent(row.own, row.whole), "num", label="自评"),
]
RESULTS = [
    ListColumn("评定对象", lambda row: row.appraisal.name, "cell-title"),
    ListColumn("所在地", lambda row: area_path(row.appraisal.area), label="所在地"),
    ListColumn("num:自评", lambda row: _percent(row.own, 100), "num", label="自评"),
    ListColumn("num:得分率", lambda row: f"{row.appraisal.percent}%", "num", label="得分率"),
    ListColumn("结果", lambda row: "达标" if row.appraisal.passed else "不达标", label="结果"),
    ListColumn("等级", lambda row: row.appraisal.grade, label="等级"),
    ListColumn("理由", lambda row: row.reasons, label="理由"),
]

DONE = [
    ListColumn("评定对象", linked_name, "cell-title"),
    ListColumn("所在地", lambda row: area_path(row.area), label="所在地"),
    ListColumn("结果", result_words, label="结果"),
]
LEFT = [
    ListColumn("评定对象", lambda row: linked_name(row[0]), "cell-title"),
    ListColumn("原因", lambda row: row[1], label="原因"),
]


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, pk: int):
    """How the sheet is filled in; handed in, what its rows would come to. All of it is taken or nothing."""
    found, rows = _round(request, pk)
    form = SheetForm(request, label="评定表")
    if form.is_valid():
        with refusals_on(form):
            items = _items(rows)
            table = form.table([column.label for column in columns_of(items)])
            weighing = weigh_up_sheet(table, {each.pk: each for each in rows}, items, _today())
            return _preview(request, found, weighing, whole=True)
    context = {"round": found, "form": form, "most": MOST, "waiting": rows.count()}
    return render(request, "assessment/round_sheet.html", context, status=status_of(form))


@require_safe
def sheet_file(request, pk: int):
    """Those that wait as a sheet, with what is known of them."""
    found, rows = _round(request, pk)
    must_export(request)
    told = {"subject": f"{found.standard.name} {found.name}评定表", "filename": f"{found.name}评定表.xlsx"}
    filled = rows_of(rows[:MOST], _today())
    return workbook(request, name="评定表", columns=columns_of(_items(rows)), rows=filled, now=timezone.now(), **told)


def _preview(request, found: Round, weighing: Weighing, *, whole: bool = False):
    """Row by row what would become of it; ``whole``: with one fault nothing goes on."""
    goes_on = weighing.ready and not (whole and weighing.faults)
    before = visible(request.standing).filter(round=found, state=Appraisal.State.CONCLUDED)
    judged, passed = before.count() + len(weighing.ready), before.filter(passed=True).count() + weighing.passing
    context = {
        "round": found,
        "weighing": weighing,
        "columns": RESULTS,
        "whole": whole,
        "judged": judged,
        "passed": passed,
        "rate": share(passed, judged),
        "sealed": _sealed(request, found, weighing) if goes_on else "",
    }
    return render(request, "assessment/round_preview.html", context, status=422 if whole and weighing.faults else 200)


def _sealed(request, found: Round, weighing: Weighing) -> str:
    return signing.dumps([found.pk, request.user.pk, weighing.as_rows()], salt=SALT, compress=True)


@require_POST
def conclude_shown(request, pk: int):
    """What was shown is concluded, row by row; what somebody changed meanwhile is left and said."""
    found = round_for(request.standing, pk)
    if not request.standing.areas_with(CONCLUDE):
        raise StepNotAllowed("由上级中心或者综治办评定。")
    try:
        asked, by, told = signing.loads(request.POST.get("sealed", ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature as wrong:
        raise Refusal("核对以后已超过一小时，请重新核对。") from wrong
    if (asked, by) != (found.pk, request.user.pk):
        raise Refusal("这不是您在这个批次里核对的，请重新核对。")
    seen = set(visible(request.standing).filter(round=found).values_list("pk", flat=True))
    done = conclude_together(told, seen, actor=request.user, at=timezone.now())
    context = {"round": found, "done": done, "done_columns": DONE, "left_columns": LEFT}
    page = render(request, "assessment/round_concluded.html", context)
    return shown_once(page, reverse("assessment:round", args=[found.pk]))
