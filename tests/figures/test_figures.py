"""Every figure opens what it counts, is worked out by its rule, and is the same wherever it is read."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from operator import attrgetter

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from governance.cases.choices import lists
from governance.cases.models import Case, Category, Clock
from governance.figures import checks, measures
from governance.figures.asked import Place
from governance.figures.counting import (
    Asked,
    Share,
    by_group,
    by_month,
    by_place,
    rows_of,
    share,
    totals,
    totals_by,
    value,
)
from governance.figures.measures import MEASURES, RATES
from governance.figures.periods import Period, begun_with, days_of
from governance.figures.tables import SubjectFigures
from governance.organisation.areas.merging import merge
from governance.organisation.models import Area, Unit
from governance.organisation.standing import standing_of
from petitions.models import Petition
from tests import builders, disputes
from tests.builders import CHINA
from tests.cast import known

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 10, 0, tzinfo=CHINA)
TODAY = NOW.date()
SPRING = Period(date(2026, 3, 1), date(2026, 4, 30))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def asked(user, period=YEAR, **how) -> Asked:
    return Asked(standing_of(user, TODAY), period, TODAY, **how)


@pytest.fixture(scope="module")
def told(kept):
    """Petitions in every stage, an accusation, and disputes."""
    cast = known()
    with time_machine.travel(NOW, tick=False):
        for status in ("handling", "archived", "withdrawn", "merged", "registered"):
            builders.in_status(cast, status)
        builders.accusation(cast)
        track = disputes.track(cast)
        disputes.accept(track, cast)
        disputes.sit(track, cast)
        disputes.agree(track, cast)


@pytest.fixture
def spring(told):
    """That county in the summer that follows."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_number_is_the_number_of_its_list(cast, spring, login):
    for who in (cast.county, cast.clerk, cast.handler):
        client, said = login(who), {}
        for subject in measures.subjects():
            found = SubjectFigures(subject, asked(who))
            for table in found.tables():
                for row in (*table.rows, *([table.total] if table.total else [])):
                    for cell in row.cells:
                        if not cell.url:
                            continue
                        if cell.url not in said:
                            page = client.get(cell.url)
                            assert page.status_code == 200, cell.url
                            said[cell.url] = page.context["page"].count_text
                        assert said[cell.url] in (f"共 {cell.value} 件", f"共 {cell.value} 项"), cell.url


def test_a_unit_is_named_once_and_told_from_another_of_its_name(cast, spring):
    village = Unit.objects.create(
        name="另一个街道", short_name=cast.weiqu.short_name, kind="village", area=cast.area("610116002001")
    )
    places = {Place("petition.received", unit.pk, "610116001"): 7 for unit in (cast.weiqu, village, cast.housing)}
    found = SubjectFigures("信访", asked(cast.county))
    found.places = Counter(places)
    named = [(row.label, row.note) for row in found.shown("units")[-1].rows]
    assert named == [("区住建局", ""), ("韦曲街道办（长安区）", ""), ("韦曲街道办（郭杜街道）", "")]


def test_it_counts_what_its_rule_says(cast, spring):
    whole = asked(cast.county)
    seen = Petition.objects.visible_to(cast.county, TODAY)
    closed = [case for case in seen if case.closed_at]
    assert value("petition.received", whole) == len(seen) > 4
    assert value("petition.closed", whole) == len(closed) > 2
    assert value("petition.open", whole) == len(seen) - len(closed) > 0
    assert value("petition.withdrawn", whole) == sum(case.status == "withdrawn" for case in seen) > 0
    assert value("petition.merged", whole) == sum(case.status == "merged" for case in seen) > 0
    due = [
        clock
        for clock in Clock.objects.filter(case__in=seen, term_code="petition.route")
        if clock.outcome == "met" or ((clock.outcome == "missed" or not clock.ended_at) and clock.due < TODAY)
    ]
    kept = [clock for clock in due if clock.outcome == "met"]
    assert share("petition.routed_rate", whole) == Share(len(kept), len(due))
    assert 0 < len(kept) < len(due)


