"""Homicides are counted by the day on which they happened, and for so many inhabitants of a place."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from governance.figures.asked import Asked
from governance.figures.counting import density_of, total, value
from governance.figures.homicides import HAPPENED, PER_PEOPLE, REGISTER, SOLVED
from governance.figures.periods import Period
from governance.organisation.models import AreaFigure
from governance.organisation.standing import standing_of
from governance.registers.models import Entry, Register
from governance.registers.reference import load_reference
from tests.builders import CHINA

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 10, 0, tzinfo=CHINA)
TODAY = NOW.date()
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def county(cast, time_machine):
    """Two of this year, of which one was solved, one of last year, and one that was entered by mistake."""
    time_machine.move_to(NOW, tick=False)
    load_reference()
    for day, solved, ended_on in (
        ("2026-02-03", "2026-02-05", None),
        ("2026-05-01", None, None),
        ("2025-05-01", "2025-06-01", None),
        ("2026-03-01", None, TODAY),
    ):
        facts = {"f1": day, HAPPENED: day} | ({SOLVED: solved} if solved else {})
        unit, told = cast.weiqu, {"entered_on": TODAY, "ended_on": ended_on, "facts": facts}
        Entry.objects.create(register=Register.objects.get(code=REGISTER), name=day, unit=unit, area=unit.area, **told)
    return cast


def asked(user, **how) -> Asked:
    return Asked(standing_of(user, TODAY), YEAR, TODAY, **how)


def test_its_fields_are_those_that_were_delivered(county):
    fields = {field.name: field for field in Register.objects.get(code=REGISTER).asked}
    assert (fields[HAPPENED].label, fields[HAPPENED].kind, fields[HAPPENED].required) == ("发案日期", "date", True)
    assert (fields[SOLVED].label, fields[SOLVED].kind) == ("侦破日期", "date")


def test_it_counts_by_the_day_on_which_they_happened(county):
    counts = total(("homicide.happened", "homicide.solved"), asked(county.county))
    assert (counts["homicide.happened"], counts["homicide.solved"]) == (2, 1)
    assert value("homicide.happened", asked(county.county, area="610116002")) == 0


def test_it_says_how_many_for_so_many_inhabitants_and_a_dash_where_that_is_not_known(county, login):
    (measured,) = PER_PEOPLE

    def found(**how):
        there = asked(county.county, **how)
        return density_of(measured, total((measured.part,), there), there).found

    assert found() is None
    AreaFigure.objects.create(area_id="610116", year=2025, figure="population", value=1_090_000)
    AreaFigure.objects.create(area_id="610116001", year=2026, figure="population", value=80_000)
    assert found() == found(area="610116") == Decimal("0.18")
    assert found(area="610116001") == Decimal("2.50") and found(area="610116002") is None
    assert found(unit=county.weiqu.pk) is None
    client = login(county.county)
    page = client.get("/figures/?subject=命案&period=year&area=")
    (top,) = [figure for figure in page.context["figures"] if figure.label == "十万人发案率"]
    assert top.value == "0.18" and top.note == "2 / 常住人口 1,090,000 人"
    assert client.get(top.url).context["page"].count_text == "共 2 起"
    (told,) = client.get("/api/figures/?subject=命案&period=year").json()["per_people"]
    assert (told["part"], told["inhabitants"], told["value"]) == (2, 1_090_000, 0.18)
