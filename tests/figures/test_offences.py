"""What the police report of offences is added up by month and place, and told for so many inhabitants."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from governance.assessment.schemes.items import why_unfair
from governance.figures.asked import Asked
from governance.figures.counting import by_month, density_of, total
from governance.figures.offences import NO_SCORE, PER_PEOPLE, REGISTER, UNTIL
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
CODES = ("offence.criminal", "offence.public_order", "offence.theft", "offence.fraud")


@pytest.fixture
def county(cast, time_machine):
    """Two months of one street, one of another, one of last year, and one that was entered by mistake."""
    time_machine.move_to(NOW, tick=False)
    load_reference()
    for unit, until, numbers, ended_on in (
        (cast.weiqu, "2026-01-31", (30, 120, 20), None),
        (cast.weiqu, "2026-02-28", (20, 80, 10), None),
        (cast.guodu, "2026-01-31", (7, 0, 0), None),
        (cast.weiqu, "2025-12-31", (99, 99, 99), None),
        (cast.weiqu, "2026-03-31", (500, 500, 500), TODAY),
    ):
        facts = {UNTIL: until} | dict(zip(("f2", "f3", "f4"), numbers, strict=True))
        told = {"entered_on": TODAY, "ended_on": ended_on, "facts": facts}
        register = Register.objects.get(code=REGISTER)
        Entry.objects.create(register=register, name=until, unit=unit, area=unit.area, **told)
    return cast


def asked(user, **how) -> Asked:
    return Asked(standing_of(user, TODAY), YEAR, TODAY, **how)


def test_its_fields_are_those_that_were_delivered(county):
    labels = {field.name: (field.label, field.kind) for field in Register.objects.get(code=REGISTER).asked}
    assert labels[UNTIL] == ("统计截止", "date")
    assert [labels[name] for name in ("f2", "f3", "f4", "f5")] == [
        ("刑事案件", "number"),
        ("治安案件", "number"),
        ("盗窃案件", "number"),
        ("电信网络诈骗案件", "number"),
    ]


def test_it_adds_up_what_was_reported_in_the_period_by_place_and_month(county):
    counts = total(CODES, asked(county.county))
    assert [counts[code] for code in CODES] == [57, 200, 30, 0]
    assert total(CODES, asked(county.county, area="610116002"))["offence.criminal"] == 7
    assert total(CODES, asked(county.county, unit=county.weiqu.pk))["offence.criminal"] == 50
    assert by_month(CODES, asked(county.county))["offence.criminal", date(2026, 2, 1)] == 20
    assert total(CODES, asked(county.handler))["offence.criminal"] == 0
    Register.objects.filter(code=REGISTER).update(is_active=False)
    assert total(CODES, asked(county.county))["offence.criminal"] == 0, "the county keeps no such register any more"


def test_it_says_how_many_for_ten_thousand_inhabitants_and_a_dash_where_that_is_not_known(county, login):
    (measured,) = PER_PEOPLE
    there = asked(county.county)
    counts = total(CODES, there)
    assert density_of(measured, counts, there).found is None
    AreaFigure.objects.create(area_id="610116", year=2025, figure="population", value=40_000)
    there = asked(county.county)
    assert density_of(measured, counts, there).found == Decimal("14.25")
    page = login(county.county).get("/figures/?subject=刑事和治安案件&period=year&area=")
    (top,) = [figure for figure in page.context["figures"] if figure.label == "万人发案率"]
    assert (top.value, top.note) == ("14.25", "57 / 常住人口 40,000 人")
    opened = login(county.county).get(top.url)
    listed = opened.content.decode()
    assert "2026-01-31" in listed and "2025-12-31" not in listed and "2026-03-31" not in listed
    assert opened.context["page"].count_text == "共 3 条" and "合计 57 件" in listed
    rows = [(str(row["counted_on"]), row["added"]) for row in opened.context["rows"]]
    assert sorted(rows) == [("2026-01-31", 7), ("2026-01-31", 30), ("2026-02-28", 20)]


def test_no_unit_is_given_points_by_how_many_there_were():
    assert {why_unfair([code]) for code in CODES} == {NO_SCORE}