def test_what_is_open_at_the_end_of_one_period_was_so_whenever_it_is_asked(cast, spring):
    """Opened by then, and not closed by then."""
    for last in (date(2026, 3, 1), date(2026, 3, 20), date(2026, 5, 1), TODAY):
        end = Period(last, last).end
        by_hand = Petition.objects.visible_to(cast.county, TODAY).filter(opened_at__lt=end).exclude(closed_at__lt=end)
        assert value("petition.open", asked(cast.county, Period(last, last))) == by_hand.count()


def received_of(page):
    """What the page says was received."""
    measured = next(table for table in page.context["tables"] if table.code == "measures")
    return next(row.cells[0] for row in measured.rows if row.label == "收到")


@pytest.mark.parametrize(("who", "own"), [("handler", "unit"), ("clerk", "area"), ("county", "")])
def test_it_tells_first_of_what_is_the_readers_own_and_reads_no_case_for_it(cast, spring, login, who, own):
    person = getattr(cast, who)
    where = {"unit": {"unit": cast.housing.pk}, "area": {"area": "610116001"}, "": {}}[own]
    client, address = login(person), f"{reverse('figures:figures')}?subject=信访&period=year"
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    assert received_of(page).value == value("petition.received", asked(person, **where)) > 0
    counted = [part for each in queries for part in each["sql"].split("UNION ALL") if '"cases_case"' in part]
    live = [part for part in counted if "'petition.received'" in part and "'restricted'" not in part]
    assert counted and live == []
    # What is known beside that is told to who asks for it.
    page = client.get(f"{address}&unit=&area=")
    assert received_of(page).value == value("petition.received", asked(person))


def test_it_narrows_everything_to_the_unit_that_is_asked_for(cast, spring, login):
    address = f"{reverse('figures:figures')}?subject=信访&period=year&unit={cast.weiqu.pk}"
    page = login(cast.county).get(address)
    cell = received_of(page)
    assert cell.value == value("petition.received", asked(cast.county, unit=cast.weiqu.pk)) > 0
    assert f"unit={cast.weiqu.pk}" in cell.url
    assert login(cast.county).get(f"{address}x").context["filter_form"].errors


def test_a_rate_of_nothing_is_a_dash(cast, spring, login):
    page = login(cast.county).get(f"{reverse('figures:figures')}?period=last_year&subject=信访")
    assert [figure.value for figure in page.context["figures"]] == ["—"] * len(measures.rates_about("信访"))
    rates = next(table for table in page.context["tables"] if table.code == "rates")
    assert {cell.text for row in rates.rows for cell in row.cells} == {"—"}


def test_it_counts_nothing_for_who_may_not_know(cast, spring):
    strangers = (asked(cast.outsider), asked(cast.system_admin), asked(cast.county, area="610116002"))
    assert {code: counts for code in MEASURES if any(counts := [value(code, each) for each in strangers])} == {}


def test_it_counts_a_restricted_case_only_for_who_may_open_it(cast, spring):
    restricted = Case.objects.get(confidentiality="restricted")
    let_in = [person for person in cast.people if restricted in Case.objects.visible_to(person, TODAY)]
    assert let_in and cast.county not in let_in
    for person in (*let_in, cast.county, cast.leader):
        found = rows_of(MEASURES["petition.received"], asked(person))
        assert (restricted.pk in found.values_list("pk", flat=True)) == (person in let_in)


@pytest.mark.parametrize("who", ["county", "clerk", "handler", "outsider"])
def test_months_and_groups_add_up_to_the_whole(cast, spring, who):
    whole = asked(getattr(cast, who))
    told = {code: each for code, each in MEASURES.items() if not (each.until or each.is_now or each.by_case)}
    months = by_month(told, whole)
    assert {first.day for _, first in months} <= {1}
    for code in told:
        assert sum(count for (each, _), count in months.items() if each == code) == value(code, whole), code
    for (code, first), count in months.items():
        month = next(each for each in YEAR.months() if each.first == first)
        assert value(code, replace(whole, period=month)) == count
    for group in MEASURES["petition.received"].groups:
        found = by_group(["petition.received"], whole, group.code)
        assert sum(found.values()) == value("petition.received", whole)
        for (code, key), count in found.items():
            assert value(code, replace(whole, group=group.code, key=key)) == count


