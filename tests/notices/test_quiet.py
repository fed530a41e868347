from datetime import datetime

import pytest

from governance.notices.quiet import quiet_hours

NIGHT = quiet_hours("21:00-07:30")


def at(text):
    return datetime.fromisoformat(f"2026-11-{text}")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("20T20:59:59", "20T20:59:59"),
        ("20T21:00", "21T07:30"),
        ("20T23:59", "21T07:30"),
        ("21T00:00", "21T07:30"),
        ("21T07:29:59", "21T07:30"),
        ("21T07:30", "21T07:30"),
        ("21T12:00", "21T12:00"),
    ],
)
def test_it_opens_in_the_morning(moment, opens):
    assert NIGHT.first_open(at(moment)) == at(opens)
    assert NIGHT.covers(at(moment)) is (moment != opens)


def test_it_knows_hours_within_one_day_and_none_at_all():
    siesta = quiet_hours("12:00-14:00")
    assert siesta.first_open(at("20T13:00")) == at("20T14:00")
    assert not siesta.covers(at("20T14:00"))
    never = quiet_hours("00:00-00:00")
    assert not never.covers(at("20T00:00"))


@pytest.mark.parametrize("text", ["", "21:00", "9pm-7am", "25:00-07:00"])
def test_it_refuses_what_are_no_hours(text):
    with pytest.raises(ValueError, match=r".+"):
        quiet_hours(text)
