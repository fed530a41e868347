"""What the days of an event do when it goes from one unit to the next, and who may lengthen them."""

from datetime import timedelta

import pytest

from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.organisation.models import Post
from grid.events.actions import report_event
from grid.models import EventItem, GridEvent
from grid.vocabulary import DUTIES
from tests.builders import OPENED, step
from tests.grid import events

pytestmark = pytest.mark.django_db


def hand_on(case, cast, *, later: int, grade: str):
    """The housing department has no post that dispatches: the township takes it back by hand, as a program would."""
    told = {"to_unit": cast.water, "grade": grade, "reason": "属供水设施。"}
    actions.take_step(case, "dispatch", told, actor=None, at=OPENED + timedelta(days=later), replay=True)


def due(case, code: str):
    return case.clocks.get(term_code=code, ended_at=None).due


def test_the_next_unit_has_its_own_days_to_object_and_the_rest_of_the_event(cast):
    case = events.event(cast)
    events.dispatch(case, cast)
    before = due(case, "event.general")
    hand_on(case, cast, later=7, grade="general")
    # Tuesday 17 March and five working days.
    assert due(case, "event.objection") == (OPENED + timedelta(days=14)).date()
    assert due(case, "event.general") == before
    step(case, "object", cast.water_handler, later=13, reason="不属供水设施。")


def test_another_grade_changes_how_many_days_and_not_when_they_began(cast):
    case = events.event(cast)
    events.dispatch(case, cast)
    hand_on(case, cast, later=5, grade="complex")
    clock = case.clocks.get(term_code="event.complex")
    assert clock.start_on == (OPENED + timedelta(days=1)).date()
    assert not case.clocks.filter(term_code="event.general", ended_at=None).exists()


def test_the_days_for_doing_it_again_end_with_whoever_hands_it_on(cast):
    """Else they ran on against a unit that was never told to do it again."""
    ways = (
        (
            cast.housing,
            "dispatch",
            {"to_unit": cast.water, "grade": "general", "reason": "属供水设施。"},
            ["event.general", "event.objection"],
        ),
        (cast.fengqi, "raise", {"reason": "本单位解决不了。"}, ["event.accept"]),
    )
    for unit, name, told, running in ways:
        case = events.event(cast)
        step(case, "dispatch", cast.clerk, later=1, to_unit=unit, grade="general", reason="请核实处置。")
        step(case, "finish", cast.handler if unit == cast.housing else cast.grid_worker, later=3, note="已更换灯泡。")
        step(case, "redo", cast.clerk, later=4, reason="仍不亮。", days=5)
        assert case.clocks.get(term_code="event.redo").ended_at is None
        actions.take_step(case, name, told, actor=None, at=OPENED + timedelta(days=5), replay=True)
        left = case.clocks.filter(ended_at=None, term_code__in=DUTIES).order_by("term_code")
        assert list(left.values_list("term_code", flat=True)) == running
        assert case.clocks.get(term_code="event.redo").outcome == "cancelled"


def test_whoever_must_resolve_it_does_not_lengthen_the_days(cast):
    case = events.event(cast)
    events.dispatch(case, cast)
    assert step(case, "extend", cast.lead, later=2, days=30, reason="缺少配件。").is_proposal
    waiting = case.proposals.get()
    with pytest.raises(StepNotAllowed):
        actions.decide(waiting, approve=True, actor=cast.lead, at=OPENED + timedelta(days=3))
    actions.decide(waiting, approve=True, actor=cast.clerk, at=OPENED + timedelta(days=3))
    assert case.clocks.get(term_code="event.general").extension == 30


def test_days_of_what_a_unit_took_upon_itself_are_lengthened_by_those_above_it(cast):
    """Not by the village that sent it up, and not by the unit itself."""
    case = events.event(cast)
    step(case, "accept", cast.clerk, later=1, grade="general")
    with pytest.raises(StepNotPossible, match="提请上级延长期限"):
        step(case, "extend", cast.township_lead, later=2, days=10, reason="缺少配件。")
    assert step(case, "extend_own", cast.township_lead, later=2, days=10, reason="缺少配件。").is_proposal
    waiting = case.proposals.get()
    for other in (cast.grid_worker, cast.clerk, cast.township_lead):
        with pytest.raises(StepNotAllowed):
            actions.decide(waiting, approve=True, actor=other, at=OPENED + timedelta(days=3))
    actions.decide(waiting, approve=True, actor=cast.staff, at=OPENED + timedelta(days=3))
    assert case.clocks.get(term_code="event.general").extension == 10
    with pytest.raises(StepNotPossible, match="只能延长一次"):
        step(case, "extend_own", cast.township_lead, later=4, days=21, reason="还缺。")


