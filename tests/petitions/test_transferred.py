"""What was transferred goes back to its sender by an objection in time, and no other way (信访工作条例 art. 23)."""

from datetime import timedelta

import pytest

from governance.cases import deadlines
from governance.cases.law import county
from governance.cases.models import CountyRule
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotPossible
from governance.notices.models import Notice
from petitions.conditions.routing import why_not_refused
from tests import builders
from tests.papers.reading import text

pytestmark = pytest.mark.django_db

COMPETENCE = {**builders.REFUSAL, "ground": "competence", "reason": "属水务部门职责。"}
HAND_ON = builders.HAND_ON
WHOLE = "petition.whole"


def heard(case) -> set[str]:
    return set(Notice.objects.filter(subject_key=case.number).values_list("recipient__username", flat=True))


@pytest.mark.parametrize("actor", ["handler", "lead"])
def test_it_is_not_refused_for_want_of_competence(cast, actor):
    case = builders.in_status(cast, "routed")
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "not_accept", getattr(cast, actor), later=12, **COMPETENCE)
    assert "提出异议" in refused.value.errors["ground"]
    assert (case.status, case.proposals.count()) == ("routed", 0)


def test_a_petition_office_transfers_what_is_not_its_own(cast):
    at_the_office = builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk)
    assert "第二十二条" in why_not_refused(at_the_office, "competence")
    direct = builders.petition(cast)
    builders.step(direct, "not_accept", cast.township_lead, later=1, **COMPETENCE)
    assert direct.status == "not_accepted"


@pytest.mark.parametrize("status", ["routed", "handling"])
def test_it_is_not_handed_on_by_the_unit_that_received_it_by_transfer(cast, status):
    case = builders.in_status(cast, status)
    with pytest.raises(StepNotPossible, match="提出异议"):
        builders.step(case, "hand_on", cast.lead, later=12, to_unit=cast.water, **HAND_ON)
    assert case.lead_unit == cast.housing


def test_a_unit_that_receives_by_handing_on_has_its_own_terms_and_can_object(cast):
    case = builders.kept(cast)
    handle = case.clocks.get(term_code="petition.handle")
    builders.step(case, "hand_on", cast.lead, later=12, to_unit=cast.water, **HAND_ON)  # Sun 03-22
    terms = {clock.term_code: clock.due.isoformat() for clock in case.clocks.filter(ended_at=None)}
    assert terms["petition.notice_transferred"] == "2026-04-07"  # Mon 04-06 is a holiday
    assert terms["petition.objection"] == "2026-03-27"
    assert terms["petition.handle"] == handle.due.isoformat()

    builders.step(case, "object", cast.water_handler, later=14, replay=False, reason="不属供水管网。")
    assert "lead" in heard(case)
    builders.step(case, "uphold_objection", cast.handler, later=15, replay=False, reason="情况属实。")
    assert (case.lead_unit, case.sender_unit, case.status) == (cast.housing, None, "registered")
    builders.step(case, "accept", cast.handler, later=16, **builders.ACCEPT)
    assert case.clocks.get(term_code="petition.handle", ended_at=None).pk == handle.pk


def test_who_sent_it_hears_that_the_receiving_unit_classed_it_otherwise(cast):
    case = builders.in_status(cast, "routed")
    builders.step(case, "reclassify", cast.handler, later=2, replay=False, **builders.ARBITRATION)
    assert case.route == "arbitration" and {"clerk", "township_lead", "lead"} <= heard(case)


def test_who_gives_it_back_hears_that_the_objection_was_upheld(cast):
    case = builders.in_status(cast, "objected")
    builders.step(case, "uphold_objection", cast.clerk, later=3, replay=False, reason="情况属实。")
    assert {"handler", "lead"} <= heard(case)


def test_who_objects_rightly_is_not_charged_with_the_notice_that_the_sender_let_pass(cast):
    case = builders.petition(cast)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    notice = case.clocks.get(term_code="petition.notice_transferred")
    builders.step(case, "object", cast.handler, later=6, reason="不属供水管网。")
    builders.step(case, "uphold_objection", cast.clerk, later=21, replay=False, reason="情况属实。")
    notice.refresh_from_db()
    assert (notice.due.isoformat(), notice.outcome) == ("2026-03-26", "cancelled")
    assert office_day(notice.ended_at).isoformat() == "2026-03-16"
    deciding = case.clocks.get(term_code="petition.objection_decide")
    assert (deciding.due.isoformat(), deciding.outcome) == ("2026-03-23", "missed")
    assert deciding.charged_to == cast.weiqu


