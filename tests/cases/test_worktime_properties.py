from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from governance.cases.worktime import compute
from governance.frame.days import CHINA, ONE_DAY
from tests.cases.worktime_years import CHINA_YEARS

settings.register_profile("gate", derandomize=True, deadline=None, max_examples=200)
settings.load_profile("gate")

starts = st.dates(date(2024, 1, 1), date(2026, 12, 31))
amounts = st.integers(1, 90)
day_units = st.sampled_from(["day", "workday", "month"])
switches = st.booleans()


def amount_in(unit, amount):
    return amount % 6 + 1 if unit == "month" else amount


@st.composite
def pauses_after(draw, start):
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + timedelta(days=draw(st.integers(-5, 100)))
        pauses.append((first, first + timedelta(days=draw(st.integers(0, 20)))))
    return pauses


@st.composite
def terms(draw):
    start, unit = draw(starts), draw(day_units)
    return {
        "start": start,
        "amount": amount_in(unit, draw(amounts)),
        "unit": unit,
        "roll": draw(switches),
        "roll_on_weekend": draw(switches),
        "pauses": draw(pauses_after(start)),
        "extension": draw(st.integers(0, 30)),
        "extension_unit": draw(st.sampled_from(["day", "workday"])),
    }


def ends(term, **changes):
    return compute(calendar=CHINA_YEARS, **(term | changes))


def counted_days(found, part):
    return sum(row.days for row in found.ledger if row.counted and row.part == part)


@given(terms(), st.integers(0, 200), st.integers(0, 40))
def test_it_moves_the_raw_date_by_exactly_the_pause(term, offset, length):
    plain = ends(term, pauses=[], unit="day", extension_unit="day")
    first = term["start"] + timedelta(days=1 + offset)
    assume(first <= plain.raw_due)
    pause = (first, first + timedelta(days=length))

    paused = ends(term, pauses=[pause], unit="day", extension_unit="day")

    assert paused.raw_due == plain.raw_due + timedelta(days=length + 1)


@given(terms(), st.integers(0, 120), st.integers(0, 40))
def test_it_moves_the_raw_date_of_working_days_by_the_working_days_of_the_pause(term, offset, length):
    plain = ends(term, pauses=[], unit="workday", extension_unit="workday")
    first = term["start"] + timedelta(days=1 + offset)
    assume(first <= plain.raw_due)
    last = first + timedelta(days=length)

    paused = ends(term, pauses=[(first, last)], unit="workday", extension_unit="workday")

    lost = CHINA_YEARS.workdays_between(first - ONE_DAY, last)
    assert CHINA_YEARS.workdays_between(plain.raw_due, paused.raw_due) == lost


@given(terms(), st.integers(1, 30))
def test_it_never_moves_the_date_back_when_days_are_added(term, more):
    now = ends(term)

    for later in (
        ends(term, amount=term["amount"] + more),
        ends(term, extension=term["extension"] + more),
    ):
        assert later.raw_due >= now.raw_due
        assert later.due >= now.due


@given(terms())
def test_it_never_moves_the_end_to_an_earlier_day_or_to_a_rest_day(term):
    found = ends(term, roll=True, roll_on_weekend=True)

    assert found.due >= found.raw_due
    assert CHINA_YEARS.is_working(found.due)
    assert found.raw_due == ends(term, roll=False).due


@given(terms())
def test_it_agrees_with_its_own_ledger(term):
    found = ends(term)
    rows = found.ledger

    assert (rows[0].first, rows[0].why) == (term["start"], "start")
    assert rows[-1].last == found.due
    assert all(b.first == a.last + ONE_DAY for a, b in pairwise(rows))
    assert max(row.last for row in rows if row.counted) == found.raw_due
    assert counted_days(found, "extension") == term["extension"]
    if term["unit"] != "month":
        assert counted_days(found, "term") == term["amount"]
    inside = [(row, row.first + timedelta(days=n)) for row in rows for n in range(row.days)]
    for row, day in inside[1:]:
        paused = any(first <= day <= last for first, last in term["pauses"])
        assert (row.why == "pause") == paused
        if row.why in ("workday", "makeup", "due") and (row.why != "due" or term["roll_on_weekend"]):
            assert CHINA_YEARS.is_working(day)
        if row.why in ("weekend", "holiday", "roll"):
            assert not CHINA_YEARS.is_working(day)


@given(terms())
def test_it_writes_its_ledger_without_losing_a_day(term):
    found = ends(term)

    assert sum(row["days"] for row in found.as_json()) == (found.due - term["start"]).days + 1


@given(starts, st.integers(0, 1439), st.integers(1, 240), st.data())
def test_it_counts_every_hour_once(start, minute, hours, data):
    moment = datetime(start.year, start.month, start.day, tzinfo=CHINA) + timedelta(minutes=minute)
    pauses = data.draw(pauses_after(start))

    found = compute(moment, hours, "hour", calendar=CHINA_YEARS, pauses=pauses)

    assert abs(sum(row.hours for row in found.ledger if row.counted) - hours) < 1e-6
    everything = sum(row.hours for row in found.ledger)
    assert abs((found.due_moment - moment) / timedelta(hours=1) - everything) < 1e-6
