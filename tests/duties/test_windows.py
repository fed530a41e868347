"""Windows against brute force: ten years, day by day, cut by what a wall calendar says of each day."""

from datetime import date, timedelta
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.cases.worktime import Calendar
from governance.duties import windows as w
from governance.frame.days import ONE_DAY

settings.register_profile("gate", derandomize=True, deadline=None, max_examples=200)
settings.load_profile("gate")

FIRST, LAST = date(2020, 1, 1), date(2029, 12, 31)
ANCHOR = date(2026, 1, 5)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
# 2026-10-01 to 08 off, Saturday the 10th worked.
OCTOBER = Calendar(
    days={date(2026, 10, n): False for n in range(1, 9)} | {date(2026, 10, 10): True},
    loaded_years=frozenset({2026}),
)


def fortnight_of(day):
    """Walked in steps of a week from the anchor, in either direction."""
    number, monday = 0, ANCHOR
    while monday > day:
        monday, number = monday - timedelta(days=14), number - 1
    while monday + timedelta(days=14) <= day:
        monday, number = monday + timedelta(days=14), number + 1
    return number


# What two days have in common when they lie in one window, said without any arithmetic of the module under test.
KEYS = {
    w.DAILY: lambda day: day,
    w.SPECIAL: lambda day: day,
    w.WEEKLY: lambda day: day.strftime("%G-%V"),
    w.BIWEEKLY: fortnight_of,
    w.TEN_DAY: lambda day: (day.year, day.month, "011" if day.day < 11 else "11" if day.day < 21 else "21"),
    w.HALF_MONTH: lambda day: (day.year, day.month, day.day > 15),
    w.MONTHLY: lambda day: (day.year, day.month),
    w.QUARTERLY: lambda day: (day.year, "AAABBBCCCDDD"[day.month - 1]),
    w.YEARLY: lambda day: day.year,
}


def brute(cadence):
    """First and last days of the stretches of ten years, some days wider than asked so that the ends are whole."""
    wide = [FIRST - ONE_DAY * n for n in range(370, 0, -1)] + DAYS + [LAST + ONE_DAY * n for n in range(1, 371)]
    stretches = [list(days) for _, days in groupby(wide, KEYS[cadence])]
    return [(days[0], days[-1]) for days in stretches if days[-1] >= FIRST and days[0] <= LAST]


def test_it_is_compared_for_every_cadence():
    assert set(KEYS) == set(w.CADENCES)


@pytest.mark.parametrize("cadence", w.CADENCES)
def test_it_cuts_ten_years_as_brute_force_does(cadence):
    found = [(each.first, each.last) for each in w.windows(cadence, FIRST, LAST, ANCHOR)]
    assert found == brute(cadence)


@pytest.mark.parametrize("cadence", w.CADENCES)
def test_it_puts_each_day_of_ten_years_into_exactly_one_window(cadence):
    found = list(w.windows(cadence, FIRST, LAST, ANCHOR))
    assert all(before.last + ONE_DAY == after.first for before, after in pairwise(found))
    holding = {}
    for window in found:
        for n in range((window.last - window.first).days + 1):
            assert holding.setdefault(window.first + ONE_DAY * n, window) is window
    assert all(w.window_of(cadence, day, ANCHOR) == holding[day] for day in DAYS)


@pytest.mark.parametrize("cadence", w.CADENCES)
def test_it_names_no_two_windows_of_a_year_alike(cadence):
    for year in range(2020, 2030):
        found = list(w.windows(cadence, date(year, 1, 8), date(year, 12, 24), ANCHOR))
        assert len({each.label for each in found}) == len(found)


@given(st.sampled_from(w.CADENCES), st.dates(FIRST, LAST), st.integers(0, 400))
def test_it_gives_a_range_the_windows_of_its_days_and_no_others(cadence, first, length):
    last = first + ONE_DAY * length
    by_day = {w.window_of(cadence, first + ONE_DAY * n, ANCHOR): None for n in range(length + 1)}
    assert list(w.windows(cadence, first, last, ANCHOR)) == list(by_day)


@given(st.sampled_from(w.CADENCES), st.dates(FIRST, LAST), st.dates(FIRST, LAST), st.dates(FIRST, LAST))
def test_it_loses_and_doubles_no_day_when_one_cadence_follows_another(cadence, first, change, last):
    """Version one up to the change, a weekly version two from it on: the cut windows join without gap or overlap."""
    first, change, last = sorted((first, change, last))
    before = [w.cut(each, first, change - ONE_DAY) for each in w.windows(cadence, first, change - ONE_DAY, ANCHOR)]
    after = [w.cut(each, change, last) for each in w.windows(w.WEEKLY, change, last)]
    joined = before + after
    assert None not in joined
    assert joined[0].first == first and joined[-1].last == last
    assert all(one.last + ONE_DAY == other.first for one, other in pairwise(joined))


