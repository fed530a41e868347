"""What is urgent is reported at once, advice is answered, the cadre office hears, days to report back are granted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases import deadlines
from governance.cases.models import Case
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from tests import builders
from tests.cases.clocks import day, moment
from tests.papers.reading import text

pytestmark = pytest.mark.django_db
REPORT = {
    "reported_to": ["government", "department", "conference"],
    "reported_at": moment("2026-03-10 10:30"),
    "situation": "百余名业主约定到区政府反映。",
    "measures": "已派员到场。",
}
PROPOSED = {"proposal": "由分管领导召集住建、水务部门限期恢复供水。"}
ADVICE = {"advice_kind": "work", "flaw": "delay", "facts": "四十日没有核查。", "advice": "明确承办人，到场核查。"}
CADRE = {"cadre_office": "中共长安区委组织部", "weight": "ordinary", "situation": "反映一名科长收受好处。"}


@pytest.fixture
def sent(cast):
    """A petition that the petition department assigned to housing, to report back in thirty days: by Fri 04-10."""
    case = builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk)
    told = {"to_unit": cast.housing, **builders.TRANSFER, "report_days": 30}
    builders.step(case, "assign_with_report", cast.petition_clerk, later=1, **told)
    return case


def due(case, code):
    clock = case.clocks.filter(term_code=code, ended_at=None).first()
    return clock and clock.due.isoformat()


def test_what_is_urgent_is_bound_by_hours_from_the_moment_it_is_known(cast):
    case = builders.petition(cast, is_urgent=True)
    clock = case.clocks.get(term_code="petition.urgent_report")
    assert clock.due_at == moment("2026-03-10 14:00")
    builders.step(case, "report_urgent", cast.clerk, later=0, replay=False, **REPORT)
    clock.refresh_from_db()
    assert clock.outcome == "met"
    said = text(case.papers.get())
    assert "本级党委和政府、相关主管部门、本级信访工作联席会议办公室" in said and "百余名业主" in said


def test_what_turns_out_to_be_urgent_is_reported_too(cast):
    case = builders.in_status(cast, "handling")
    with pytest.raises(StepNotPossible):
        builders.step(case, "report_urgent", cast.handler, later=5, **REPORT)
    builders.step(case, "flag_urgent", cast.handler, later=5, reason="业主相约集体上访。")
    assert case.is_urgent and due(case, "petition.urgent_report") == "2026-03-15"


@pytest.mark.parametrize("missing", REPORT["reported_to"])
def test_nobody_whom_the_law_names_is_left_out(cast, missing):
    case = builders.petition(cast, is_urgent=True)
    told = [each for each in REPORT["reported_to"] if each != missing]
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "report_urgent", cast.clerk, **{**REPORT, "reported_to": told})
    assert list(refused.value.errors) == ["reported_to"]


def test_a_petition_department_reports_to_the_next_one_and_to_the_national_one(cast):
    case = builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk, is_urgent=True)
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "report_urgent", cast.petition_clerk, **REPORT)
    assert "国家信访局" in refused.value.errors["reported_to"]
    everybody = {**REPORT, "reported_to": [*REPORT["reported_to"], "petition_office", "national"]}
    with pytest.raises(FactMissing, match="报请本级党委和政府决定"):
        builders.step(case, "report_urgent", cast.petition_clerk, **everybody)
    told = {**everybody, **PROPOSED}
    builders.step(case, "report_urgent", cast.petition_clerk, replay=False, **told)
    said = text(case.papers.get(code="urgent_report"))
    assert PROPOSED["proposal"] in said and "请予决定" in said


def urgent_and_sent(cast):
    """Received by the petition department at 10:00, sent to housing an hour later."""
    case = builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk, is_urgent=True)
    builders.step(case, "transfer", cast.petition_clerk, to_unit=cast.housing, **builders.TRANSFER)
    return case


UPWARD = {**REPORT, "reported_to": ["petition_office", "national"], "reported_at": moment("2026-03-10 13:30")}


def test_what_a_petition_department_owes_for_itself_stays_with_it(cast):
    case = urgent_and_sent(cast)
    builders.step(case, "report_urgent", cast.handler, later=0, at=moment("2026-03-10 12:00"), **REPORT)
    upward = case.clocks.get(term_code="petition.urgent_upward")
    assert (upward.is_running, upward.due_at) == (True, moment("2026-03-10 14:00"))
    assert (upward.responsible_unit, case.lead_unit) == (cast.petitions, cast.housing)
    with pytest.raises(StepNotAllowed):
        builders.step(case, "report_upward", cast.handler, at=moment("2026-03-10 16:00"), **UPWARD)
    with pytest.raises(FactMissing):
        told = {**UPWARD, "reported_to": ["national"]}
        builders.step(case, "report_upward", cast.petition_clerk, at=moment("2026-03-10 16:00"), **told)
    builders.step(case, "report_upward", cast.petition_clerk, at=moment("2026-03-10 16:00"), replay=False, **UPWARD)
    upward.refresh_from_db()
    assert (upward.outcome, upward.charged_to) == ("met", cast.petitions)
    letter = case.papers.get(code="urgent_report")
    assert letter.unit == cast.petitions and "上一级信访部门、国家信访局" in text(letter)


def test_its_lateness_is_its_own_and_it_hears_of_it(cast):
    case = urgent_and_sent(cast)
    builders.step(case, "report_urgent", cast.handler, at=moment("2026-03-10 12:00"), **REPORT)
    with pytest.raises(StepNotPossible, match="报告上一级信访部门"):
        builders.step(case, "withdraw", cast.lead, later=1, **builders.WITHDRAWAL)
    deadlines.scan(moment("2026-03-12 10:00"))
    told = set(Notice.objects.filter(text__contains="报告上一级信访部门").values_list("recipient__username", flat=True))
    assert told == {"petition_clerk", "staff"}
    builders.step(
        case, "report_upward", cast.petition_clerk, later=3, **UPWARD | {"reported_at": moment("2026-03-13 09:00")}
    )
    upward = case.clocks.get(term_code="petition.urgent_upward")
    assert (upward.outcome, upward.charged_to) == ("missed", cast.petitions)


def test_one_report_of_the_petition_department_that_holds_it_says_both(cast):
    case = builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk, is_urgent=True)
    everybody = [*REPORT["reported_to"], "petition_office", "national"]
    told = {**REPORT, **PROPOSED, "reported_to": everybody}
    builders.step(case, "report_urgent", cast.petition_clerk, **told)
    assert case.clocks.get(term_code="petition.urgent_upward").outcome == "met"
    township = builders.petition(cast, is_urgent=True)
    assert not township.clocks.filter(term_code="petition.urgent_upward").exists()


def test_the_file_is_not_closed_over_an_urgent_matter_that_nobody_reported(cast):
    case = builders.in_status(cast, "informed", is_urgent=True)
    with pytest.raises(StepNotPossible, match="“报告重大、紧急情况”还没有办"):
        builders.step(case, "archive", cast.clerk, later=5, **builders.CHECKLIST)


def test_who_assigned_it_grants_the_days_to_report_back(cast, sent):
    builders.step(sent, "ask_report_days", cast.handler, later=20, days=20, reason="检测结果未出。")
    assert due(sent, "petition.assign_report") == "2026-04-10"
    with pytest.raises(StepNotAllowed):
        builders.step(sent, "extend_report", cast.lead, later=21, days=20, reason="同意。")
    with pytest.raises(FactMissing) as refused:
        builders.step(sent, "extend_report", cast.petition_clerk, later=21, days=31, reason="同意。")
    assert "30日" in refused.value.errors["days"]
    builders.step(sent, "extend_report", cast.petition_clerk, later=21, days=20, reason="同意。")
    assert due(sent, "petition.assign_report") == "2026-04-30"
    with pytest.raises(StepNotPossible, match="只能延长一次"):
        builders.step(sent, "extend_report", cast.petition_clerk, later=25, days=5, reason="再延。")


def test_advice_is_answered_in_writing(cast, sent):
    builders.step(sent, "advise", cast.petition_clerk, later=40, replay=False, **ADVICE)
    letter = text(sent.papers.get(code="advice_letter"))
    assert "改进工作的建议" in letter and "请于2026年5月19日前书面反馈采纳情况" in letter
    answer(sent, cast.lead, 50, "whole", replay=False)
    assert sent.clocks.get(term_code="petition.advice_answer").outcome == "met"
    assert "采纳。" in text(sent.papers.get(code="advice_answer"))
    township = builders.in_status(cast, "handling")
    with pytest.raises(StepNotPossible, match="信访部门"):
        builders.step(township, "advise", cast.clerk, later=40, **ADVICE)


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ("rules", "违反信访工作规定"),
        ("delay", "推诿、敷衍、拖延、弄虚作假"),
        ("execution", "拒不执行"),
        ("policy", "政策性问题"),
    ],
)
def test_each_flaw_of_the_law_is_advised_on_in_its_words(cast, sent, flaw, said):
    builders.step(sent, "advise", cast.petition_clerk, later=40, replay=False, **ADVICE | {"flaw": flaw})
    assert said in text(sent.papers.get(code="advice_letter"))


def answer(case, actor, later, adopted, which=0, **told):
    letter = case.clocks.filter(term_code="petition.advice_answer", ended_at=None).order_by("id")[which]
    told = {"letter": letter, "adopted": adopted, "answer": "已经明确承办人。", **told}
    builders.step(case, "answer_advice", actor, later=later, **told)


def test_every_advice_has_its_own_days_and_its_own_answer(cast, sent):
    builders.step(sent, "advise", cast.petition_clerk, later=10, replay=False, **ADVICE)  # Fri 03-20
    liability = {**ADVICE, "advice_kind": "liability", "advice": "追究责任。"}
    builders.step(sent, "advise", cast.petition_clerk, later=31, replay=False, **liability)  # Fri 04-10
    owed = sent.clocks.filter(term_code="petition.advice_answer").order_by("id")
    said = [(clock.name, clock.due.isoformat()) for clock in owed]
    assert said == [("书面反馈改进建议 · 第1件", "2026-04-20"), ("书面反馈改进建议 · 第2件", "2026-05-11")]
    letters = [text(paper) for paper in sent.papers.filter(code="advice_letter").order_by("id")]
    assert "2026年4月20日前" in letters[0] and "2026年5月11日前" in letters[1]
    answer(sent, cast.lead, 33, "none", which=1)
    assert [clock.outcome for clock in owed.all()] == ["", "met"]
    answer(sent, cast.lead, 34, "whole")
    assert [clock.outcome for clock in owed.all()] == ["met", "met"]
    with pytest.raises(StepNotPossible):
        builders.step(sent, "answer_advice", cast.lead, later=35, adopted="whole", answer="再答。")


def test_the_file_is_not_closed_over_advice_that_nobody_answered(cast, sent, login):
    builders.step(sent, "accept", cast.handler, later=2, **builders.ACCEPT)
    builders.step(sent, "issue_opinion", cast.lead, later=20, **{**builders.OPINION, "outcome": "explained"})
    told = {"method": "direct", "served_on": day("2026-03-31"), "receiver": "本人", "proof": "已签收"}
    builders.step(sent, "serve", cast.handler, later=21, **told)
    builders.step(sent, "report_back", cast.handler, later=22, report="已经答复。")
    builders.step(sent, "advise", cast.petition_clerk, later=40, **ADVICE)
    with pytest.raises(StepNotPossible, match="书面反馈改进建议"):
        builders.step(sent, "archive", cast.handler, later=60, **builders.CHECKLIST)
    page = login(cast.handler).get(reverse("cases:case", args=[sent.number]))
    assert [step.name for step in page.context["steps"] if step.primary] == ["answer_advice"]
    answer(sent, cast.lead, 61, "none")
    builders.step(sent, "archive", cast.handler, later=62, **builders.CHECKLIST)


def accused(cast):
    """An accusation against housing that the petition department sent to the discipline organ."""
    case = builders.accusation(cast, unit=cast.petitions, actor=cast.petition_clerk)
    builders.step(case, "transfer", cast.petition_clerk, later=1, to_unit=cast.discipline, **builders.TRANSFER)
    return case


def test_the_cadre_office_hears_of_what_is_said_of_cadres(cast):
    case = accused(cast)
    builders.step(case, "notify_cadre_office", cast.petition_clerk, later=2, replay=False, **CADRE)
    assert "中共长安区委组织部：" in text(case.papers.get(code="cadre_notice"))
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "notify_cadre_office", cast.petition_clerk, later=3, **{**CADRE, "weight": "major"})
    assert list(refused.value.errors) == ["leaders"]
    with pytest.raises(StepNotAllowed):
        builders.step(case, "notify_cadre_office", cast.inspector, later=3, **CADRE)


def test_what_is_said_of_cadres_is_written_into_no_matter_that_they_read(cast, sent):
    """信访工作条例 art. 30 para 3: the department that answers an ordinary petition reads all of its history."""
    with pytest.raises(StepNotPossible, match="变更为“检举控告”"):
        builders.step(sent, "notify_cadre_office", cast.petition_clerk, later=2, **CADRE)
    told = {"petition_class": "accusation", "route": "", "accused_unit": cast.housing, "reason": "反映科长收受好处。"}
    builders.step(sent, "recall", cast.petition_clerk, later=2, reason="反映的是干部问题。")
    builders.step(sent, "reclassify", cast.petition_clerk, later=2, **told)
    builders.step(sent, "transfer", cast.petition_clerk, later=2, to_unit=cast.discipline, **builders.TRANSFER)
    builders.step(sent, "notify_cadre_office", cast.petition_clerk, later=3, **CADRE)
    assert not Case.objects.visible_to(cast.lead).filter(pk=sent.pk).exists()


def test_an_urgent_report_counts_from_when_it_was_made_and_is_still_owed_after_guidance(cast):
    case = builders.petition(cast, is_urgent=True)  # received at 10:00, to be reported by 14:00
    builders.step(case, "inform", cast.clerk, **builders.INFORM)
    told = {"reported_to": ["government", "department", "conference"], "situation": "停水。", "measures": "送水。"}
    typed = case.opened_at + timedelta(hours=6)
    with pytest.raises(FactMissing, match="早于收到"):
        early = case.opened_at - timedelta(days=60)
        builders.step(case, "report_urgent", cast.clerk, at=typed, reported_at=early, **told)
    made = case.opened_at + timedelta(hours=1)
    builders.step(case, "report_urgent", cast.clerk, at=typed, reported_at=made, **told)
    clock = case.clocks.get(term_code="petition.urgent_report")
    assert (clock.outcome, clock.ended_at) == ("met", made)


CONDUCT = {
    "happened_at": moment("2026-03-11 10:00"),
    "misconduct": ["lingering"],
    "done": ["dissuaded", "educated"],
    "note": "下班后不离开接待室，劝阻后离开。",
}


def test_disorder_is_answered_by_words_first_and_stands_with_the_matter_alone(cast):
    """art. 26, 47: the matter goes on, and nothing is said of whoever brought it."""
    case = builders.in_status(cast, "handling")
    running = set(case.clocks.filter(ended_at=None).values_list("term_code", flat=True))
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "dissuade", cast.handler, later=3, **{**CONDUCT, "done": ["police"]})
    assert "第四十七条" in refused.value.errors["done"]
    event = builders.step(case, "dissuade", cast.handler, later=3, **CONDUCT)
    assert event.is_private and case.status == "handling"
    assert set(case.clocks.filter(ended_at=None).values_list("term_code", flat=True)) == running


def test_what_endangers_people_is_reported_to_the_police_at_once(cast):
    case = builders.in_status(cast, "handling")
    builders.step(
        case, "dissuade", cast.handler, later=3, **{**CONDUCT, "misconduct": ["dangerous"], "done": ["police"]}
    )
    assert case.events.filter(step="dissuade").exists()