def test_it_tells_villages_apart_inside_a_township_and_what_lies_in_none(cast, spring):
    moved = Case.objects.filter(kind="petition", confidentiality="normal").order_by("pk").first()
    Case.objects.filter(pk=moved.pk).update(area="610116001")
    inside = asked(cast.county, area="610116001")
    places = by_place(["petition.received"], inside)
    by_area = {area: found["petition.received"] for area, found in totals_by(places, attrgetter("area")).items()}
    assert by_area["610116001"] == 1 and sum(by_area.values()) == value("petition.received", inside) > 1
    for area, number in by_area.items():
        only = len(area) < inside.split
        assert value("petition.received", asked(cast.county, area=area, only=only)) == number, area
    assert value("petition.received", asked(cast.handler, area="610116001", only=True)) <= 1


def test_what_lay_in_an_area_that_was_joined_is_counted_where_it_goes_on(cast, spring, login):
    old, new, codes = "610116001", "610116030", ("petition.received", "petition.open", "dispute.received")
    people = (cast.county, cast.clerk)
    before = {(who, code): value(code, asked(who, area=old)) for who in people for code in codes}
    township = Area.objects.create(code=new, name="新街道", level="township", parent_id="610116")
    for serial, village in enumerate(Area.objects.filter(parent=old).order_by("code"), 1):
        Area.objects.create(code=f"{new}{serial:03}", name=village.name, level="village", parent=township)
    merge(old, new, NOW)
    for who in (type(each).objects.get(pk=each.pk) for each in people):
        for code in codes:
            assert value(code, asked(who, area=new)) == before[who, code] > 0
            assert rows_of(MEASURES[code], asked(who, area=new)).count() == before[who, code]
        for where in ("", new) if who == cast.county else (new,):
            places = by_place(codes, asked(who, area=where))
            found = {area: counts for area, counts in totals_by(places, attrgetter("area")).items() if counts}
            assert not any(area.startswith(old) for area in found), found
            for area, counts in found.items():
                for code in codes:
                    assert value(code, asked(who, area=area)) == counts[code], (area, code)


def test_what_lay_in_a_village_that_was_given_to_another_township_is_counted_where_it_lay(cast, spring):
    before = {area: value("petition.received", asked(cast.county, area=area)) for area in ("610116001", "610116002")}
    merge("610116001002", "610116002001", NOW)
    for area, number in before.items():
        assert value("petition.received", asked(cast.county, area=area)) == number
        inside = totals_by(by_place(["petition.received"], asked(cast.county, area=area)), attrgetter("area"))
        for village, counts in inside.items():
            assert value("petition.received", asked(cast.county, area=village)) == counts["petition.received"]


