"""Which figure of an area holds in a year."""

import pytest

from governance.organisation.areas.figures import figures_of
from governance.organisation.models import AreaFigure

pytestmark = pytest.mark.django_db
FENGQI, GUANGCHANG, GUOBEI = "610116001002", "610116001003", "610116002001"


def told(*rows):
    for area, year, value in rows:
        AreaFigure.objects.create(area_id=area, year=year, figure="population", value=value)


def test_it_is_the_newest_up_to_the_year(cast):
    told((FENGQI, 2024, 900), (FENGQI, 2026, 1100), (GUANGCHANG, 2027, 5))
    assert figures_of("population", 2025) == {FENGQI: 900}
    assert figures_of("population", 2026) == {FENGQI: 1100}
    assert figures_of("households", 2026) == {}


def test_it_is_the_sum_of_what_lies_below_where_all_of_it_is_known(cast):
    told((FENGQI, 2026, 1100), (GUANGCHANG, 2025, 400))
    assert figures_of("population", 2026)["610116001"] == 1500
    assert "610116" not in figures_of("population", 2026)
    told((GUOBEI, 2026, 300))
    assert figures_of("population", 2026)["610116"] == 1800
    told(("610116001", 2026, 1600))
    found = figures_of("population", 2026)
    assert (found["610116001"], found["610116"]) == (1600, 1900)
