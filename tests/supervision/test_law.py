"""Papers rest on the law of their subject, go only where it lets them, and are signed by whom the county says."""

from datetime import timedelta

import pytest

from governance.cases import deadlines
from governance.cases.law import county
from governance.cases.models import CountyRule, Escalation
from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StaleVersion, StepNotAllowed, StepNotPossible
from governance.organisation.models import AccessRecord
from governance.supervision.models import SubjectLaw
from governance.supervision.models.law import load_laws
from governance.supervision.papers import queue
from mediation.vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE, POLICE
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.papers.reading import text
from tests.supervision.test_papers import SIGN, late, order, says, sign, step

__all__ = ["late"]
pytestmark = pytest.mark.django_db
DECISION = {"decision_number": "长信联〔2026〕2号", "minutes": "会议决定责令限期整改。"}


def overdue(cast, kind):
    """A mediation of that kind whose time is long over, and the moment of it."""
    case = disputes.track(cast, kind)
    disputes.accept(case, cast)
    now = case.opened_at + timedelta(days=90)
    deadlines.scan(now)
    return case, now


def test_nobody_supervises_how_a_court_mediates(cast):
    case, now = overdue(cast, JUDICIAL)
    assert not [line for group in queue.groups(cast.staff, now) for line in group.lines if line.number == case.number]
    with pytest.raises(FactMissing) as refusal:
        order(cast, now, target=cast.court, cases=[case])
    assert "依法独立行使职权" in refusal.value.errors["target_unit"]


def test_nobody_supervises_how_the_discipline_organ_inspects(cast):
    case, now = overdue(cast, PEOPLE)
    with pytest.raises(FactMissing) as refusal:
        order(cast, now, target=cast.discipline, cases=[case])
    assert "监察机关依法独立行使职权" in refusal.value.errors["target_unit"]


@pytest.mark.parametrize(
    ("kind", "unit", "article"),
    [
        (PEOPLE, "mediation", "《人民调解法》第五条"),
        (POLICE, "station", "《公安机关办理行政案件程序规定》第一百六十五条"),
        (ADMINISTRATIVE, "housing", "本县督办工作办法"),
    ],
)
def test_a_paper_rests_on_the_law_of_its_subject(cast, kind, unit, article):
    case, now = overdue(cast, kind)
    paper = order(cast, now, target=getattr(cast, unit), ground="passing_on", cases=[case])
    sign(paper, cast, now)
    shown = paper.papers.get().contents
    assert shown["依据"] == article
    assert "信访工作条例" not in "".join(shown.values())


def test_a_paper_about_a_petition_rests_on_the_regulations_on_petitions(cast, late):
    case, now = late
    paper = order(cast, now, cases=[case])
    sign(paper, cast, now)
    assert paper.papers.get().contents["依据"] == "《信访工作条例》第四十条"


@pytest.mark.parametrize(("kind", "unit"), [(PEOPLE, "housing"), (POLICE, "housing")])
def test_a_paper_goes_only_to_whom_its_law_lets_it(cast, kind, unit):
    case, now = overdue(cast, kind)
    with pytest.raises(FactMissing) as refusal:
        order(cast, now, target=getattr(cast, unit), cases=[case])
    assert set(refusal.value.errors) == {"target_unit"}


@pytest.mark.parametrize("kind", [PEOPLE, POLICE])
def test_the_ladder_of_a_committee_and_of_the_police_ends_with_a_copy(cast, kind):
    case, _ = overdue(cast, kind)
    found = Escalation.objects.filter(case=case).exclude(proposes="").exclude(clock__term__ladder="legal")
    assert set(found.values_list("proposes", flat=True)) <= {"copy_notice"}


def test_the_county_office_changes_what_papers_may_be_about_a_subject(cast, login):
    load_laws()
    law = SubjectLaw.objects.get(kind=PEOPLE)
    case, now = overdue(cast, PEOPLE)
    client = login(cast.county)
    assert "只抄告调解组织和司法行政部门" in client.get("/supervision/laws/").content.decode()
    told = {"rungs": ["copy_notice"], "addressees": ["department"], "article": "县规第三条", "version": law.version}
    url = f"/supervision/laws/{law.pk}/"
    assert client.post(url, told).status_code == 422
    assert client.post(url, {**told, "article": "", "reason": "长综〔2026〕4号"}).status_code == 422
    assert client.post(url, {**told, "reason": "长综〔2026〕4号"}).status_code == 302
    assert "长综〔2026〕4号" in AccessRecord.objects.latest("id").reason
    with pytest.raises(FactMissing):
        order(cast, now, target=cast.mediation, cases=[case])
    paper = order(cast, now, target=cast.housing, cases=[case])
    sign(paper, cast, now)
    assert paper.papers.get().contents["依据"] == "县规第三条"
    assert client.post(url, {**told, "reason": "再改。"}).status_code == 409
    assert load_laws() == 0


def third(cast, late, **about):
    """A demand to put things right within a time, proposed after a copy and an order that ran out."""
    case, now = late
    paper = order(cast, now, **(about or {"cases": [case]}))
    for rung in ("supervision_order", "rectification_order"):
        sign(paper, cast, now)
        now += timedelta(days=15)
        actions.take_step(paper, "raise_rung", {"rung": rung, "reason": "逾期没有反馈。"}, actor=cast.staff, at=now)
        paper = paper.raised_to.get()
    return paper, now


