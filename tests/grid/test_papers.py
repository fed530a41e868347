"""What the papers of an event say."""

import pytest

from governance.cases.papers.issue import Issuing
from governance.frame.wording import in_figures
from grid.events.papers import TEXTS
from tests.builders import OPENED, step
from tests.grid import events
from tests.papers.reading import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("grade", ["simple", "complex"])
def test_the_slip_says_until_when_it_is_done_and_not_until_when_the_unit_may_object(cast, grade):
    case = events.event(cast)
    step(case, "dispatch", cast.clerk, later=1, to_unit=cast.housing, grade=grade, reason="请核实处置。")
    said = TEXTS["service_slip"].write(Issuing(case, None, {}, cast.housing, cast.clerk, OPENED.date()))
    due = case.clocks.get(term_code=f"event.{grade}").due_said(in_figures)
    assert said["办结期限"] == due != case.clocks.get(term_code="event.objection").due_said(in_figures)


@pytest.mark.parametrize("risk", ["high", "medium", "low", ""])
def test_the_unit_is_warned_of_what_was_judged_a_high_risk(cast, risk):
    case = events.event(cast)
    told = {"grade": "simple", "risk": risk, "reason": "先设警戒，三日内加固。"}
    step(case, "dispatch", cast.clerk, later=1, to_unit=cast.housing, replay=False, **told)
    assert case.risk == risk
    found = case.papers.filter(code="risk_warning").first()
    assert bool(found) == (risk == "high")
    if found:
        said = text(found)
        due = case.clocks.get(term_code="event.simple").due_said(in_figures)
        assert all(words in said for words in (cast.housing.name, "高风险", told["reason"], due))
