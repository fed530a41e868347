"""Figures of the demo county for two years: invented numbers of about the right size for each of its villages."""

from datetime import datetime

from governance.frame.days import office_day
from governance.organisation.demo import COUNTY
from governance.organisation.models import Area, AreaFigure

YEARS = 2


def load(now: datetime) -> int:
    """Every village has its figures; says how many. Does nothing where any are there."""
    if AreaFigure.objects.exists():
        return 0
    villages = Area.objects.filter(level=Area.Level.VILLAGE, code__startswith=COUNTY).order_by("code")
    this_year = office_day(now).year
    rows = [
        AreaFigure(area=village, year=year, figure=code, value=value)
        for place, village in enumerate(villages)
        for year in range(this_year - YEARS + 1, this_year + 1)
        for code, value in _figures(place, village.pk[9] == "2", year - this_year).items()
    ]
    return len(AreaFigure.objects.bulk_create(rows))


def _figures(place: int, rural: bool, years: int) -> dict[str, int]:
    people = (900 + place * 137 % 1400 if rural else 3000 + place * 431 % 5200) + years * 12
    return {
        "population": people,
        "households": people * 10 // (34 if rural else 27),
        "migrants": people * (place % 5) // (60 if rural else 12),
        "foreigners": 0 if rural else place % 9,
        "natural_villages": 2 + place % 5 if rural else 0,
        "village_groups": 3 + place % 7,
        "organs": place % 3 if rural else 4 + place % 9,
        "schools": place % 2 if rural else 1 + place % 4,
        "banks": place % 2 if rural else 1 + place % 5,
        "venues": 0 if rural else place % 4,
        "routes": 1 + place % 3,
        "key_places": 1 + place % 4,
    }
