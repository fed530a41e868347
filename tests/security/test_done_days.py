"""Rectified, looked at again, treated, rated, over: on the day of that, whenever it is written down."""

from datetime import date, timedelta

import pytest

from governance.frame.refusals import FactMissing
from tests.attachments.samples import picture, upload
from tests.builders import OPENED, step
from tests.security import hazards, incidents, key_areas

pytestmark = pytest.mark.django_db


def day(number: int) -> date:
    return (OPENED + timedelta(days=number)).date()


def refused(case, name, actor, *, later, **facts) -> dict[str, str]:
    with pytest.raises(FactMissing) as wrong:
        step(case, name, actor, later=later, **facts)
    return wrong.value.errors


def photo():
    return [upload("简报.png", picture("PNG"))]


@pytest.fixture
def ordered(cast):
    """To be set right in thirty days from 11 March."""
    case = hazards.hazard(cast)
    hazards.order(case, cast)
    return case


def test_a_hazard_set_right_in_time_is_so_whenever_that_is_reported(cast, ordered):
    step(ordered, "rectified", cast.handler, later=60, note="照明已恢复。", done_on=day(20))
    clock = ordered.clocks.get(term_code="hazard.rectify")
    assert (clock.outcome, clock.ended_at.date()) == ("met", day(20))
    # Whoever looks again has known of it since the report.
    assert ordered.clocks.get(term_code="hazard.recheck").start_on == day(60)


def test_without_a_day_it_was_set_right_when_that_was_reported(cast, ordered):
    step(ordered, "rectified", cast.handler, later=60, note="照明已恢复。")
    assert ordered.clocks.get(term_code="hazard.rectify").outcome == "missed"


def test_no_hazard_is_set_right_before_it_was_ordered_or_tomorrow(cast, ordered):
    told = {"later": 60, "note": "照明已恢复。"}
    assert str(day(1)) in refused(ordered, "rectified", cast.handler, done_on=day(0), **told)["done_on"]
    assert "不能晚于今天" in refused(ordered, "rectified", cast.handler, done_on=day(61), **told)["done_on"]


AGAIN = {"pass": {"note": "照明正常。"}, "fail": {"reason": "仍不亮。", "days": 10}}


@pytest.mark.parametrize(("name", "facts"), AGAIN.items())
def test_a_hazard_is_looked_at_again_after_it_was_set_right(cast, ordered, name, facts):
    hazards.rectified(ordered, cast, later=10)
    assert str(day(10)) in refused(ordered, name, cast.clerk, later=60, done_on=day(9), **facts)["done_on"]
    step(ordered, name, cast.clerk, later=60, done_on=day(12), **facts)
    assert ordered.clocks.get(term_code="hazard.recheck").outcome == "met"


def test_every_step_of_a_key_area_is_of_its_own_day(cast):
    case = key_areas.key_area(cast)
    told = {"to_unit": cast.station, "months": 1, "cause": "巡防不足。", "reason": "增加巡逻。"}
    assert str(day(0)) in refused(case, "plan", cast.staff, later=40, done_on=day(-1), **told)["done_on"]
    step(case, "plan", cast.staff, later=40, done_on=day(2), **told)
    told = {"note": "发案下降。", "files": photo()}
    assert str(day(2)) in refused(case, "treated", cast.officer, later=150, done_on=day(1), **told)["done_on"]
    step(case, "treated", cast.officer, later=150, done_on=day(60), note="发案下降。", files=photo())
    told = {"effect": "good", "note": "实地查看。"}
    assert str(day(60)) in refused(case, "evaluate", cast.staff, later=250, done_on=day(59), **told)["done_on"]
    step(case, "evaluate", cast.staff, later=250, done_on=day(155), **told)
    assert str(day(155)) in refused(case, "remove", cast.staff, later=350, done_on=day(154), reason="同意。")["done_on"]
    step(case, "remove", cast.county, later=350, done_on=day(251), reason="同意。")
    outcomes = dict(case.clocks.values_list("term_code", "outcome"))
    assert outcomes == dict.fromkeys(("key_area.plan", "key_area.treat", "key_area.evaluate", "key_area.decide"), "met")


def test_an_incident_is_over_when_it_was_and_the_final_report_is_owed_since(cast):
    case = incidents.incident(cast)
    incidents.progress(case, cast)
    told = {"minutes": 600, "note": "人员已安置。"}
    with pytest.raises(FactMissing, match="事件发生时间"):
        incidents.soon(case, "settled", cast.clerk, settled_at=OPENED - timedelta(hours=1), **told)
    over = OPENED + timedelta(minutes=60)
    incidents.soon(case, "settled", cast.clerk, settled_at=over, **told)
    assert case.clocks.get(term_code="incident.progress").ended_at == over
    assert case.clocks.get(term_code="incident.final").started_at == over
