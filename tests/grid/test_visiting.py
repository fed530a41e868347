"""Visits that somebody asked for: by consent alone, by their day, and ended at a word."""

from datetime import timedelta

import pytest

from governance.cases.steps.actions import take_step
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal
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


def test_where_they_live_stands_on_no_map_and_on_no_page(cast, asked, login):
    lamp = events.event(cast, then_raise=False)
    type(asked).objects.filter(pk__in=(asked.pk, lamp.pk)).update(longitude="108.930000", latitude="34.150000")
    events.agree_visits(asked, cast, cast.grid_worker, later=2, days=14)
    for reader in (cast.county, cast.grid_worker):
        points = login(reader).get("/map/points/610116/").content.decode()
        assert lamp.number in points and asked.number not in points
        assert "108.93" not in login(reader).get(f"/cases/{asked.number}/").content.decode()


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


@pytest.mark.parametrize(("after", "outcome"), [(20, "cancelled"), (40, "missed")])
def test_visits_that_ended_by_their_day_and_were_written_down_later_were_not_missed(cast, asked, after, outcome):
    events.agree_visits(asked, cast, cast.grid_worker, later=2, days=30)
    ended = office_day(events.days(after))
    builders.step(asked, "finish", cast.grid_worker, later=60, note="本人不要走访了。", done_on=ended)
    clock = asked.clocks.get(term_code="event.visit")
    assert (clock.outcome, office_day(clock.ended_at)) == (outcome, ended)


def test_the_next_visit_comes_first_and_not_the_end_of_them(cast, asked, login):
    events.agree_visits(asked, cast, cast.grid_worker, later=2, days=14)
    page = login(cast.grid_worker).get(f"/cases/{asked.number}/")
    assert [step.label for step in page.context["steps"] if step.primary] == ["记录走访"]


def test_nobody_is_visited_without_their_consent_or_unasked(cast, asked):
    told = {"consent": False, "visitor": "干事", "note": "看望。", "days": 14}
    with pytest.raises(Refusal):
        take_step(asked, "agree_visits", told, actor=cast.grid_worker, at=events.days(2))
    other = events.event(cast, then_raise=False)
    builders.step(other, "accept", cast.grid_worker, later=1, grade="general", note="")
    with pytest.raises(Refusal, match="本人请求帮助"):
        events.agree_visits(other, cast, cast.grid_worker, later=2)


def test_nobody_is_visited_who_is_not_known_by_name(cast):
    case = events.event(cast, item=events.HELP, then_raise=False)
    builders.step(case, "accept", cast.grid_worker, later=1, grade="general", note="")
    with pytest.raises(Refusal, match="还没有登记请求的人"):
        events.agree_visits(case, cast, cast.grid_worker, later=2)


def test_what_was_seen_at_home_is_read_by_who_visits_alone(cast, asked, login):
    events.agree_visits(asked, cast, cast.grid_worker, later=2)
    address = f"/cases/{asked.number}/"
    assert "代买药品" in login(cast.grid_worker).get(address).content.decode()
    assert "代买药品" not in login(cast.leader).get(address).content.decode()


def test_the_next_visit_is_counted_from_the_last_and_not_from_the_day_of_writing(cast, asked):
    agreed = office_day(events.days(2))
    told = {"consent": True, "visitor": "社区干事", "note": "看望。", "days": 30, "done_on": agreed}
    builders.step(asked, "agree_visits", cast.grid_worker, later=6, **told)
    assert asked.clocks.get(term_code="event.visit").start_on == agreed
    came = agreed + timedelta(days=3)
    builders.step(asked, "record_visit", cast.grid_worker, later=25, note="代买了药品。", days=30, done_on=came)
    clock = asked.clocks.get(term_code="event.visit", ended_at=None)
    assert (clock.start_on, clock.due) == (came, came + timedelta(days=30))
    earlier = {"note": "看望。", "days": 30, "done_on": came - timedelta(days=1)}
    with pytest.raises(FactMissing) as refused:
        builders.step(asked, "record_visit", cast.grid_worker, later=26, **earlier)
    assert "上次走访" in refused.value.errors["done_on"]


def test_visits_rest_on_a_signed_paper_and_say_nothing_of_illnesses(cast, asked):
    told = {"consent": True, "visitor": "干事", "note": "看望。", "days": 14}
    with pytest.raises(FactMissing) as missing:
        builders.step(asked, "agree_visits", cast.grid_worker, later=2, replay=False, **told)
    assert set(missing.value.errors) == {"files"}
    with pytest.raises(FactMissing) as ill:
        builders.step(asked, "agree_visits", cast.grid_worker, later=2, **told | {"note": "其子患精神分裂症，请看望。"})
    assert "精神卫生法" in ill.value.errors["note"]


def test_who_asks_for_help_is_called_no_petitioner(cast, asked, login):
    clerk = login(cast.grid_worker)
    page = clerk.get(f"/cases/{asked.number}/").content.decode()
    (person,) = asked.participants.all()
    question = clerk.get(f"/cases/{asked.number}/people/{person.pk}/").content.decode()
    assert "反映人" in page and "查看反映人的电话" in question
    assert "信访人" not in page.partition("<h2>人员</h2>")[2].partition("</section>")[0] and "信访人" not in question