@pytest.mark.parametrize(
    ("period", "today", "before"),
    [
        ((date(2026, 6, 1), date(2026, 6, 30)), date(2026, 7, 1), (date(2026, 5, 1), date(2026, 5, 31))),
        ((date(2026, 6, 1), date(2026, 6, 30)), date(2026, 6, 10), (date(2026, 5, 1), date(2026, 5, 10))),
        ((date(2026, 3, 1), date(2026, 3, 31)), date(2026, 3, 30), (date(2026, 2, 1), date(2026, 2, 28))),
        ((date(2026, 4, 1), date(2026, 6, 30)), date(2026, 7, 1), (date(2026, 1, 1), date(2026, 3, 31))),
        ((date(2026, 1, 1), date(2026, 12, 31)), date(2027, 7, 1), (date(2025, 1, 1), date(2025, 12, 31))),
        ((date(2026, 6, 8), date(2026, 6, 14)), date(2026, 7, 1), (date(2026, 6, 1), date(2026, 6, 7))),
        ((date(2026, 6, 8), date(2026, 6, 14)), date(2026, 6, 8), (date(2026, 6, 1), date(2026, 6, 1))),
    ],
)
def test_a_period_is_compared_with_as_many_days_before_it(period, today, before):
    assert Period(*period).preceding(today) == Period(*before)


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ((date(2024, 2, 1), date(2024, 2, 29)), "202402"),
        ((date(2026, 2, 1), date(2026, 2, 27)), "20260201-20260227"),
        ((date(2026, 2, 2), date(2026, 2, 28)), "20260202-20260228"),
        ((date(2026, 1, 1), date(2026, 12, 31)), "2026"),
        ((date(2025, 12, 1), date(2026, 11, 30)), "202512-202611"),
        ((date(2026, 7, 1), date(2026, 9, 30)), "202607-202609"),
        ((date(2026, 2, 3), date(2026, 2, 3)), "20260203-20260203"),
    ],
)
def test_days_stand_in_an_address_as_they_are_read_from_it(period, code):
    assert Period(*period).code == code and days_of(code) == Period(*period)


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        (date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        (date(2026, 1, 1), date(2026, 11, 30), "2026年1月至11月"),
        (date(2025, 12, 1), date(2026, 11, 30), "2025年12月至2026年11月"),
        (date(2026, 11, 3), date(2026, 11, 3), "2026年11月3日"),
        (date(2025, 12, 3), date(2026, 1, 31), "2025年12月3日至2026年1月31日"),
    ],
)
def test_days_stand_in_a_title_as_an_office_writes_them(first, last, written):
    assert Period(first, last).written == written


@pytest.mark.parametrize("code", ["month", "", "202613", "20260230-20260301", "0000", "9999", "2026-", "２０２６０１"])
def test_what_names_no_days_is_none(code):
    assert days_of(code) is None


def test_units_and_townships_add_up_to_the_whole(cast, spring):
    codes = [*MEASURES]
    places = by_place(codes, asked(cast.county))
    whole = totals(places)
    assert {code: value(code, asked(cast.county)) for code in codes} == {code: whole[code] for code in codes}
    assert sum(totals_by(places, attrgetter("unit")).values(), start=Counter()) == whole


def test_every_figure_has_a_rule_in_words():
    assert all(each.rule and each.label and each.subject for each in (*MEASURES.values(), *RATES.values()))
    assert all(code in MEASURES for rate in RATES.values() for code in (rate.part, *rate.whole))


def test_it_refuses_at_start_up_what_is_no_day(monkeypatch):
    """Ten minutes after an order nothing is told by its day; and a term that there is not is none."""
    assert checks.check_measures(None) == []
    measured, _ = measures.of_terms("order", "received", "指令", "签收", "order.receive", "order.nowhere")
    monkeypatch.setattr(checks, "MEASURES", {measure.code: measure for measure in measured[:1]})
    told = [(error.id, error.msg) for error in checks.check_measures(None)]
    assert [code for code, _ in told] == ["figures.E002", "figures.E001"]
    assert "order.receive ends at an hour" in told[0][1] and "no term order.nowhere" in told[1][1]


def test_it_refuses_at_start_up_a_sum_that_could_be_scored(monkeypatch):
    """What a period freezes is the rows that it lists."""
    summed = replace(MEASURES["offence.criminal"], unscored="")
    monkeypatch.setattr(checks, "MEASURES", {summed.code: summed})
    assert [error.id for error in checks.check_measures(None)] == ["figures.E003"]


@pytest.mark.parametrize(
    ("today", "code", "begins"),
    [
        (date(2026, 12, 1), "month", "last_month"),
        (date(2026, 12, 5), "month", "last_month"),
        (date(2026, 12, 6), "month", "month"),
        (date(2026, 12, 1), "quarter", "quarter"),
        (date(2026, 10, 5), "quarter", "last_quarter"),
        (date(2026, 10, 6), "quarter", "quarter"),
        (date(2026, 12, 1), "last_month", "last_month"),
    ],
)
def test_in_its_first_days_a_page_begins_with_the_month_that_ended(today, code, begins):
    assert begun_with(code, today) == begins