def test_who_sent_it_hears_that_the_objection_waits_and_not_who_objected(cast):
    case = builders.petition(cast)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "object", cast.handler, later=6, reason="不属供水管网。")
    deadlines.scan(builders.OPENED + timedelta(days=14))
    told = Notice.objects.filter(text__contains="核实异议")
    assert set(told.values_list("recipient__username", flat=True)) == {"clerk", "township_lead", "staff"}
    builders.step(case, "reject_objection", cast.clerk, later=15, reason="属于供水管网。")
    deciding = case.clocks.get(term_code="petition.objection_decide")
    assert (deciding.outcome, deciding.charged_to) == ("missed", cast.weiqu)


def test_the_sender_takes_back_what_it_sent(cast):
    case = builders.in_status(cast, "handling")
    handle = case.clocks.get(term_code="petition.handle")
    builders.step(case, "recall", cast.clerk, later=9, replay=False, reason="该局职责已经划出。")
    assert (case.lead_unit, case.sender_unit, case.status) == (cast.weiqu, None, "registered")
    assert {"handler", "lead"} <= heard(case)
    builders.step(case, "transfer", cast.clerk, later=10, to_unit=cast.water, **builders.TRANSFER)
    builders.step(case, "accept", cast.water_handler, later=11, **builders.ACCEPT)
    assert case.clocks.get(term_code="petition.handle", ended_at=None).pk == handle.pk
    direct = builders.kept(cast)
    with pytest.raises(StepNotPossible, match="不是转送"):
        builders.step(direct, "recall", cast.handler, later=9, reason="收回。")


@pytest.mark.parametrize(("anew", "due"), [("anew", "2026-03-27"), ("on", "2026-03-25")])
def test_the_county_says_whether_the_days_to_route_start_anew_after_an_objection(cast, anew, due):
    county.load_reference()
    CountyRule.objects.filter(code="objection_restarts").update(value=anew)
    case = builders.in_status(cast, "objected")
    at = case.opened_at + timedelta(days=2, hours=3)
    builders.step(case, "uphold_objection", cast.clerk, at=at, reason="情况属实。")
    assert case.clocks.get(term_code="petition.route", ended_at=None).due.isoformat() == due


@pytest.mark.parametrize(("anew", "due"), [("anew", "2026-03-30"), ("on", "2026-03-25")])
def test_the_county_says_whether_the_days_to_route_start_anew_when_it_is_taken_back(cast, anew, due):
    county.load_reference()
    CountyRule.objects.filter(code="recall_restarts").update(value=anew)
    case = builders.in_status(cast, "routed")
    builders.step(case, "recall", cast.clerk, later=5, reason="转送有误。")
    assert case.clocks.get(term_code="petition.route", ended_at=None).due.isoformat() == due


def sent_again(cast):
    """Sent to housing, which objects rightly; the township sends it on to the water department on 03-17."""
    case = builders.petition(cast)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    assert not case.clocks.filter(term_code=WHOLE).exists()
    builders.step(case, "object", cast.handler, later=3, reason="不属供水管网。")
    builders.step(case, "uphold_objection", cast.clerk, later=6, reason="情况属实。")
    builders.step(case, "transfer", cast.clerk, later=7, to_unit=cast.water, **builders.TRANSFER)
    return case


def test_who_took_it_in_answers_for_the_whole_however_often_it_goes_back(cast):
    case = sent_again(cast)
    whole = case.clocks.get(term_code=WHOLE)
    assert (whole.start_on, whole.due.isoformat()) == (office_day(case.opened_at), "2026-04-09")
    assert (whole.responsible_unit, case.lead_unit) == (cast.weiqu, cast.water)
    builders.step(case, "recall", cast.clerk, later=20, reason="转送有误。")
    builders.step(case, "transfer", cast.clerk, later=21, to_unit=cast.housing, **builders.TRANSFER)
    deadlines.scan(builders.OPENED + timedelta(days=32))
    told = Notice.objects.filter(text__contains="全程受理").values_list("recipient__username", flat=True)
    assert set(told) == {"clerk", "township_lead", "staff"}
    builders.step(case, "accept", cast.handler, later=33, **builders.ACCEPT)
    whole.refresh_from_db()
    assert (whole.outcome, whole.charged_to) == ("missed", cast.weiqu)


