"""The generator of rosters: equal days, nobody twice in a row, nobody while away, the next period evens out."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.duties.rosters.rotation import rotation

MARCH = date(2026, 3, 1)


def days_of(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


def spread(made, people) -> int:
    often = Counter(person for _, person in made)
    return max(often[person] for person in people) - min(often[person] for person in people)


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 20), st.lists(st.integers(1, 45), min_size=1, max_size=4), st.integers(1, 3))
def test_it_lets_all_sit_equally_often_in_each_period_and_over_all(count, lengths, a_day):
    people, held, first = list(range(count)), [], MARCH
    for length in lengths:
        days = days_of(first, length)
        made = rotation(dict.fromkeys(days, a_day), people, held, since=first)
        assert Counter(day for day, _ in made) == dict.fromkeys(days, min(a_day, count))
        assert len(set(made)) == len(made)
        assert spread(made, people) <= 1
        held += made
        first = days[-1] + timedelta(days=1)
        assert spread(held, people) <= 1


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 12), st.integers(2, 60), st.integers(1, 3))
def test_it_sends_nobody_twice_in_a_row_if_that_can_be_avoided(count, length, a_day):
    days = days_of(MARCH, length)
    made = rotation(dict.fromkeys(days, a_day), list(range(count)), since=MARCH)
    there = {day: {person for on, person in made if on == day} for day in days}
    for before, after in pairwise(days):
        if count >= 2 * a_day:
            assert not there[before] & there[after]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_it_passes_over_whoever_is_away(data):
    count, length = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 40))
    days = days_of(MARCH, length)
    away = {person: data.draw(st.sets(st.sampled_from(days))) for person in range(count)}
    made = rotation(dict.fromkeys(days, 1), list(range(count)), since=MARCH, away=away)
    there = dict(made)
    for before, after in zip([None, *days], days, strict=False):
        could = [person for person in range(count) if after not in away[person]]
        assert (after in there) == bool(could)
        if after in there:
            assert there[after] in could
            others = [person for person in could if person != there.get(before)]
            assert there[after] != there.get(before) or not others
