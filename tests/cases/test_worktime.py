from datetime import date, datetime, timedelta

import pytest

from governance.cases.worktime import Calendar, compute
from governance.frame.days import CHINA
from tests.cases.worktime_years import CHINA_YEARS

# start, amount, unit, raw last day, last day; the weekdays are those of the calendar on the wall
VECTORS = [
    ("2026-02-02", 15, "day", "2026-02-17", "2026-02-24"),  # Mon; Tue in Spring Festival; Tue
    ("2026-02-10", 60, "day", "2026-04-11", "2026-04-13"),  # Tue; Sat; Mon
    ("2026-02-13", 15, "day", "2026-02-28", "2026-02-28"),  # Fri; Sat, made-up working day
    ("2026-04-20", 15, "day", "2026-05-05", "2026-05-06"),  # Mon; Tue in Labour Day; Wed
    ("2026-07-31", 60, "day", "2026-09-29", "2026-09-29"),  # Fri; Tue
    ("2026-09-05", 15, "day", "2026-09-20", "2026-09-20"),  # Sat; Sun, made-up working day
    ("2026-09-10", 30, "day", "2026-10-10", "2026-10-10"),  # Thu; Sat, made-up working day
    ("2026-09-16", 15, "day", "2026-10-01", "2026-10-08"),  # Wed; Thu in National Day; Thu
    ("2025-09-16", 15, "day", "2025-10-01", "2025-10-09"),  # Tue; Wed in National Day; Thu
    ("2026-01-05", 30, "day", "2026-02-04", "2026-02-04"),  # Mon; Wed
    ("2026-02-12", 3, "workday", "2026-02-24", "2026-02-24"),  # Thu; Fri 13, Sat 14 made up, Tue 24
    ("2026-02-12", 5, "workday", "2026-02-26", "2026-02-26"),  # Thu; Thu
    ("2026-06-17", 3, "workday", "2026-06-23", "2026-06-23"),  # Wed; Thu 18, Mon 22, Tue 23
    ("2026-09-18", 3, "workday", "2026-09-22", "2026-09-22"),  # Fri; Sun 20 made up, Mon 21, Tue 22
    ("2026-09-28", 10, "workday", "2026-10-16", "2026-10-16"),  # Mon; Fri
    ("2026-09-29", 7, "workday", "2026-10-14", "2026-10-14"),  # Tue; Wed
    ("2025-09-26", 5, "workday", "2025-10-10", "2025-10-10"),  # Fri; Sun 28 made up, 29, 30, Thu 9, Fri 10
    ("2026-01-31", 1, "month", "2026-02-28", "2026-02-28"),  # Sat; Sat, made-up working day
    ("2026-04-03", 1, "month", "2026-05-03", "2026-05-06"),  # Fri; Sun in Labour Day; Wed
    ("2026-08-31", 1, "month", "2026-09-30", "2026-09-30"),  # Mon; Wed
]


def term(start, amount, unit, **options):
    return compute(date.fromisoformat(start), amount, unit, calendar=CHINA_YEARS, **options)


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(("start", "amount", "unit", "raw", "due"), VECTORS)
def test_it_ends_on_the_day_the_law_says(start, amount, unit, raw, due):
    found = term(start, amount, unit)

    assert (found.raw_due, found.due) == (day(raw), day(due))
    assert not found.provisional


def test_it_ends_at_the_last_instant_of_the_day():
    assert term("2026-01-05", 30, "day").due_moment == datetime(2026, 2, 4, 23, 59, 59, 999999, tzinfo=CHINA)


def test_it_takes_the_local_day_of_a_moment_as_the_start():
    moment = datetime(2026, 1, 5, 23, 50, tzinfo=CHINA)

    assert compute(moment, 30, "day", calendar=CHINA_YEARS).due == day("2026-02-04")


def test_it_does_not_move_the_end_where_the_rule_does_not_say_so():
    assert term("2026-02-02", 15, "day", roll=False).due == day("2026-02-17")


def test_it_moves_over_holidays_only_when_weekends_are_not_rest_days_for_the_rule():
    assert term("2026-02-10", 60, "day", roll_on_weekend=False).due == day("2026-04-11")  # Sat
    assert term("2026-02-02", 15, "day", roll_on_weekend=False).due == day("2026-02-24")


