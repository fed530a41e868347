"""Which figure of an area holds in a year."""

from datetime import UTC, datetime

import pytest

from governance.organisation.areas.figures import figures_of
from governance.organisation.areas.merging import merge
from governance.organisation.models import AccessRecord, Area, AreaFigure

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


def test_an_area_that_is_joined_brings_its_figures_along_from_that_year_on(cast):
    told((FENGQI, 2025, 900), (FENGQI, 2026, 1000), (GUANGCHANG, 2025, 400))
    AreaFigure.objects.create(area_id=FENGQI, year=2026, figure="households", value=300)
    merge(FENGQI, GUANGCHANG, datetime(2026, 6, 1, tzinfo=UTC))
    before, now = figures_of("population", 2025), figures_of("population", 2026)
    assert (before[FENGQI], before[GUANGCHANG], before["610116001"]) == (900, 400, 1300)
    assert (now[FENGQI], now[GUANGCHANG], now["610116001"]) == (0, 1400, 1400)
    # Whoever knows one of two does not know both.
    assert GUANGCHANG not in figures_of("households", 2026) and figures_of("households", 2026)[FENGQI] == 300
    said = AccessRecord.objects.get(subject__startswith="区划数据").reason
    assert said == f"常住人口 1000 并入 {GUANGCHANG} 广场社区，合计 1400。"


def test_a_village_of_a_joined_township_has_under_its_new_code_what_it_had(cast):
    told((FENGQI, 2025, 900), (GUANGCHANG, 2025, 400), (GUOBEI, 2025, 300))
    new = Area.objects.create(code="610116030", name="新街道", level="township", parent_id="610116")
    for serial, village in enumerate(Area.objects.filter(parent="610116001").order_by("code"), 1):
        Area.objects.create(code=f"{new.pk}{serial:03}", name=village.name, level="village", parent=new)
    merge("610116001", new.pk, datetime(2026, 6, 1, tzinfo=UTC))
    found = figures_of("population", 2026)
    assert found[new.pk] == 1300 and found["610116"] == 1600


def test_what_a_village_takes_to_another_township_leaves_the_first_and_comes_to_the_other(cast):
    told(("610116001", 2026, 1450), ("610116002", 2026, 320))
    told((FENGQI, 2026, 1000), (GUANGCHANG, 2026, 400), (GUOBEI, 2026, 300))
    merge(FENGQI, GUOBEI, datetime(2026, 6, 1, tzinfo=UTC))
    now = figures_of("population", 2026)
    assert (now[FENGQI], now[GUOBEI]) == (0, 1300)
    assert (now["610116001"], now["610116002"], now["610116"]) == (450, 1320, 1770)


def test_a_township_whose_villages_are_known_leaves_nothing_behind(cast):
    new = Area.objects.create(code="610116030", name="新街道", level="township", parent_id="610116")
    for serial, village in enumerate(Area.objects.filter(parent="610116001").order_by("code"), 1):
        Area.objects.create(code=f"{new.pk}{serial:03}", name=village.name, level="village", parent=new)
    told(("610116001", 2026, 1400), (FENGQI, 2026, 1000), (GUANGCHANG, 2026, 400), ("610116002", 2026, 320))
    merge("610116001", new.pk, datetime(2026, 6, 1, tzinfo=UTC))
    now = figures_of("population", 2026)
    assert (now["610116001"], now[new.pk], now["610116"]) == (0, 1400, 1720)
