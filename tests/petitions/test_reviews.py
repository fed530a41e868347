"""After the answer: reviewed by the organ above, rechecked by the one above that, and then the last word."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.cases import access, deadlines
from governance.cases.history import broken_history
from governance.cases.models import Case, CaseLink
from governance.cases.steps import possible
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.organisation.models import Post, Unit
from petitions.models import Review
from petitions.models.organs import is_above
from petitions.reviews.opening import organs
from petitions.reviews.workflow import REVIEW_WORKFLOW
from tests import builders
from tests.builders import step
from tests.cases.clocks import day, moment
from tests.cast import SINCE
from tests.papers.reading import text

from . import reviews as built

pytestmark = pytest.mark.django_db


def due(case) -> dict[str, str]:
    return {clock.term_code: f"{clock.due}" for clock in case.clocks.filter(ended_at=None) if clock.due}


NOT_ABOVE = {"ground": "not_above", "reason": "不归我局管。", "next_route": "可以向区政府提出。", "told_by": "post"}


def refused(call, *args, **facts) -> dict[str, str]:
    with pytest.raises(FactMissing) as found:
        call(*args, **facts)
    return found.value.errors


def test_the_days_to_answer_count_from_the_day_the_organ_above_received_the_request(cast):
    petition = built.answered(cast)  # served on Tue 03-31
    review = built.asked(cast, petition, 27, asked_on=day("2026-04-02"))  # written down on Mon 04-06
    assert due(review) == {"petition.review_decide": "2026-05-06", "petition.review_accept": "2026-04-08"}
    assert petition.clocks.get(term_code="petition.review_apply").outcome == "met"
    assert (review.lead_unit, review.parent_id) == (cast.police, petition.pk)
    assert [person.name for person in review.people] == ["赵秀英"]
    assert "petition.file" not in due(petition)
    # Who answered and who is to look at it see both.
    for person in (cast.officer, cast.bureau_handler):
        assert set(Case.objects.visible_to(person)) >= {Case(pk=petition.pk), Case(pk=review.pk)}
    assert not Case.objects.visible_to(cast.handler).filter(pk=review.pk).exists()


@pytest.mark.parametrize("stage", ["review", "recheck"])
def test_an_opinion_of_the_organ_above_that_was_served_in_time_is_so_whenever_that_is_written_down(cast, stage):
    petition = built.answered(cast)
    if stage == "recheck":
        built.through(cast, petition)
    asked = built.asked(cast, petition, 40, stage=stage)
    built.accepted(cast, asked)
    built.decided(cast, asked, replay=False)
    built.served(cast, asked, days=12, replay=False, written=20)
    clock = asked.clocks.get(term_code="petition.serve")
    assert (clock.outcome, office_day(clock.ended_at)) == ("met", asked.served_on)


def test_no_recheck_comes_before_a_review_was_served(cast):
    petition = built.answered(cast)
    told = refused(built.asked, cast, petition, stage="recheck")
    assert list(told) == ["stage"] and "先向原办理机关的上一级机关" in told["stage"]
    review = built.asked(cast, petition)
    built.accepted(cast, review)
    built.decided(cast, review)
    assert "不能请求复核" in refused(built.asked, cast, petition, 40, stage="recheck")["stage"]
    built.served(cast, review)
    assert built.asked(cast, petition, 40, stage="recheck").reviewed_id == review.pk


def test_no_organ_looks_at_its_own_opinion_nor_one_that_is_not_above(cast):
    petition = built.answered(cast)
    for unit, words in (
        (cast.station, "不能自己复查"),
        (cast.housing, "上一级"),
        (cast.guodu, "上一级"),
    ):
        told = refused(built.asked, cast, petition, unit=unit)
        assert list(told) == ["to_unit"] and words in told["to_unit"]
    built.through(cast, petition)
    for unit in (cast.police, cast.station):
        assert "不能自己复核" in refused(built.asked, cast, petition, 40, stage="recheck", unit=unit)["to_unit"]
    assert not is_above(cast.police, cast.petitions) and is_above(cast.petitions, cast.police)


def test_the_tree_is_read_once_for_all_organs_that_may_look_at_an_opinion(cast):
    petition = built.answered(cast)
    with CaptureQueriesContext(connection) as captured:
        assert organs(petition, petition) == ("长安区人民政府", [cast.police], [])
    # What the opinion says, the unit that decided and the one right above it, all units, and the tree.
    assert len(captured) <= 5 < Unit.objects.count()


def test_whoever_drafted_or_signed_the_answer_has_no_hand_in_its_review(cast):
    petition = built.answered(cast, by=cast.officer)
    review = built.asked(cast, petition)
    for role in ("handler", "unit_lead"):
        post = Post(user=cast.officer, unit=cast.police, role=Group.objects.get(name=role), starts_on=SINCE)
        post.save(force_insert=True)
    for told in ({"name": "accept", "told_by": "electronic"}, {"name": "refuse", **NOT_ABOVE}):
        with pytest.raises(StepNotAllowed):
            step(review, actor=cast.officer, later=1, **told)
    with pytest.raises(FactMissing):
        step(review, "assign", cast.bureau_lead, later=1, handler=cast.officer)
    built.accepted(cast, review)
    with pytest.raises(StepNotAllowed):
        built.decided(cast, review, actor=cast.officer)
    # Neither do they sign what somebody else has drafted.
    built.decided(cast, review, actor=cast.bureau_handler)
    assert not access.may_decide(cast.officer, review, REVIEW_WORKFLOW.step("decide"), review.proposals.get())


def test_the_organ_above_does_not_say_that_it_is_none(cast):
    review = built.asked(cast, built.answered(cast))
    assert "上一级机关" in refused(step, review, "refuse", cast.bureau_lead, later=1, **NOT_ABOVE)["ground"]
    Unit.objects.filter(pk=cast.station.pk).update(parent=None)
    step(Review.objects.get(pk=review.pk), "refuse", cast.bureau_lead, later=1, **NOT_ABOVE)
    review.refresh_from_db()
    assert review.status == "refused"


def test_late_requests_are_registered_with_their_reason_and_the_organ_above_says_whether_it_counts(cast):
    petition = built.answered(cast)
    deadlines.scan(moment("2026-05-06"))
    late = {"asked_on": day("2026-05-08")}
    told = refused(built.asked, cast, petition, 60, **late)
    assert list(told) == ["late_reason"] and "2026-04-30" in told["late_reason"]
    review = built.asked(cast, petition, 60, late_reason="住院治疗，出院后提出。", **late)
    assert review.late_reason and petition.clocks.get(term_code="petition.review_apply").outcome == "lapsed"
    ground = {"ground": "late", "reason": "没有证明。", "next_route": "可以补充新的事实另行提出。", "told_by": "post"}
    step(review, "refuse", cast.bureau_lead, later=1, **ground)
    assert review.status == "refused" and not due(review)
    # Who was turned away can ask again.
    again = built.asked(cast, petition, 62, late_reason="补交住院证明。", asked_on=day("2026-05-11"))
    built.accepted(cast, again)
    assert again.status == "examining"


def test_what_was_asked_in_time_is_not_refused_as_late(cast):
    review = built.asked(cast, built.answered(cast), late_reason="其实没有逾期")
    assert review.late_reason == ""
    ground = {"ground": "late", "reason": "过期。", "next_route": "可以补充新的事实另行提出。", "told_by": "post"}
    assert "不得以超过期限" in refused(step, review, "refuse", cast.bureau_lead, later=1, **ground)["ground"]


def test_a_late_request_is_heard_after_the_file_was_closed(cast):
    petition = built.answered(cast)
    step(petition, "archive", cast.officer, later=60, **builders.CHECKLIST)
    review = built.asked(cast, petition, 70, late_reason="服刑期间无法提出。")
    built.accepted(cast, review)
    built.decided(cast, review, told=built.REVOKE)
    built.served(cast, review)
    petition.refresh_from_db()
    assert (petition.status, petition.closed_at) == ("handling", None)
    assert "petition.rehandle" in due(petition)


def test_the_file_waits_for_the_review(cast):
    petition = built.answered(cast)
    built.asked(cast, petition, 50)
    with pytest.raises(StepNotPossible, match="复查、复核还没有办结"):
        step(petition, "archive", cast.officer, later=60, **builders.CHECKLIST)
    at = petition.opened_at + timedelta(days=60)
    assert "archive" not in {offered.name for offered in possible.open_steps(petition, cast.officer, at)}


def test_nothing_is_asked_for_twice(cast):
    petition = built.answered(cast)
    review = built.asked(cast, petition)
    assert review.number in refused(built.asked, cast, petition, 26)["stage"]


def test_a_decision_says_what_belongs_to_it_and_nothing_else(cast):
    review = built.asked(cast, built.answered(cast))
    built.accepted(cast, review)
    for told, field in (
        (built.REVOKE | {"redo_days": None}, "redo_days"),
        (built.CHANGE | {"outcome": ""}, "outcome"),
        (built.CHANGE | {"execution_days": None}, "execution_days"),
        (built.MAINTAIN | {"redo_days": 5}, "redo_days"),
        (built.MAINTAIN | {"outcome": "supported", "execution_days": 5}, "outcome"),
        (built.MAINTAIN | {"recheck_organ": "公安长安分局"}, "recheck_organ"),
    ):
        assert list(refused(built.decided, cast, review, told=told)) == [field]


def test_a_revoked_opinion_is_made_anew_in_the_days_that_were_set_and_can_be_reviewed_again(cast):
    petition = built.answered(cast)
    first = built.through(cast, petition, told=built.REVOKE)  # asked 04-04, served 04-15
    assert (petition.status, petition.outcome, petition.served_on) == ("handling", "", None)
    assert due(petition)["petition.rehandle"] == "2026-05-06"  # 04-15 and twenty days: Tue 05-05 in Labour Day
    assert "petition.recheck_apply" not in due(first)
    assert "已被撤销" in refused(_ask_again, cast, petition, first)["stage"]


def test_the_days_to_make_it_anew_count_from_service_whenever_that_is_written_down(cast):
    petition = built.answered(cast)
    review = built.asked(cast, petition)
    built.accepted(cast, review)
    built.decided(cast, review, told=built.REVOKE)
    built.served(cast, review, written=4)
    assert due(petition)["petition.rehandle"] == "2026-05-06"


def _ask_again(cast, petition, first):
    again = {"facts": "重新调查，情况不属实。", "new_facts": "补充调取了出警记录和监控录像。"}
    step(petition, "issue_opinion", None, later=45, **built.OPINION | again)
    step(petition, "serve", cast.officer, later=46, served_on=day("2026-04-25"), **built.SERVED)
    built.asked(cast, petition, 48, stage="recheck")


def test_the_same_facts_do_not_carry_the_same_result_again(cast):
    petition = built.answered(cast)
    built.through(cast, petition, told=built.REVOKE)
    same = {"facts": " 泵房停用， 情况属实", "new_facts": "补充调取了出警记录。"}
    assert list(refused(step, petition, "issue_opinion", cast.officer, later=45, **built.OPINION | same)) == ["facts"]
    other = {"facts": "重新调查，情况不属实。"}
    told = refused(step, petition, "issue_opinion", cast.officer, later=45, **built.OPINION | other)
    assert list(told) == ["new_facts"]
    assert list(refused(step, petition, "issue_opinion", None, later=45, **built.OPINION | other | {"new_facts": "无"}))
    # Another result on the same facts is what the revocation may have wanted.
    step(petition, "issue_opinion", None, later=45, **builders.OPINION)
    assert petition.status == "answered" and "petition.rehandle" not in due(petition)


def test_what_is_changed_to_be_right_is_carried_out_from_the_day_it_was_served(cast):
    petition = built.answered(cast)
    built.through(cast, petition, told=built.CHANGE)  # served 04-15
    assert (petition.status, petition.outcome) == ("served", "supported")
    assert due(petition)["petition.execution"] == "2026-04-30"
    step(petition, "execute", cast.officer, later=40, executed_on=day("2026-04-18"), note="已经更换。")
    assert "petition.execution" not in due(petition)


def test_after_the_recheck_the_same_facts_are_registered_and_not_accepted_again(cast):
    petition = built.answered(cast)
    review = built.through(cast, petition)
    recheck = built.through(cast, petition, 40, stage="recheck")
    assert recheck.clocks.get(term_code="petition.recheck_decide").due == day("2026-05-19")
    assert review.clocks.get(term_code="petition.recheck_apply").outcome == "met"
    assert "同一意见只能请求一次" in refused(built.asked, cast, petition, 60, stage="recheck")["stage"]
    again = builders.petition(cast, at=moment("2026-06-10"), repeats=petition)
    step(again, "transfer", cast.clerk, later=1, to_unit=cast.station, **builders.TRANSFER)
    told = refused(step, again, "accept", cast.officer, later=2, **builders.ACCEPT)
    assert list(told) == ["new_facts"] and "复核终结" in told["new_facts"]
    concluded = {**builders.REFUSAL, "ground": "concluded", "opinion_number": "长信复核〔2026〕1号"}
    step(again, "not_accept", None, later=3, **concluded)
    assert again.status == "not_accepted"
    other = builders.petition(cast, at=moment("2026-06-11"), repeats=petition)
    step(other, "transfer", cast.clerk, later=1, to_unit=cast.station, **builders.TRANSFER)
    step(other, "accept", cast.officer, later=2, new_facts="六月八日又停水两天，与原事项无关。", **builders.ACCEPT)
    assert other.status == "handling"
    assert broken_history() == []


def test_what_is_being_reviewed_is_not_concluded(cast):
    petition = built.answered(cast)
    built.asked(cast, petition)
    again = builders.petition(cast, at=moment("2026-06-10"))
    CaseLink.objects.create(case=again, other=petition, kind=CaseLink.Kind.REPEAT)
    assert not again.was_answered_before


def test_a_recheck_that_revokes_is_no_last_word(cast):
    petition = built.answered(cast)
    built.through(cast, petition)
    built.through(cast, petition, 40, stage="recheck", told=built.REVOKE)
    assert petition.status == "handling"
    again = builders.petition(cast, at=moment("2026-06-10"), repeats=petition)
    assert not again.is_concluded_matter


def test_the_papers_say_whose_opinion_what_was_decided_and_what_can_still_be_asked(cast):
    petition = built.answered(cast)
    review = built.asked(cast, petition)
    step(review, "accept", cast.bureau_handler, later=1, replay=False, told_by="electronic")
    said = text(review.papers.get(code="review_acceptance"))
    assert "自收到请求之日起30日内提出复查意见" in said and "韦曲派出所" in said and "期限至2026年5月6日" in said
    built.decided(cast, review, replay=False)
    said = text(review.papers.get(code="review_opinion"))
    for words in ("维持韦曲派出所作出的信访处理意见。", "30日内", "向长安区人民政府书面请求复核", "申请人：赵秀英"):
        assert words in said
    built.served(cast, review, replay=False)
    assert "信访事项复查意见书" in text(review.papers.get(code="service_receipt"))
    recheck = built.asked(cast, petition, 40, stage="recheck")
    built.accepted(cast, recheck)
    built.decided(cast, recheck, replay=False)
    said = text(recheck.papers.get(code="last_opinion"))
    assert "不再受理" in said and "维持公安长安分局作出的信访事项复查意见。" in said


def test_a_review_that_was_withdrawn_is_told_and_ends(cast):
    review = built.asked(cast, built.answered(cast))
    told = {"in_writing": True, "reason": "不再要求。", "told_by": "electronic"}
    step(review, "withdraw", None, later=1, **told)
    assert review.status == "withdrawn" and not due(review)
    with pytest.raises((StepNotPossible, StepNotAllowed)):
        step(review, "accept", cast.bureau_handler, later=2, told_by="electronic")
