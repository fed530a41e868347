"""The rounds of a standard, a new one, and how far one has come."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.paging import Order, page_of
from governance.frame.pages.tables import Cell, Linked, Row, Table, rate
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Area
from governance.organisation.pickers import area_path

from ..access import CONCLUDE, SEE, round_for, standard_for, visible, waiting
from ..appraisals.forms import DrawForm, RoundForm
from ..appraisals.rows import linked_name
from ..models import Appraisal, Standard
from ..subjects import Draw
from . import actions

State = Appraisal.State
OLDEST = Order()
COLUMNS = {
    "open": "自评中",
    "handed_in": "待评定",
    "passed": "达标",
    "failed": "不达标",
}
CONDITIONS = {
    "open": Q(state=State.OPEN),
    "handed_in": Q(state=State.HANDED_IN),
    "passed": Q(state=State.CONCLUDED, passed=True),
    "failed": Q(state=State.CONCLUDED, passed=False),
}
staff_only = permission_required(SEE, raise_exception=True)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request, code: str):
    """The rounds that the person has a part in; a new one for whoever oversees an area."""
    standard = standard_for(code)
    areas = _areas(request.standing)
    if request.method == "POST" and not areas:
        raise StepNotAllowed("您的岗位不组织验收。")
    draws = standard.about == Standard.About.CASES
    asked = DrawForm if draws else RoundForm
    form = asked([(area.pk, area_path(area)) for area in areas], posted(request)) if areas else None
    if form is not None and form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            area = next(each for each in areas if each.pk == told["area"])
            by = {"actor": request.user, "at": timezone.now()}
            if draws:
                by["draw"] = Draw(told["first"], told["last"], told["each"])
            made = actions.open_round(standard, name=told["name"], area=area, due_on=told["due_on"], **by)
            messages.success(request, f"已发起“{made.name}”，共 {made.appraisals.count()} 个对象。")
            return redirect("assessment:round", pk=made.pk)
    seen = visible(request.standing)
    own = standard.rounds.filter(pk__in=seen.values("round")).select_related("area__parent__parent", "opened_by")
    counts = _by(seen.filter(standard=standard, round__isnull=False), "round")
    rows = [(each, counts[each.pk], rate(counts[each.pk]["passed"], _judged(counts[each.pk]))) for each in own]
    context = {"standard": standard, "rows": rows, "form": form, "draws": draws}
    return render(request, "assessment/rounds.html", context, status=status_of(form) if form else 200)


def _areas(standing) -> list[Area]:
    """The areas that the person oversees, and the townships in them."""
    found = Area.objects.filter(level__in=("county", "township")).select_related("parent__parent").order_by("code")
    return [area for area in found if standing.covers(area.pk, CONCLUDE)]


def _judged(counts: Counter) -> int:
    return counts["passed"] + counts["failed"]


def _by(rows, column: str) -> dict[Any, Counter]:
    """How many are how far, by that column."""
    counts = {f"are_{name}": Count("pk", filter=condition) for name, condition in CONDITIONS.items()}
    found = rows.exclude(state=State.ENDED).order_by().values(column).annotate(**counts).values_list(column, *counts)
    return {key: Counter(dict(zip(COLUMNS, numbers, strict=True))) for key, *numbers in found}


@require_safe
def round_page(request, pk: int):
    """How far the round has come by township, and the list behind each number."""
    found = round_for(request.standing, pk)
    seen = visible(request.standing).filter(round=found).exclude(state=State.ENDED)
    figure, inside = request.GET.get("figure", ""), request.GET.get("inside", "")
    place = Area.objects.filter(pk=inside).select_related("parent__parent").first()
    rows = seen.filter(CONDITIONS.get(figure, Q()), area__code__startswith=inside)
    chosen = [*([COLUMNS[figure]] if figure in COLUMNS else []), *([area_path(place)] if place else [])]
    page = page_of(request, rows.select_related("unit", "area__parent__parent"), OLDEST, unit="个")
    context = {
        "round": found,
        "table": None if chosen else _table(seen, reverse("assessment:round", args=[pk])),
        "page": page,
        "rows": page.rows,
        "columns": LIST,
        "chosen": chosen,
        "waiting": waiting(found, request.standing).filter(area__code__startswith=inside).count(),
        "conclude_url": reverse("assessment:conclude_round", args=[pk], query={"inside": inside} if inside else {}),
    }
    return render(request, "assessment/round.html", context)


LIST = [
    ListColumn("评定对象", linked_name, "cell-title"),
    ListColumn("所在地", lambda row: area_path(row.area), label="所在地"),
    ListColumn("自评单位", lambda row: row.unit.short_name, label="自评单位"),
    ListColumn("情况", lambda row: row.get_state_display(), label="情况"),
    ListColumn("num:得分率", lambda row: "—" if row.percent is None else f"{row.percent}%", "num", label="得分率"),
    ListColumn("结果", lambda row: {None: "", True: "达标", False: "不达标"}[row.passed], label="结果"),
    ListColumn("等级", lambda row: row.grade, label="等级"),
]


def _table(seen, address: str) -> Table:
    counts: dict[str, Counter] = {}
    for area, numbers in _by(seen, "area").items():
        counts.setdefault(Area.township_of(area) or area, Counter()).update(numbers)
    names = dict(Area.objects.filter(pk__in=counts).values_list("code", "name"))
    linked = Linked(address, {})
    rows = [Row(names[code], _cells(linked, counts[code], code)) for code in sorted(counts)]
    total = sum(counts.values(), Counter())
    head = ["对象", *COLUMNS.values(), "达标率"]
    explains = "达标率＝达标数÷已评定数；没有评定的不计入。"
    return Table("round", "进展", head, rows, Row("合计", _cells(linked, total, "")), explains, "镇街")


def _cells(linked: Linked, counts: Counter, inside: str) -> list[Cell]:
    cells = linked.cells(counts, COLUMNS, inside=inside)
    return [Cell(str(counts.total())), *cells, rate(counts["passed"], _judged(counts))]