@pytest.mark.parametrize(
    ("cadence", "day", "first", "last", "label"),
    [
        (w.WEEKLY, "2026-12-31", "2026-12-28", "2027-01-03", "2026年第53周"),  # Thursday: 53 weeks
        (w.WEEKLY, "2024-12-30", "2024-12-30", "2025-01-05", "2025年第1周"),  # Monday of the next year's first week
        (w.WEEKLY, "2027-01-03", "2026-12-28", "2027-01-03", "2026年第53周"),  # Sunday
        (w.TEN_DAY, "2024-02-29", "2024-02-21", "2024-02-29", "2月下旬"),  # leap year
        (w.TEN_DAY, "2026-02-28", "2026-02-21", "2026-02-28", "2月下旬"),
        (w.TEN_DAY, "2026-11-20", "2026-11-11", "2026-11-20", "11月中旬"),
        (w.HALF_MONTH, "2024-02-16", "2024-02-16", "2024-02-29", "2月下半月"),
        (w.BIWEEKLY, "2026-12-31", "2026-12-21", "2027-01-03", "12月21日至1月3日"),
        (w.QUARTERLY, "2026-12-31", "2026-10-01", "2026-12-31", "2026年第四季度"),
        (w.MONTHLY, "2024-02-01", "2024-02-01", "2024-02-29", "2024年2月"),
        (w.DAILY, "2026-11-21", "2026-11-21", "2026-11-21", "11月21日 周六"),
        (w.YEARLY, "2026-01-01", "2026-01-01", "2026-12-31", "2026年"),
    ],
)
def test_it_knows_the_awkward_days(cadence, day, first, last, label):
    found = w.window_of(cadence, date.fromisoformat(day), ANCHOR)
    assert (str(found.first), str(found.last), found.label) == (first, last, label)


def test_it_opens_a_special_period_day_by_day_and_a_doubled_day_once():
    periods = [(date(2026, 3, 3), date(2026, 3, 12)), (date(2026, 3, 11), date(2026, 3, 14))]
    found = list(w.special_windows(periods, date(2026, 3, 10), date(2026, 3, 31)))
    assert [each.first.day for each in found] == [10, 11, 12, 13, 14]
    assert list(w.special_windows(periods, date(2026, 4, 1), date(2026, 4, 30))) == []


@pytest.mark.parametrize(
    ("last", "rest_days", "due"),
    [
        ("2026-09-30", w.SKIP, "2026-09-30"),  # Wednesday, worked
        ("2026-10-04", w.KEEP, "2026-10-04"),  # Sunday in the holiday
        ("2026-10-04", w.SKIP, "2026-09-30"),  # back to the last working day of the week
        ("2026-10-04", w.ROLL, "2026-10-09"),  # on to the first working day
        ("2026-10-11", w.SKIP, "2026-10-10"),  # the make-up Saturday is worked
    ],
)
def test_it_is_due_where_the_rest_days_allow(last, rest_days, due):
    week = w.window_of(w.WEEKLY, date.fromisoformat(last))
    window = week if week.last == date.fromisoformat(last) else w.window_of(w.DAILY, date.fromisoformat(last))
    assert w.due_day(window, rest_days, OCTOBER) == date.fromisoformat(due)


def test_it_owes_nothing_for_a_window_of_rest_days_that_are_left_out():
    holiday = w.window_of(w.DAILY, date(2026, 10, 3))
    assert w.due_day(holiday, w.SKIP, OCTOBER) is None
    assert w.due_day(holiday, w.KEEP, OCTOBER) == date(2026, 10, 3)


def test_it_refuses_what_is_no_cadence_no_monday_and_no_rule():
    with pytest.raises(ValueError, match="fortnightly"):
        w.window_of("fortnightly", FIRST)
    with pytest.raises(ValueError, match="Monday"):
        w.window_of(w.BIWEEKLY, FIRST, anchor=date(2026, 1, 6))
    with pytest.raises(ValueError, match="rest days"):
        w.due_day(w.window_of(w.DAILY, date(2026, 10, 3)), "sometimes", OCTOBER)
