"""The map of the board: how much of a figure lies in each village or township, in colours and numbers, never points."""

from collections import Counter
from dataclasses import dataclass

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from governance.figures.asked import TOWNSHIP, VILLAGE, Asked
from governance.figures.counting import by_place
from governance.figures.headlines import headlines
from governance.figures.measures import MEASURES
from governance.figures.tables import ONLY, linked_to
from governance.frame.days import office_day
from governance.frame.pages.columns import escaped
from governance.frame.pages.tables import linked_html
from governance.maps.outlines import address_of
from governance.maps.views import area_for
from governance.organisation.models import Area

from .forms import MapForm
from .views import asked_by


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
        asked = Asked(request.standing, period, form.today, place, now=now, fine=fine)
        context |= _shown(asked, told["figure"], query)
    return render(request, "dashboard/board/map.html", context)


def _shown(asked: Asked, code: str, query: QueryDict) -> dict:
    measure, place = MEASURES[code], area_for(asked.area)
    rows = _rows(asked, code, query)
    return {
        "measure": measure,
        "period": asked.period.label,
        "place": place,
        "rows": rows,
        "lines": SafeString("".join([row.html for row in rows])),
        "whole": sum(row.number for row in rows),
        "late": code in {headline.overdue for headline in headlines()},
        "outlines_url": address_of(place, asked.split),
        "board_url": f"{reverse('dashboard:board')}?{_without(query).urlencode()}",
        "out_url": _inside(query, place.parent_id) if place.parent_id else "",
        "out_name": place.parent.name if place.parent_id else "",
    }


def _rows(asked: Asked, code: str, query: QueryDict) -> list[MapRow]:
    """Where there is something, most first."""
    numbers: Counter = Counter()
    for place, number in by_place([code], asked).items():
        numbers[place.area] += number
    # The lists differ in nothing but their area.
    listed = linked_to(asked).url(code, area="", only="")
    listed += "&" if "?" in listed else "?"
    rows = []
    known = Area.objects.filter(code__in=numbers.keys())
    for area, name, above in known.values_list("code", "name", "parent__name"):
        only = len(area) < asked.split
        note = ONLY if only else above if len(area) > TOWNSHIP else ""
        further = _inside(query, area) if len(area) < VILLAGE else ""
        rows.append(MapRow(area, name, note, numbers[area], f"{listed}area={area}{'&only=1' if only else ''}", further))
    return sorted((row for row in rows if row.number), key=lambda row: (-row.number, row.code))


def _inside(query: QueryDict, code: str) -> str:
    there = query.copy()
    there["area"] = code
    return f"{reverse('dashboard:map')}?{there.urlencode()}"


def _without(query: QueryDict) -> QueryDict:
    there = query.copy()
    for name in ("figure", "level"):
        there.pop(name, None)
    return there
