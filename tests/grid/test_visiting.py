"""Visits that somebody asked for: by consent alone, by their day, and ended at a word."""

import pytest

from governance.cases.steps.actions import take_step
from governance.frame.refusals import Refusal
from tests import builders
from tests.grid import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast):
    """Somebody at the door of the village asked for it, and its grid worker took it on."""
    told = {"item": events.HELP, "people": [events.resident()], "source": "resident", "channel": "visit"}
    case = events.event(cast, then_raise=False, **told)
    builders.step(case, "accept", cast.grid_worker, later=1, grade="general", note="")
    return case


def clocks(case, code="event.visit"):
    return [clock.outcome or "running" for clock in case.clocks.filter(term_code=code).order_by("pk")]


def test_they_follow_one_another_and_stop_when_the_person_says_so(cast, asked):
    events.agree_visits(asked, cast, cast.grid_worker, later=2, days=14)
    asked.refresh_from_db()
    assert asked.status == "visiting"
    assert clocks(asked, "event.general") == ["met"]
    builders.step(asked, "record_visit", cast.grid_worker, later=10, note="代买了药品。", days=30)
    assert clocks(asked) == ["met", "running"]
    builders.step(asked, "finish", cast.grid_worker, later=12, note="本人不要走访了。")
    asked.refresh_from_db()
    assert asked.status == "checking" and clocks(asked) == ["met", "cancelled"]


def test_nobody_is_visited_without_their_consent_or_unasked(cast, asked):
    told = {"consent": False, "visitor": "干事", "note": "看望。", "days": 14}
    with pytest.raises(Refusal):
        take_step(asked, "agree_visits", told, actor=cast.grid_worker, at=events.days(2))
    other = events.event(cast, then_raise=False)
    builders.step(other, "accept", cast.grid_worker, later=1, grade="general", note="")
    with pytest.raises(Refusal, match="本人请求帮助"):
        events.agree_visits(other, cast, cast.grid_worker, later=2)


def test_what_was_seen_at_home_is_read_by_who_visits_alone(cast, asked, login):
    events.agree_visits(asked, cast, cast.grid_worker, later=2)
    address = f"/cases/{asked.number}/"
    assert "代买药品" in login(cast.grid_worker).get(address).content.decode()
    assert "代买药品" not in login(cast.leader).get(address).content.decode()
