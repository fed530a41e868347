"""What the page of a dispute and of a track shows to whom."""

import re
from datetime import timedelta

import pytest

from governance.cases.models.case import case_url
from tests import disputes
from tests.disputes import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    return case


def page(login, person, case) -> str:
    return login(person).get(case_url(case)).content.decode()


def test_it_shows_what_was_said_and_agreed_to_the_people_of_the_track_only(cast, login, agreed):
    said, promised = disputes.SESSION["content"], disputes.AGREEMENT["content"]
    inside = page(login, cast.mediator, agreed)
    assert said in inside
    assert promised in inside
    assert "赔偿墙面损失" in inside
    for person in (cast.clerk, cast.staff, cast.leader, cast.county, cast.justice_officer):
        outside = page(login, person, agreed)
        assert "只有参与本案调解的人员可以查看" in outside
        assert said not in outside
        assert promised not in outside
        assert "赔偿墙面损失" not in outside


def test_it_says_until_when_both_may_go_to_court_and_then_that_they_missed_it(cast, login, agreed, time_machine):
    last = agreed.clocks.get(term_code="mediation.confirm_apply").due
    time_machine.move_to(agreed.opened_at + timedelta(days=6), tick=False)
    assert re.search(r'<strong>申请司法确认</strong>\s*<span class="due', page(login, cast.mediator, agreed))
    time_machine.move_to(agreed.opened_at + timedelta(days=60), tick=False)
    assert f"{last} 届满，双方没有共同申请" in page(login, cast.mediator, agreed)


def test_it_lays_the_tracks_of_a_dispute_side_by_side(cast, login, agreed):
    whole = agreed.dispute
    other = disputes.track(cast, "police_mediation", of=whole, later=7)
    shown = page(login, cast.clerk, whole)
    assert agreed.number in shown
    assert other.number in shown
    assert "履行 0/2 项" in shown


def test_it_shows_help_to_those_who_work_on_the_dispute(cast, login):
    whole = disputes.dispute(cast)
    facts = {"participant": whole.participants.first(), "agency": "civil_affairs", "matter": "申请临时救助"}
    disputes.step(whole, "refer_help", cast.clerk, later=1, consent=True, **facts)
    assert "申请临时救助" in page(login, cast.clerk, whole)
    assert "申请临时救助" not in page(login, cast.leader, whole)


def test_it_marks_a_promise_kept_late(cast, login, agreed):
    item = agreed.agreement.items.get(position=1)
    told = {"item": item, "performed_on": day(agreed, 35), "proof": "验收单"}
    disputes.step(agreed, "record_performance", cast.mediator, later=35, **told)
    shown = page(login, cast.mediator, agreed)
    assert f"{day(agreed, 35)} 履行" in shown
    assert "light-missed" in shown