@pytest.mark.parametrize("page", ["/board/", "/board/wall/", "/board/map/", "/figures/", "/mediation/figures/"])
def test_every_page_of_figures_begins_with_it_by_the_clock_of_the_office(cast, login, time_machine, page):
    client = login(cast.county)
    time_machine.move_to(datetime(2026, 12, 1, 0, 1, tzinfo=CHINA), tick=False)
    first = client.get(f"{page}?area=610116001")
    form, text = first.context["filter_form"], first.content.decode()
    assert form.asked_period().label == "2026年11月" and "月初先列上月" in text
    assert escape(form.this_month) in text or page.endswith("wall/")
    other = client.get(f"{page}{form.this_month}")
    told = other.context["filter_form"].cleaned_data
    assert (told["period"], told["area"]) == ("month", "610116001") and "月初先列上月" not in other.content.decode()
    time_machine.move_to(datetime(2026, 12, 6, 0, 1, tzinfo=CHINA), tick=False)
    later = login(cast.county).get(page)
    assert later.context["filter_form"].asked_period().label == "2026年12月"
    assert "月初先列上月" not in later.content.decode()


def test_a_program_is_told_of_this_month_on_its_first_day_too(cast, login, time_machine):
    time_machine.move_to(datetime(2026, 12, 1, 9, 0, tzinfo=CHINA), tick=False)
    assert login(cast.county).get("/api/figures/").json()["period"]["first"] == "2026-12-01"


@pytest.mark.parametrize(
    ("period", "code", "query"),
    [
        ("month", "nothing", ""),
        ("never", "petition.open", ""),
        ("20260231-20260301", "petition.open", ""),
        ("month", "petition.open", "unit=x"),
        ("month", "petition.open", "unit=99999999999"),
    ],
)
def test_it_knows_no_list_of_a_figure_that_there_is_not(cast, login, period, code, query):
    assert login(cast.county).get(f"{reverse('figures:figure', args=[period, code])}?{query}").status_code == 404


def test_complaints_stand_beside_the_unit_they_are_about_and_are_told_apart_by_theme(cast, spring):
    told = {"kind": "petition", "name": "形式主义", "path": "纪检监察/干部作风/形式主义"}
    style = Category.objects.create(**told)
    for category in (style, style, None):
        builders.petition(cast, complained_unit=cast.water, category=category)
    builders.petition(cast, complained_unit=cast.housing)
    code = "petition.complained"
    found = totals_by(by_place([code], asked(cast.county)), attrgetter("unit"))
    assert {unit: counts[code] for unit, counts in found.items()} == {cast.water.pk: 3, cast.housing.pk: 1}
    themes = by_group([code], asked(cast.county, unit=cast.water.pk), "complaint")
    assert themes == {(code, "纪检监察/干部作风"): 2, (code, "/"): 1}


def test_what_belongs_to_the_courts_is_a_share_of_what_came(cast, spring):
    whole = asked(cast.county)
    came = value("petition.received", whole)
    assert value("petition.litigated", whole) == 0
    builders.petition(cast, route="litigation")
    later = asked(cast.county)
    assert (value("petition.litigated", later), value("petition.received", later)) == (1, came + 1)


def test_petitions_are_told_apart_by_the_county_s_own_way_in(cast, spring):
    lists.load_reference()
    for way in ("contact_card", "contact_card", "box", ""):
        builders.petition(cast, came_by=way)
    code = "petition.by_way"
    ways = by_group([code], asked(cast.county), "came_by")
    assert ways == {(code, "contact_card"): 2, (code, "box"): 1}
    assert MEASURES[code].group("came_by").names(["box"]) == {"box": "意见箱、举报箱"}