def test_it_explains_each_day_between_start_and_end():
    found = term("2026-02-12", 5, "workday", pauses=[(day("2026-02-25"), day("2026-02-25"))])

    assert [(r["from"], r["to"], r["counted"], r["why"], r["name"]) for r in found.as_json()] == [
        ("2026-02-12", "2026-02-12", False, "start", ""),
        ("2026-02-13", "2026-02-13", True, "workday", ""),
        ("2026-02-14", "2026-02-14", True, "makeup", ""),
        ("2026-02-15", "2026-02-23", False, "holiday", "春节"),
        ("2026-02-24", "2026-02-24", True, "workday", ""),
        ("2026-02-25", "2026-02-25", False, "pause", ""),
        ("2026-02-26", "2026-02-27", True, "workday", ""),
    ]
    assert [r["days"] for r in found.as_json()] == [1, 1, 1, 9, 1, 1, 2]


def test_it_explains_how_the_end_moved():
    found = term("2026-02-10", 60, "day")

    assert [(r.first, r.last, r.why, r.part) for r in found.ledger[-2:]] == [
        (day("2026-04-12"), day("2026-04-12"), "roll", "end"),  # Sun
        (day("2026-04-13"), day("2026-04-13"), "due", "end"),  # Mon
    ]


def test_it_tells_an_ordinary_weekend_from_a_holiday():
    assert [r.why for r in term("2026-01-09", 1, "workday").ledger] == ["start", "weekend", "workday"]


def test_it_names_the_holidays_among_the_counted_days():
    found = term("2026-09-10", 30, "day")

    assert [r.name for r in found.ledger if r.name] == ["中秋节", "国庆节"]
    assert all(r.counted for r in found.ledger[1:])


def test_it_adds_an_extension_before_the_end_moves():
    # raw last day Sat 2026-04-11; thirty days on is Mon 2026-05-11, not Wed 2026-05-13
    found = term("2026-02-10", 60, "day", extension=30)

    assert found.raw_due == found.due == day("2026-05-11")
    assert sum(r.days for r in found.ledger if r.part == "extension") == 30


def test_it_counts_an_extension_in_its_own_unit():
    found = term("2026-04-03", 1, "month", extension=3, extension_unit="workday")

    assert found.due == day("2026-05-08")  # raw Sun 05-03; Wed 6, Thu 7, Fri 8


def test_it_has_no_end_while_a_pause_is_open():
    found = term("2026-01-05", 30, "day", pauses=[(day("2026-01-10"), None)])

    assert (found.raw_due, found.due, found.due_moment) == (None, None, None)
    assert found.ledger[-1].why == "pause"


def test_it_has_no_end_when_a_pause_opens_during_the_extension():
    assert term("2026-01-05", 30, "day", extension=5, pauses=[(day("2026-02-06"), None)]).due is None


def test_it_is_not_stopped_by_a_pause_after_the_end():
    assert term("2026-01-05", 30, "day", pauses=[(day("2026-02-05"), None)]).due == day("2026-02-04")


def test_it_never_ends_within_a_pause():
    # raw Tue 2026-02-17, would move to Tue 2026-02-24, which is paused
    pause = (day("2026-02-24"), day("2026-02-25"))

    assert term("2026-02-02", 15, "day", pauses=[pause]).due == day("2026-02-26")
    assert term("2026-02-02", 15, "day", pauses=[(day("2026-02-24"), None)]).due is None


def test_it_takes_several_pauses_in_any_order_and_overlapping():
    pauses = [
        (day("2026-01-20"), day("2026-01-22")),
        (day("2026-01-10"), day("2026-01-15")),
        (day("2026-01-12"), day("2026-01-13")),
    ]

    assert term("2026-01-05", 30, "day", pauses=pauses).raw_due == day("2026-02-13")


def test_it_goes_on_until_the_second_pause_that_is_still_open():
    pauses = [(day("2026-01-10"), day("2026-01-11")), (day("2026-01-20"), None)]

    assert term("2026-01-05", 30, "day", pauses=pauses).due is None


@pytest.mark.parametrize(
    ("start", "due", "provisional"),
    [
        ("2026-12-16", "2026-12-31", False),  # Wed; Thu in a loaded year
        ("2026-12-17", "2027-01-04", True),  # Thu; raw Fri New Year's Day by law; Mon
        ("2027-01-21", "2027-02-09", True),  # Thu; raw Fri of Spring Festival by law; Tue
        ("2027-03-01", "2027-03-16", True),  # Mon; Tue
    ],
)
def test_it_says_that_a_date_in_a_year_not_loaded_is_provisional(start, due, provisional):
    found = term(start, 15, "day")

    assert (found.due, found.provisional) == (day(due), provisional)