def test_what_the_township_sent_is_answered_by_the_township_and_not_where_it_was_seen(cast):
    case = events.event(cast)
    events.PATHS["objected"](case, cast)
    role = cast.clerk.posts.get().role
    Post.objects.create(user=cast.grid_worker, unit=cast.fengqi, role=role, starts_on="2024-01-01")
    with pytest.raises(StepNotAllowed):
        step(case, "uphold_objection", cast.grid_worker, later=3, reason="是你们的。")
    step(case, "uphold_objection", cast.clerk, later=3, reason="确实不属于。")


@pytest.mark.parametrize(
    ("source", "item", "said"),
    [("resident", events.LAMP, "群众反映的不能以此不予受理"), ("patrol", events.LAMP, "在清单之内")],
)
def test_the_event_list_is_no_ground_against_a_resident_nor_against_what_stands_in_it(cast, source, item, said):
    case = events.event(cast, source=source, item=item)
    with pytest.raises(FactMissing, match=said):
        step(case, "reject", cast.clerk, later=1, ground="not_listed", reason="不在清单。")
    EventItem.objects.update(on_list=False)
    if source == "patrol":
        step(case, "reject", cast.clerk, later=1, ground="not_listed", reason="不在清单。")


def test_a_department_sends_nothing_past_the_unit_that_sent_it(cast):
    """Else its days would begin anew and nobody would answer whether it objects in time."""
    case = events.event(cast)
    events.dispatch(case, cast)
    with pytest.raises(StepNotPossible, match="提出异议"):
        step(case, "raise", cast.lead, later=6, reason="本单位解决不了。")


def test_the_county_sends_nothing_further_up_and_is_not_offered_to(cast, login):
    case = events.event(cast)
    step(case, "raise", cast.clerk, later=1, reason="涉及两个街道。")
    assert case.lead_unit == cast.centre
    page = login(cast.staff).get(f"/cases/{case.number}/").content.decode()
    assert f"/cases/{case.number}/steps/dispatch/" in page and f"/cases/{case.number}/steps/raise/" not in page
    with pytest.raises(StepNotPossible, match="县级没有上一级"):
        step(case, "raise", cast.staff, later=2, reason="区里解决不了。")


def test_only_whoever_saw_it_settles_it_on_the_spot(cast):
    case = events.event(cast)
    with pytest.raises(StepNotPossible, match="上报的单位才能当场处置"):
        step(case, "settle", cast.township_lead, later=41, note="已修复。")


def test_what_was_settled_where_it_was_seen_may_be_reported_days_later(cast):
    listed = events.listed()
    seen = {
        "title": "路灯不亮",
        "summary": "路灯不亮。",
        "area": cast.area("610116001002"),
        "category": listed.category,
    }
    seen |= {"event_type": "problem", "grade": "simple", "source": "patrol", "channel": "patrol"}
    event = GridEvent(**seen, lead_unit=cast.fengqi, opened_at=OPENED)
    report_event(event, actor=cast.grid_worker, at=OPENED + timedelta(days=9), settled="当场和解。", replay=True)
    assert event.status == "settled" and event.clocks.get(term_code="event.accept").outcome == "met"


def test_what_is_said_weeks_later_to_have_been_settled_is_looked_at_by_somebody_else(cast):
    case = events.event(cast, unit=cast.weiqu, actor=cast.clerk, then_raise=False)
    for told in ({}, {"done_on": OPENED.date()}, {"done_on": (OPENED + timedelta(days=2)).date()}):
        with pytest.raises(FactMissing, match="过后登记的"):
            step(case, "settle", cast.clerk, later=40, note="已修复。", **told)
    step(case, "settle", cast.clerk, later=1, note="已修复。")
    assert case.status == "settled"


def test_what_a_township_was_sent_and_raised_leaves_it_nothing_to_object_to(cast):
    case = events.event(cast)
    step(case, "raise", cast.clerk, later=1, reason="涉及两个街道。")
    step(case, "dispatch", cast.staff, later=2, to_unit=cast.weiqu, grade="general", reason="请处置。")
    step(case, "raise", cast.clerk, later=3, reason="街道没有设备。")
    assert list(case.clocks.filter(ended_at=None).values_list("term_code", flat=True)) == ["event.accept"]


def test_a_missing_picture_is_asked_for_at_its_box(login, cast):
    case = events.event(cast)
    events.dispatch(case, cast)
    told = {"note": "已更换灯泡。", "version": case.version}
    page = login(cast.handler).post(f"/cases/{case.number}/steps/finish/", told)
    said = page.content.decode()
    assert page.status_code == 422 and "已更换灯泡。" in said
    assert '<a href="#id_files">请附上处置后照片。</a>' in said
    assert said.index("请附上处置后照片。", said.index('for="id_files"'))
    # The list above names it where its box stands: last.
    blank = login(cast.handler).post(f"/cases/{case.number}/steps/finish/", told | {"note": ""}).content.decode()
    assert 0 < blank.index("请填写处置结果。</a>") < blank.index('<a href="#id_files">')
