"""The map of the board: how much of a figure lies in each village or township, in colours and numbers, never points."""

from dataclasses import dataclass
from functools import partial

from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from governance.figures.asked import COUNTY, TOWNSHIP, VILLAGE, Asked
from governance.figures.counting import by_area
from governance.figures.forms import own_unit
from governance.figures.headlines import headlines
from governance.figures.measures import MEASURES, Measure
from governance.figures.tables import ONLY, linked_to
from governance.figures.views import list_of
from governance.frame.days import office_day
from governance.frame.pages.columns import escaped
from governance.frame.pages.remembered import remembered
from governance.frame.pages.tables import linked_html
from governance.maps.outlines import address_of
from governance.maps.views import area_for
from governance.organisation.models import Area

from .addresses import board_at, led_to, part_of, parts
from .forms import MapForm
from .views import asked_by, lists_under, place_of, told_of

# As many lines of the list stand on one page; the map has all numbers.
AT_ONCE = 100
# What areas are called, and the version of their shapes.
SECONDS = 60


@dataclass(frozen=True)
class MapRow:
    """How much lies in an area: its list, and the map of what lies inside it, if that can be told apart."""

    code: str
    name: str
    note: str
    number: int
    url: str
    inside: str

    @property
    def html(self) -> SafeString:
        """A line of the list: a template for each of hundreds of villages would cost more than counting them, and what
        HTML lets out is let out."""
        note = f"<small>{escaped(self.note)}</small>" if self.note else ""
        name, number = linked_html(self.inside, self.name), linked_html(self.url, f"{self.number:,}")
        return SafeString(f"<tr><td>{name}{note}<td>{number}")


@require_safe
def map_page(request):
    """One figure by village or township: the list, and the map beside it where there is a script."""
    query, now = asked_by(request), timezone.now()
    form = MapForm(query, today=office_day(now))
    period = form.asked_period()
    context: dict = {"filter_form": form}
    if period is not None:
        told = form.cleaned_data
        fine = told["level"] == "village"
        # Petitions are told of a village and of nothing smaller: the map of a village is that of its township.
        place = Area.township_of(told["area"])
        lists = lists_under("dashboard:map_list")
        unit = own_unit(request.standing)
        asked = Asked(request.standing, period, form.today, place, unit, now, fine=fine, lists=lists)
        context |= _shown(asked, told["figure"], query)
    return render(request, "dashboard/board/map.html", context)


@require_safe
def map_list(request, place: str, period: str, code: str):
    """The list behind a number of the map of a place, which leads back to that map."""
    place = place_of(place)

    def back(query: QueryDict, measure: Measure) -> str:
        # On the map of villages stands also what lies in a township and in no village of it.
        fine = len(request.GET.get("area", "")) != TOWNSHIP or "only" in request.GET
        return led_to("dashboard:map", query, figure=code, level="village" if fine else "township", area=place)

    return list_of(request, period, code, of="驾驶舱地图", back=back, place=place)


def _shown(asked: Asked, code: str, query: QueryDict) -> dict:
    measure = MEASURES[code]
    where = _, split = asked.area, asked.split
    about = remembered("map-place", partial(_about, *where), seconds=SECONDS, of=where)
    # The lists differ in nothing but their area.
    listed = linked_to(asked).url(code, area="", only="")
    listed += "&area=" if "?" in listed else "?area="
    inside = led_to("dashboard:map", query, part="", area="")
    rows = _rows(asked, code, listed, inside)
    part = part_of(query, len(rows), AT_ONCE)
    during = "现在" if measure.is_now else asked.period.label
    return about | {
        "heading": f"{about['place']} {during} {measure.subject} {measure.label}",
        "measure": measure,
        "unit": told_of(asked),
        "rows": rows,
        "lines": SafeString("".join([row.html for row in rows[part * AT_ONCE : (part + 1) * AT_ONCE]])),
        "parts": parts("dashboard:map", query, len(rows), AT_ONCE),
        "numbers": " ".join([f"{row.code[COUNTY:]}:{row.number}" for row in rows if len(row.code) == split]),
        "county": about["code"][:COUNTY],
        "leads": listed if split == VILLAGE else inside,
        "whole": sum(row.number for row in rows),
        "late": code in {headline.overdue for headline in headlines()},
        "board_url": board_at(query, figure="", level=""),
        "out_url": led_to("dashboard:map", query, area=about["out"], part="") if about["out"] else "",
    }


def _about(area: str, split: int) -> dict[str, str]:
    """The place of the map, what lies around it, and where its shapes are."""
    place = area_for(area)
    out, name = (place.parent.pk, place.parent.name) if place.parent else ("", "")
    return {
        "code": place.pk,
        "place": place.name,
        "out": out,
        "out_name": name,
        "outlines_url": address_of(place, split),
    }


def _rows(asked: Asked, code: str, listed: str, inside: str) -> list[MapRow]:
    """Where there is something, most first."""
    numbers = {area: number for (_, area), number in by_area([code], asked).items() if number}
    names = remembered("map-areas", _names, seconds=SECONDS)
    if not numbers.keys() <= names.keys():
        names = _names()
    rows, split = [], asked.split
    for area in sorted(numbers, key=lambda area: (-numbers[area], area)):
        name, above = names[area]
        only = len(area) < split
        note = ONLY if only else above if len(area) > TOWNSHIP else ""
        further = f"{inside}{area}" if len(area) < VILLAGE else ""
        rows.append(MapRow(area, name, note, numbers[area], f"{listed}{area}{'&only=1' if only else ''}", further))
    return rows


def _names() -> dict[str, tuple[str, str]]:
    """What each area down to the village is called, and what it lies in."""
    known = Area.objects.exclude(level=Area.Level.GRID).values_list("code", "name", "parent__name")
    return {code: (name, above) for code, name, above in known}
