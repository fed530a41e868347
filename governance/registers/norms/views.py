"""The shortage list of a register: what each area should have, has and lacks."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import office_day
from governance.frame.pages.tables import share
from governance.organisation.areas.figures import FIGURES
from governance.organisation.models import Area
from governance.organisation.pickers import area_path
from governance.organisation.standing import Standing

from ..access import SEE, register_for, visible
from ..models import Norm
from .counting import Need, beyond, by_township, named_by_nothing, needs, needs_of_rows, rows_under, total

BELOW_TOWNSHIPS = (Area.Level.VILLAGE, Area.Level.GRID)
staff_only = permission_required(SEE, raise_exception=True)


@staff_only
@require_safe
def shortage(request, code: str):
    """By one standard of the register, area by area; those that lack most stand first."""
    register = register_for(code)
    norms = list(register.norms.select_related("register", "answered_by"))
    if not norms:
        raise Http404("这本台账没有配备标准。")
    chosen = next((norm for norm in norms if str(norm.pk) == request.GET.get("norm")), norms[0])
    inside = request.GET.get("inside", "")
    there = urlencode({"inside": inside}) if inside else ""
    year = office_day(timezone.now()).year
    rows = _needs(chosen, request.standing, year, inside)
    only_short = bool(request.GET.get("short"))
    whole = chosen.level in BELOW_TOWNSHIPS and len({Area.township_of(need.area.pk) for need in rows}) > 1
    shown = by_township(rows) if whole else rows
    context = {
        "register": register,
        "tabs": [{"label": norm.name, "url": f"?norm={norm.pk}&{there}", "active": norm == chosen} for norm in norms],
        "norm": chosen,
        "figure": FIGURES[chosen.figure].label if chosen.figure and not whole else "",
        "unnamed": _unnamed(chosen, request.standing, year),
        "rows": [(need, area_path(need.area)) for need in shown if need.short or need.wanted is None or not only_short],
        "whole": whole,
        "inside": inside,
        "only_short": only_short,
        "totals": _totals(rows),
    }
    return render(request, "registers/shortage.html", context)


def _totals(rows: list[Need]) -> str:
    """What is wanted, there and short in all, and why that does not add up where some have more than is wanted."""
    wanted, there, short = total(rows)
    over, unknown = beyond(rows), sum(need.wanted is None for need in rows)
    said = f"应有 {wanted}，现有 {there}，缺 {short}"
    said += f"（超出的 {over} 不抵别处的缺）" if over and short else ""
    said += f"；{unknown} 处缺少区划数据，无法计算" if unknown else ""
    return f"{said}。{_met(rows)}"


def _met(rows: list[Need]) -> str:
    """How many of those to which the standard applies have all that it wants: 90% of the villages."""
    known = [need for need in rows if need.wanted]
    met = sum(not need.short for need in known)
    return f"{len(known)} 处中 {met} 处达到标准，占 {share(met, len(known))}。" if known else ""


def _needs(norm: Norm, standing: Standing, year: int, inside: str) -> list[Need]:
    if not norm.answered_by:
        return needs(norm, standing, year, inside=inside)
    seen = visible(norm.register, standing).filter(pk__in=rows_under(norm)).select_related("area__parent__parent")
    return needs_of_rows(norm, seen, standing, year)


def _unnamed(norm: Norm, standing: Standing, year: int) -> str:
    """How many rows of the answering register are left out because they name none of this one."""
    answering = norm.answered_by
    count = named_by_nothing(norm, standing, year) if answering else 0
    return (
        f"，另有 {count} {answering.unit_word}没有写明{norm.register.name}台账里的名称，没有计入"
        if answering and count
        else ""
    )