def test_what_the_first_unit_owes_binds_nobody_who_holds_it(cast):
    case = sent_again(cast)
    builders.step(
        case,
        "notify",
        cast.water_handler,
        later=9,
        replay=False,
        organ="区水务局",
        next_route="已接收，将依法处理。",
        told_by="post",
    )
    running = set(case.clocks.filter(ended_at=None, is_window=False).values_list("term_code", flat=True))
    assert running == {WHOLE, "petition.accept"}
    builders.step(case, "accept", cast.water_handler, later=10, **builders.ACCEPT)
    whole = case.clocks.get(term_code=WHOLE)
    assert (whole.outcome, whole.charged_to) == ("met", cast.weiqu)
    builders.step(case, "recall", cast.clerk, later=20, reason="转送有误。")
    assert not case.clocks.filter(term_code=WHOLE, ended_at=None).exists()


def test_a_petition_office_sends_an_accusation_to_the_discipline_organ_or_says_why_not(cast):
    """art. 22 para 2: by the authority under which the accused stand."""
    case = builders.accusation(cast, unit=cast.petitions, actor=cast.petition_clerk)
    sent = {"later": 1, "replay": False, **builders.TRANSFER}
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "transfer", cast.petition_clerk, to_unit=cast.police, **sent)
    assert "管理权限" in refused.value.errors["other_organ"]
    below = cast.weiqu
    type(below).objects.filter(pk=below.pk).update(kind="discipline")
    below.refresh_from_db()
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "transfer", cast.petition_clerk, to_unit=below, **sent)
    assert "管理范围" in refused.value.errors["to_unit"]
    builders.step(case, "transfer", cast.petition_clerk, to_unit=cast.discipline, **sent)
    assert case.lead_unit == cast.discipline


def test_an_accusation_goes_to_another_competent_organ_where_it_is_said_why(cast):
    case = builders.accusation(cast, unit=cast.petitions, actor=cast.petition_clerk)
    why = {**builders.TRANSFER, "other_organ": "反映的是物业经理侵占，不是公职人员，由街道办理。"}
    builders.step(case, "transfer", cast.petition_clerk, later=1, to_unit=cast.weiqu, **why)
    assert case.lead_unit == cast.weiqu


def test_who_is_told_on_the_spot_came_in_person_and_that_day(cast):
    told = {"organ": "区住建局", "next_route": "由区住建局按信访程序办理。", "told_by": "on_the_spot"}
    late = builders.petition(cast)
    with pytest.raises(FactMissing) as refused:
        builders.step(late, "notify", cast.clerk, later=1, **told)
    assert "走访当天" in refused.value.errors["told_by"]
    with pytest.raises(FactMissing):
        builders.step(
            late,
            "transfer",
            cast.clerk,
            later=1,
            to_unit=cast.housing,
            **{**builders.TRANSFER, "told_by": "on_the_spot"},
        )
    written = builders.petition(cast, channel="letter")
    with pytest.raises(FactMissing):
        builders.step(written, "notify", cast.clerk, **told)
    builders.step(late, "notify", cast.clerk, later=1, **{**told, "told_by": "collected"})
    here = builders.petition(cast, people=[builders.person("钱大海", "")])
    builders.step(here, "notify", cast.clerk, **told)
    assert not here.clocks.filter(term_code="petition.notice", ended_at=None).exists()


def test_whoever_came_in_person_reads_where_to_come_to_from_then_on(cast):
    """art. 20 para 1."""
    came = builders.petition(cast)
    builders.step(came, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    assert "区住房和城乡建设局或者其上一级机关、单位设立、指定的接待场所" in text(came.papers.get(code="inform_notice"))
    wrote = builders.petition(cast, channel="letter", people=[builders.person("钱大海", "")])
    builders.step(wrote, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    assert "接待场所" not in text(wrote.papers.get(code="inform_notice"))


@pytest.mark.parametrize(
    ("made", "step", "actor", "more", "words"),
    [
        (builders.petition, "transfer", "clerk", {}, "由本单位转送"),
        (builders.petition, "assign_with_report", "clerk", {"report_days": 30}, "由本单位交办"),
        (builders.kept, "hand_on", "lead", {}, "由本单位移交"),
    ],
)
def test_the_petitioner_reads_what_was_done_with_the_matter(cast, made, step, actor, more, words):
    case = made(cast)
    told = {**builders.TRANSFER, "to_unit": cast.water, **more}
    builders.step(case, step, getattr(cast, actor), later=12, replay=False, **told)
    assert f"{words}{cast.water.name}处理" in text(case.papers.filter(code="inform_notice").latest("pk"))