def test_it_does_not_call_a_fixed_day_provisional():
    assert not term("2027-03-01", 15, "day", roll=False).provisional


def test_it_names_the_holidays_that_the_law_itself_gives_in_a_year_not_loaded():
    found = term("2026-12-31", 1, "workday")

    assert [(r.why, r.name) for r in found.ledger[1:]] == [
        ("holiday", "元旦"),
        ("weekend", ""),
        ("workday", ""),
    ]


def test_it_counts_hours_from_the_given_moment_over_holidays():
    moment = datetime(2026, 9, 30, 15, 30, tzinfo=CHINA)

    found = compute(moment, 24, "hour", calendar=CHINA_YEARS)

    assert found.due_moment == datetime(2026, 10, 1, 15, 30, tzinfo=CHINA)
    assert found.raw_due == found.due == day("2026-10-01")
    assert [(r["from"], r["hours"]) for r in found.as_json()] == [("2026-09-30", 8.5), ("2026-10-01", 15.5)]


def test_it_counts_minutes_from_the_given_moment_over_midnight():
    moment = datetime(2026, 9, 30, 23, 50, tzinfo=CHINA)

    found = compute(moment, 15, "minute", calendar=CHINA_YEARS, extension=30)

    assert found.due_moment == datetime(2026, 10, 1, 0, 35, tzinfo=CHINA)
    assert (found.due, found.provisional) == (day("2026-10-01"), False)
    assert [round(r.hours * 60) for r in found.ledger] == [10, 5, 30]


def test_it_ends_hours_that_reach_midnight_with_the_day_before():
    moment = datetime(2026, 3, 2, tzinfo=CHINA)

    assert compute(moment, 24, "hour", calendar=CHINA_YEARS).due == day("2026-03-02")


def test_it_leaves_out_the_hours_of_paused_days():
    moment = datetime(2026, 3, 2, 15, 0, tzinfo=CHINA)
    pause = (day("2026-03-03"), day("2026-03-04"))

    found = compute(moment, 24, "hour", calendar=CHINA_YEARS, pauses=[pause])

    assert found.due_moment == datetime(2026, 3, 5, 15, 0, tzinfo=CHINA)
    assert [r.hours for r in found.ledger] == [9, 24, 24, 15]


def test_it_has_no_last_hour_while_a_pause_is_open():
    moment = datetime(2026, 3, 2, 15, 0, tzinfo=CHINA)

    found = compute(moment, 24, "hour", calendar=CHINA_YEARS, pauses=[(day("2026-03-03"), None)])

    assert found.due_moment is None


def test_it_extends_hours_by_hours():
    moment = datetime(2026, 3, 2, 15, 0, tzinfo=CHINA)

    found = compute(moment, 24, "hour", calendar=CHINA_YEARS, extension=12)

    assert found.due_moment - moment == timedelta(hours=36)


@pytest.mark.parametrize(
    ("amount", "unit", "options"),
    [
        (15, "fortnight", {}),
        (15, "day", {"extension": 1, "extension_unit": "fortnight"}),
        (0, "day", {}),
        (15, "day", {"extension": -1}),
        (15, "day", {"extension": 1, "extension_unit": "hour"}),
        (15, "day", {"pauses": [(date(2026, 1, 9), date(2026, 1, 8))]}),
        (15, "hour", {}),
    ],
)
def test_it_refuses_what_cannot_be_counted(amount, unit, options):
    with pytest.raises(ValueError):
        term("2026-01-05", amount, unit, **options)


def test_it_steps_over_rest_days_in_both_directions():
    assert CHINA_YEARS.step(day("2026-02-24"), -3) == day("2026-02-12")  # Tue; Sat 14, Fri 13, Thu 12
    assert CHINA_YEARS.step(day("2026-02-14"), 1) == day("2026-02-24")
    assert CHINA_YEARS.step(day("2026-02-16"), 0) == day("2026-02-16")


def test_it_measures_a_distance_in_working_days():
    assert CHINA_YEARS.workdays_between(day("2026-02-12"), day("2026-02-24")) == 3
    assert CHINA_YEARS.workdays_between(day("2026-02-24"), day("2026-02-12")) == -3
    assert CHINA_YEARS.workdays_between(day("2026-02-15"), day("2026-02-23")) == 0


def test_it_takes_a_year_that_is_not_loaded_for_unknown_rather_than_without_holidays():
    empty = Calendar()

    assert not empty.knows(day("2026-02-17"))
    assert compute(day("2026-02-02"), 15, "day", calendar=empty).provisional
