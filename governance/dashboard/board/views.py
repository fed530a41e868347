"""The leader's board: sentences, numbers beside other periods, plots with their tables; every number opens its list."""

from dataclasses import replace

from django.http import Http404, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.figures.asked import COUNTY, GRID, TOWNSHIP, VILLAGE, Asked
from governance.figures.forms import own_unit
from governance.figures.headlines import headlines
from governance.figures.measures import Measure
from governance.figures.tables import EVERYWHERE, ONLY, PERIOD, PLACE, inside
from governance.figures.views import list_of
from governance.frame.days import minute_text, office_day
from governance.frame.pages.tables import CODE
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Area, Unit
from governance.organisation.units import names_of

from . import words
from .addresses import board_at, led_to, part_of, parts
from .drawing import drawn
from .forms import BoardForm
from .reading import Board

# Plots on one page of the wall screen; after how many seconds it turns its pages and asks for new figures.
ON_A_SHEET, TURN, REFRESH = 4, 20, 300
# Of which line of work the areas are told, one at a time, and so many of them.
LINE, AT_ONCE = "line", 16


def asked_by(request) -> QueryDict:
    """What was asked; whoever oversees one place of the county begins with it. Who works on no case is told nothing."""
    if "cases.view_case" not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不办理事项，不能查看驾驶舱。")
    query = request.GET.copy()
    home = request.standing.home
    if "area" not in query and home in request.standing.areas and len(home) >= TOWNSHIP:
        query["area"] = home
    return query


def _board(request, *, aloud: bool) -> tuple[BoardForm, QueryDict, Board | None]:
    """The form, what it was told, and the board it asks for, if it is in order."""
    query, now = asked_by(request), timezone.now()
    form = BoardForm(query, today=office_day(now))
    period = form.asked_period()
    if period is None:
        return form, query, None
    place, lists = form.cleaned_data["area"], lists_under("dashboard:board_list")
    unit = own_unit(request.standing)
    asked = Asked(request.standing, period, form.today, place, unit, now, aloud=aloud, lists=lists)
    return form, query, Board(asked, form.against)


def told_of(asked: Asked) -> str:
    """The unit whose work alone is counted; empty where that of all is."""
    found = Unit.objects.filter(pk=asked.unit) if asked.unit else Unit.objects.none()
    return found.values_list("short_name", flat=True).first() or ""


def lists_under(name: str) -> str:
    """Where the lists behind the figures of a page of the board are."""
    return reverse(name, args=[PLACE, PERIOD, CODE])


@require_safe
def board_list(request, place: str, period: str, code: str):
    """The list behind a figure of the board of a place, which leads back to that board."""
    place = place_of(place)

    def back(query: QueryDict, measure: Measure) -> str:
        return board_at(query, area=place)

    return list_of(request, period, code, of="驾驶舱", back=back, place=place)


def place_of(word: str) -> str:
    """The code of the place that an address names, empty for everywhere."""
    return "" if word == EVERYWHERE else word


@require_safe
def board_page(request):
    """What came in, what was done in time, what is late and where, as far as the reader may know."""
    form, query, board = _board(request, aloud=False)
    context: dict = {"filter_form": form}
    if board is not None:
        context |= _shown(board, query)
        context["wall_url"] = led_to("dashboard:wall", query)
        context["map_url"] = led_to("dashboard:map", query)
    return render(request, "dashboard/board/board.html", context)


@require_safe
def wall_page(request):
    """The same on a screen in the hall, where others read along: no restricted case counts, and nobody is named."""
    form, query, board = _board(request, aloud=True)
    if board is None:
        raise Http404("没有这个期间。")
    context = _shown(board, query)
    filled = [drawn for drawn in context["plots"] if drawn.table.rows]
    context["sheets"] = [filled[start : start + ON_A_SHEET] for start in range(0, len(filled), ON_A_SHEET)]
    context |= {"filter_form": form, "from_at": minute_text(board.asked.moment), "turn": TURN, "refresh": REFRESH}
    return render(request, "dashboard/board/wall.html", context)


def _shown(board: Board, query: QueryDict) -> dict:
    asked = board.asked
    units = names_of(Unit.objects.filter(pk__in={place.unit for place in board.places}))
    below = {place.area for place in board.places if place.area != asked.area or len(place.area) < asked.split}
    around = [asked.area[:length] for length in (COUNTY, TOWNSHIP, VILLAGE, GRID) if length <= len(asked.area)]
    areas = {area.code: area for area in Area.objects.filter(code__in=[*below, *around]).order_by("code")}
    path = [(areas[code].name, board_at(query, area=code)) for code in around if code in areas]
    lines = {headline.subject: headline for headline in headlines() if not headline.of_units}
    line = lines.get(query.get(LINE, ""), next(iter(lines.values())))
    told = words.areas(board, line, _below([areas[code] for code in sorted(below)], asked, query))
    part = part_of(query, len(told.rows), AT_ONCE)
    return {
        "period": asked.period.label,
        "under_way": asked.today if asked.period.first <= asked.today < asked.period.last else None,
        "sentences": [words.sentence(board, headline, units) for headline in headlines()],
        "figures": [
            figure for headline in headlines() if not headline.of_units for figure in words.figures(board, headline)
        ],
        "plots": drawn(board, units),
        "tables": [words.comparison(board), replace(told, rows=told.rows[part * AT_ONCE : (part + 1) * AT_ONCE])],
        "parts": parts("dashboard:board", query, len(told.rows), AT_ONCE, f"#{words.AREAS}"),
        "tabs": [_tab(query, subject, subject == line.subject) for subject in lines],
        "kept": [(LINE, query[LINE])] if LINE in query else [],
        "path": path[:-1],
        "place": path[-1][0] if path else "",
        "unit": units.get(asked.unit or 0) or told_of(asked),
        "figures_url": led_to("figures:figures", query),
    }


def _tab(query: QueryDict, subject: str, active: bool) -> dict:
    return {"label": subject, "url": f"{board_at(query, **{LINE: subject})}#{words.AREAS}", "active": active}


def _below(areas: list[Area], asked: Asked, query: QueryDict) -> list[tuple[str, str, dict, str]]:
    """The areas by which the board is told apart; whoever opens one sees the board of it."""
    found = []
    for area in areas:
        if len(area.code) == asked.split:
            found.append((area.name, board_at(query, area=area.code), inside(area, asked), area.code))
        else:
            found.append((f"{area.name}（{ONLY}）", "", inside(area, asked), area.code))
    return found
