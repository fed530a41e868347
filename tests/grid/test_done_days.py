"""What was done in time is in time whenever it is written down, within what the history of the event allows."""

from datetime import date, timedelta

import pytest

from governance.frame.days import office_day
from governance.frame.refusals import FactMissing
from tests.builders import OPENED, step
from tests.grid import events

pytestmark = pytest.mark.django_db


def day(number: int) -> date:
    return (OPENED + timedelta(days=number)).date()


def refused(case, name, actor, *, later, **facts) -> str:
    with pytest.raises(FactMissing) as wrong:
        step(case, name, actor, later=later, **facts)
    return wrong.value.errors["done_on"]


@pytest.fixture
def handled(cast):
    """Dispatched on Wednesday 11 March: general, to be done in seven working days."""
    case = events.event(cast)
    events.dispatch(case, cast)
    return case


def test_what_was_done_in_time_and_typed_a_month_later_is_in_time(cast, handled):
    clock = handled.clocks.get(term_code="event.general")
    step(handled, "finish", cast.handler, later=41, note="已更换灯泡。", done_on=day(5))
    clock.refresh_from_db()
    assert (clock.outcome, clock.ended_at.date()) == ("met", day(5))
    # The checker hears of it when it is written down.
    assert handled.clocks.get(term_code="event.check").start_on == day(41)


def test_a_day_that_is_left_empty_is_the_day_of_typing(cast, handled):
    step(handled, "finish", cast.handler, later=41, note="已更换灯泡。")
    assert handled.clocks.get(term_code="event.general").outcome == "missed"


def test_nothing_is_done_before_it_was_dispatched_or_tomorrow(cast, handled):
    told = {"later": 41, "note": "已更换灯泡。"}
    assert str(day(1)) in refused(handled, "finish", cast.handler, done_on=day(0), **told)
    assert "不能晚于今天" in refused(handled, "finish", cast.handler, done_on=day(42), **told)


@pytest.mark.parametrize(
    ("name", "facts"), [("confirm", {"note": "路灯已亮。"}), ("redo", {"reason": "不亮。", "days": 3})]
)
def test_a_check_is_of_its_own_day_and_none_before_the_work_was_done(cast, handled, name, facts):
    step(handled, "finish", cast.handler, later=10, note="已更换灯泡。", done_on=day(8))
    assert str(day(8)) in refused(handled, name, cast.grid_worker, later=60, done_on=day(7), **facts)
    step(handled, name, cast.grid_worker, later=60, done_on=day(9), **facts)
    check = handled.clocks.get(term_code="event.check")
    assert check.outcome == "met" and check.ended_at.date() <= day(10)


def test_what_is_done_again_is_done_after_the_check(cast, handled):
    step(handled, "finish", cast.handler, later=3, note="已更换灯泡。")
    step(handled, "redo", cast.grid_worker, later=6, reason="不亮。", days=3, done_on=day(5))
    assert str(day(5)) in refused(handled, "finish", cast.handler, later=20, note="换线。", done_on=day(4))
    step(handled, "finish", cast.handler, later=20, note="换线。", done_on=day(7))
    assert handled.clocks.get(term_code="event.redo").outcome == "met"


def test_what_was_settled_on_the_spot_waited_for_nobody_after_that_day(cast):
    case = events.event(cast, unit=cast.weiqu, actor=cast.clerk, then_raise=False)
    step(case, "settle", cast.clerk, later=1, note="当场清理。", done_on=day(0))
    clock = case.clocks.get(term_code="event.accept")
    assert (clock.outcome, office_day(clock.ended_at)) == ("met", day(0))