def test_a_measure_about_petitions_is_the_joint_conferences(cast, late):
    paper, now = third(cast, late)
    with pytest.raises(StepNotPossible, match="联席会议"):
        actions.take_step(paper, "sign", SIGN, actor=cast.staff, at=now)
    told = {**SIGN, **DECISION, "decided_on": now.date()}
    files = [upload("纪要.png", picture("PNG"))]
    actions.take_step(paper, "issue_decision", told, actor=cast.staff, at=now, files=files)
    actions.decide(paper.proposals.get(decision=""), approve=True, actor=cast.leader, at=now)
    shown = text(paper.papers.get())
    assert "信访工作联席会议" in shown and "长信联〔2026〕2号" in shown and "《信访工作条例》第三十九条" in shown


@pytest.mark.parametrize("ground", ["overdue", "against_rules", "passing_on", "not_executed", "missing", "undone"])
def test_what_a_paper_charges_a_unit_with_is_named(cast, late, ground):
    _, now = late
    with pytest.raises(FactMissing) as refusal:
        order(cast, now, ground=ground, reason="推诿、敷衍。")
    assert set(refusal.value.errors) == {"ground"}


def test_what_the_words_name_by_its_number_is_under_the_law_of_its_subject(cast, late):
    case, _ = late
    paper, at = third(cast, late, ground="passing_on", reason=f"信访事项 {case.number} 推诿，没有进展。")
    assert [row.case_id for row in paper.subjects.all()] == [case.pk]
    with pytest.raises(StepNotPossible, match="联席会议"):
        actions.take_step(paper, "sign", SIGN, actor=cast.staff, at=at)


def test_a_measure_that_names_nothing_is_the_joint_conferences_too(cast, late):
    paper, at = third(cast, late, ground="other", reason="作风不实。")
    with pytest.raises(StepNotPossible, match="联席会议"):
        actions.take_step(paper, "sign", SIGN, actor=cast.staff, at=at)


def test_nobody_is_charged_with_what_is_not_late_or_not_theirs(cast, late):
    young = builders.petition(cast, at=late[1] - timedelta(days=1))
    with pytest.raises(FactMissing, match="没有超过法定期限") as refusal:
        order(cast, late[1], target=cast.weiqu, cases=[young])
    assert set(refusal.value.errors) == {"ground"}
    for case in (young, late[0]):
        with pytest.raises(FactMissing, match="不由区水务局负责") as refusal:
            order(cast, late[1], target=cast.water, ground="passing_on", cases=[case])
        assert set(refusal.value.errors) == {"target_unit"}
    order(cast, late[1], target=cast.weiqu, ground="passing_on", cases=[young])


def test_whoever_let_the_day_pass_is_charged_with_it_wherever_the_matter_went(cast):
    case = builders.in_status(cast, "routed")
    builders.step(case, "recall", cast.clerk, later=40, reason="转送有误。")
    told = {**builders.TRANSFER, "reason": "供水属水务部门职责。"}
    builders.step(case, "transfer", cast.clerk, later=41, to_unit=cast.water, **told)
    at = case.opened_at + timedelta(days=42)
    with pytest.raises(FactMissing, match="不由区水务局负责"):
        order(cast, at, target=cast.water, cases=[case])
    order(cast, at, target=cast.housing, cases=[case])


def test_the_county_may_let_a_leader_sign_measures(cast, late):
    paper, now = third(cast, late)
    says("measures_decided_by", "leader")
    sign(paper, cast, now)
    assert "信访工作联席会议" not in text(paper.papers.get())


def test_whoever_drafts_a_paper_neither_signs_nor_revokes_it(cast, late):
    _, now = late
    paper = order(cast, now, actor=cast.county)
    actions.take_step(paper, "sign", SIGN, actor=cast.county, at=now)
    paper.refresh_from_db()
    assert paper.status == "proposed"
    with pytest.raises(StepNotAllowed):
        actions.decide(paper.proposals.get(decision=""), approve=True, actor=cast.county, at=now)
    actions.decide(paper.proposals.get(decision=""), approve=True, actor=cast.leader, at=now)
    step(paper, "revoke", cast.county, now, reason="制发有误。")
    assert paper.status == "sent"


def test_the_county_may_let_one_person_do_both_and_the_paper_says_so(cast, late):
    _, now = late
    says("one_person_papers", "one")
    paper = order(cast, now, actor=cast.county)
    step(paper, "sign", cast.county, now, **SIGN)
    assert (paper.status, "一人办理" in text(paper.papers.get())) == ("sent", True)


def test_the_answer_of_the_county_stands_with_its_decision_and_in_the_record(cast, late):
    _, now = late
    county.load_reference()
    rule = CountyRule.objects.get(code="measures_decided_by")
    how = {"value": "leader", "version": rule.version, "actor": cast.county, "at": now}
    with pytest.raises(FactMissing):
        county.answer(rule, reason=" ", **how)
    county.answer(rule, reason="长信联〔2026〕1号授权。", **how)
    assert county.answer_to("measures_decided_by") == "leader"
    assert "长信联〔2026〕1号" in AccessRecord.objects.latest("id").reason
    with pytest.raises(StaleVersion):
        county.answer(rule, reason="再改。", **how)
    assert county.load_reference() == 0
