"""A hearing: called in time, with all sides, led by somebody else, and only a recheck stands still for it."""

from datetime import timedelta

import pytest

from governance.cases.law import county
from governance.frame.refusals import FactMissing, StepNotPossible
from tests import builders
from tests.builders import step
from tests.cases.clocks import day
from tests.papers.reading import text

from . import reviews as built

pytestmark = pytest.mark.django_db


def clock(case, term: str):
    return case.clocks.filter(term_code=term).latest("pk")


def refused(call, *args, **facts) -> dict[str, str]:
    with pytest.raises(FactMissing) as found:
        call(*args, **facts)
    return found.value.errors


def examined(cast, stage="review"):
    petition = built.answered(cast)
    if stage == "recheck":
        built.through(cast, petition)
    review = built.asked(cast, petition, 25 if stage == "review" else 40, stage=stage)
    built.accepted(cast, review)
    return review


def test_a_recheck_stands_still_from_the_call_to_the_day_it_was_held(cast):
    recheck = examined(cast, "recheck")  # received Sun 04-19, to be decided by Tue 05-19
    assert clock(recheck, "petition.recheck_decide").due == day("2026-05-19")
    built.called(cast, recheck)  # on Fri 04-24
    assert clock(recheck, "petition.recheck_decide").due_at is None
    # The hearing binds meanwhile: thirty days from its call.
    assert clock(recheck, "petition.hearing").due == day("2026-05-25")  # 05-24 is a Sunday
    built.held(cast, recheck)  # on Fri 05-08
    # 04-24 to 05-08 are fifteen days that do not count.
    assert clock(recheck, "petition.recheck_decide").due == day("2026-06-03")
    assert clock(recheck, "petition.hearing").outcome == "met"
    assert recheck.status == "examining"


def test_it_goes_on_when_the_hearing_is_called_off(cast):
    recheck = examined(cast, "recheck")
    built.called(cast, recheck)
    step(recheck, "call_off_hearing", cast.office_lead, later=8, reason="双方和解。")
    # What was not held took no time, however often it is called.
    assert clock(recheck, "petition.recheck_decide").due == day("2026-05-19")
    assert recheck.status == "examining" and clock(recheck, "petition.hearing").outcome == "cancelled"


def test_a_review_does_not_stand_still(cast):
    review = examined(cast)
    before = clock(review, "petition.review_decide").due
    built.called(cast, review)
    built.held(cast, review)
    assert clock(review, "petition.review_decide").due == before and not review.clocks.filter(pauses__isnull=False)


def first(cast, **facts):
    petition = builders.in_status(cast, "handling")
    told = built.CALL | {"hearing_at": petition.opened_at + timedelta(days=20), "host": cast.lead}
    step(petition, "call_hearing", cast.lead, later=5, **told | facts)
    return petition


def test_before_the_first_opinion_the_sixty_days_go_on_and_the_hearing_comes_first(cast):
    petition = first(cast)
    assert clock(petition, "petition.handle").due == day("2026-05-11") and petition.status == "handling"
    with pytest.raises(StepNotPossible, match="举行听证"):
        step(petition, "issue_opinion", cast.lead, later=10, **builders.OPINION)
    told = {"held_on": day("2026-03-30"), "host": cast.lead, "record": "各方陈述。"}
    step(petition, "hold_hearing", cast.handler, later=20, **told)
    step(petition, "issue_opinion", cast.lead, later=21, **builders.OPINION)
    assert petition.status == "answered" and not petition.clocks.filter(pauses__isnull=False)


def test_a_county_that_holds_none_before_the_first_opinion_says_so(cast, monkeypatch):
    monkeypatch.setattr(county, "answer_to", lambda code: "no")
    assert refused(first, cast) == {"reason": "本县规定初次办理不举行听证。"}


def test_those_who_take_part_know_seven_days_before(cast):
    review = examined(cast)
    sent = review.opened_at + timedelta(days=5)
    told = refused(built.called, cast, review, hearing_at=sent + timedelta(days=6))
    assert told == {"hearing_at": f"听证应当提前7日通知，最早 {(sent + timedelta(days=7)).date()} 举行。"}
    built.called(cast, review, hearing_at=sent + timedelta(days=7))


def test_not_more_than_five_speak_for_many_and_all_sides_are_there(cast):
    review = examined(cast)
    six = [{"side": "petitioner", "name": f"代表{number}"} for number in range(6)]
    told = refused(built.called, cast, review, sides=[*six, {"side": "organ", "name": "派出所"}])
    assert list(told) == ["sides"] and "不得超过 5 人，填了 6 人" in told["sides"]
    told = refused(built.called, cast, review, sides=six[:2])
    assert "都要有人参加" in told["sides"]
    built.called(cast, review, sides=[*six[:5], {"side": "organ", "name": "派出所"}])


def test_who_investigates_does_not_lead_it(cast):
    review = examined(cast)
    assert list(refused(built.called, cast, review, host=cast.bureau_handler)) == ["host"]
    built.called(cast, review)
    assert list(refused(built.held, cast, review, host=cast.bureau_handler)) == ["host"]


def test_it_is_not_held_before_it_could_be_known(cast):
    review = examined(cast)
    built.called(cast, review)  # notice on the fifth day
    assert list(refused(built.held, cast, review, 11)) == ["held_on"]
    again = {"hearing_at": review.opened_at + timedelta(days=30), "place": "另一会议室", "reason": "信访人住院。"}
    step(review, "put_off_hearing", cast.bureau_handler, later=12, **again)
    assert list(refused(built.held, cast, review, 18)) == ["held_on"]
    # Putting off gives the organ no more time.
    assert clock(review, "petition.hearing").start_on == (review.opened_at + timedelta(days=5)).date()
    built.held(cast, review, 30)
    assert review.status == "examining"


def test_the_papers_say_when_where_and_who_and_what_was_said(cast):
    recheck = examined(cast, "recheck")
    built.called(cast, recheck, replay=False)
    said = text(recheck.papers.get(code="hearing_notice"))
    for words in (
        "2026年5月8日 ",
        "区信访局二楼会议室",
        "office_lead",
        "听证所需时间不计算在复核",
        "公安长安分局",
    ):
        assert words in said
    with pytest.raises(FactMissing) as found:
        step(recheck, "hold_hearing", cast.office_handler, later=19, replay=False, **_held(cast))
    assert list(found.value.errors) == ["files"]
    built.held(cast, recheck, replay=False)
    assert "各方陈述。" in text(recheck.papers.get(code="hearing_record"))


def _held(cast):
    return {"held_on": day("2026-05-08"), "host": cast.office_lead, "record": "各方陈述。"}


def test_it_is_held_within_thirty_days_of_being_asked_for(cast):
    review = examined(cast)
    built.called(cast, review, asked_on=day("2026-04-07"))
    assert clock(review, "petition.hearing").due == day("2026-05-07")
