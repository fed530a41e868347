"""By how much more than in the period before is a warning, said apart for streets and for towns."""

from governance.cases.law import county
from governance.organisation.models import Area

STREETS, TOWNS = "warning_rise", "warning_rise_towns"
# The third group of a code: below this it is a street, from it on a town or a township (国家统计局 统计用区划代码).
FIRST_TOWN = 100


def percent_for(area: Area) -> int:
    """By how many percent more a place is named in the warning."""
    place = Area.township_of(area.code)[Area.CODE_LENGTH[Area.Level.COUNTY] :]
    return int(county.answer_to(TOWNS if place and int(place) >= FIRST_TOWN else STREETS))


def in_words() -> str:
    """百分之30以上, or what the streets and the towns have apart."""
    streets, towns = (int(county.answer_to(code)) for code in (STREETS, TOWNS))
    if streets == towns:
        return f"百分之{streets}以上"
    return f"百分之{streets}（镇、乡百分之{towns}）以上"
