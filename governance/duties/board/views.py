"""The board of one plan, urging from it, and the same as a table for Excel."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.cases.lists.workbook import EXPORT, must_export, workbook
from governance.frame.days import day_text, office_day
from governance.frame.forms.plausible import day_named
from governance.frame.forms.posted import refusals_told
from governance.frame.refusals import Refusal, StepNotAllowed

from .. import access
from ..models import DutyPlan
from ..scan import urging
from . import export as exporting
from . import rows as board

# More names than these nobody reads in a message.
MOST_NAMED = 12


def _plans(today: date) -> list[DutyPlan]:
    """The newest version of every plan that is or was in use by today, those in use first."""
    versions = DutyPlan.objects.filter(effective_from__lte=today).order_by("code", "-version").distinct("code")
    return sorted(versions, key=lambda plan: (not plan.is_active, plan.pk))


def _asked(request, now) -> tuple[list[DutyPlan], DutyPlan, board.Board]:
    """The plans, the one asked for (else the first), and its board."""
    access.must_see(request.standing)
    today = office_day(now)
    plans = _plans(today)
    code = request.GET.get("plan", "")
    plan = next((plan for plan in plans if plan.code == code), None)
    if plan is None:
        if code or not plans:
            raise Http404("没有这个方案。")
        plan = plans[0]
    made = board.board_of(
        request.standing,
        plan,
        now=now,
        end=day_named(request.GET.get("end")) or today,
        chosen=day_named(request.GET.get("window")),
        unfolded=request.GET.get("open", ""),
    )
    return plans, plan, made


@require_safe
def board_page(request):
    """Units × windows: what is missing in words, then the grid; a township unfolds, a heading chooses its window."""
    now = timezone.now()
    plans, plan, made = _asked(request, now)
    chosen = made.chosen
    may_urge = bool(request.standing.areas_with(access.URGE))
    context = {
        "plan": plan,
        "plans": [{"code": each.code, "name": each.name, "on": each.is_active} for each in plans],
        "board": made,
        "sentence": board.sentence(made, now),
        "chosen_days": _days(chosen) if chosen else "",
        "may_urge": may_urge and bool(made.lacking),
        "chosen_over": chosen is not None and now > chosen.due_at,
        "urge_word": "缺报" if chosen and now > chosen.due_at else "还没有报",
        "end": request.GET.get("end", ""),
        "width": len(made.columns) + 1,
        "may_export": EXPORT in request.standing.permissions,
    }
    return render(request, "duties/board/list.html", context)


def _days(column: board.WindowColumn) -> str:
    return day_text(column.first) if column.first == column.last else f"{column.first} 至 {column.last}"


@require_POST
def urge(request):
    """All units of one's areas that have not handed in for the window are told."""
    if not request.standing.areas_with(access.URGE):
        raise StepNotAllowed("您的岗位不能催报。")
    plan, first = request.POST.get("plan", ""), day_named(request.POST.get("window"))
    address = f"{reverse('duties:board')}?plan={plan}&window={first}"
    with refusals_told(request):
        if first is None:
            raise Refusal("请在看板中选定一期再催报。")
        urged = urging.urge(plan, first, actor=request.user, at=timezone.now())
        said = f"已催报 {urged.units} 个单位，发出消息 {urged.notices} 条。"
        messages.success(request, said + _unheard(urged.unheard))
    return redirect(address if first else reverse("duties:board"))


def _unheard(units: list[str]) -> str:
    """Who was not reached, so that somebody rings them up; empty if nobody."""
    if not units:
        return ""
    named = "、".join(units[:MOST_NAMED]) + ("等" if len(units) > MOST_NAMED else "")
    return f"{len(units)} 个单位没有任职的人，收不到：{named}。"


@require_safe
def export(request):
    """The board as it stands, every unit unfolded, in the county's order; taking it stands in the security record."""
    now = timezone.now()
    must_export(request)
    _, plan, made = _asked(request, now)
    end = min(day_named(request.GET.get("end")) or office_day(now), office_day(now))
    rows = exporting.rows_of(board.tasks_of(request.standing, plan.code, plan.cadence, end), made)
    return workbook(
        request,
        name="报送情况",
        columns=exporting.columns_of(made),
        rows=rows,
        subject=f"{plan.name}报送情况",
        filename=f"{plan.name} {end}.xlsx",
        now=now,
    )
