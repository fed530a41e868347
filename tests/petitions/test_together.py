"""Several organs and one answer: who leads, who answers to whom, what is asked of the petitioner once (art. 24)."""

from datetime import timedelta

import pytest

from governance.cases import deadlines
from governance.cases.models import CaseUnit
from governance.cases.steps.forms import StepForm
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from petitions.citizens import progress
from petitions.workflow import WORKFLOW
from tests import builders
from tests.attachments.samples import pdf, upload
from tests.papers.reading import text

from . import reviews as built

pytestmark = pytest.mark.django_db

SETTLED = {"ground": "agreed", "organs": "区水务局", "reason": "两局商定由住建局牵头。", "told_by": "electronic"}
DECIDED = {
    "ground": "superior",
    "document": "长政函〔2026〕8号",
    "organs": "区水务局",
    "reason": "由水务局受理。",
    "told_by": "electronic",
}


def decide(case, cast, by, to, *, later=3, files=True, replay=False, **facts):
    told = DECIDED | {"by": by, "to_unit": to, "decided_on": (case.opened_at + timedelta(days=2)).date()} | facts
    paper = [upload("决定.pdf", pdf())] if files else []
    return builders.step(case, "decide_lead", cast.clerk, later=later, replay=replay, files=paper, **told)


def terms(case) -> set[str]:
    return set(case.clocks.filter(ended_at=None).values_list("term_code", flat=True))


def test_the_organs_agree_who_leads_and_that_one_objects_no_more(cast):
    case = builders.petition(cast)
    asked = {"later": 1, "replay": False, "to_unit": cast.housing}
    with pytest.raises(FactMissing) as bare:
        builders.step(case, "settle_lead", cast.clerk, **asked, **SETTLED)
    assert list(bare.value.errors) == ["files"]
    record = [upload("协商记录.pdf", pdf())]
    with pytest.raises(FactMissing, match="不是首先收到"):
        builders.step(case, "settle_lead", cast.clerk, files=record, **asked, **{**SETTLED, "ground": "first"})
    builders.step(case, "settle_lead", cast.clerk, files=record, **asked, **SETTLED)
    assert (case.status, case.lead_unit, case.sender_unit) == ("routed", cast.housing, cast.weiqu)
    assert "petition.notice_transferred" in terms(case) and "petition.objection" not in terms(case)
    notice = text(case.papers.get(code="inform_notice"))
    assert "由长安区住房和城乡建设局受理，牵头办理并统一答复你" in notice and "第二十四条" in notice
    with pytest.raises(StepNotPossible):
        builders.step(case, "object", cast.handler, later=2, reason="不属本局。")


def test_what_was_disputed_goes_to_whom_the_common_superior_names_with_its_paper(cast):
    case = builders.in_status(cast, "objected")
    with pytest.raises(FactMissing) as bare:
        decide(case, cast, cast.petitions, cast.water, files=False)
    assert list(bare.value.errors) == ["files"]
    for wrong in (cast.police, cast.weiqu, cast.water):
        with pytest.raises(FactMissing, match="共同的上一级"):
            decide(case, cast, wrong, cast.water)
    decide(case, cast, cast.petitions, cast.water)
    assert (case.status, case.lead_unit, case.sender_unit) == ("routed", cast.water, cast.weiqu)
    assert case.clocks.get(term_code="petition.objection_decide").outcome == "met"
    assert "petition.objection" not in terms(case)


def test_the_one_that_objected_may_be_the_one_that_is_named(cast):
    case = builders.in_status(cast, "objected")
    told = {"ground": "conference", "by": None, "document": "联席会议纪要〔2026〕3号"}
    decide(case, cast, to=cast.housing, **told)
    assert (case.status, case.lead_unit, case.sender_unit) == ("routed", cast.housing, cast.weiqu)


def test_what_an_organ_dealt_with_that_is_no_more_goes_to_whom_the_government_names(cast):
    """信访工作条例 art. 24 para 2: nobody stands above by whom it is decided, and its paper says who and why."""
    case = builders.in_status(cast, "routed")
    told = {"ground": "designated", "by": None, "document": "长政办函〔2026〕5号", "organs": "区住建局（已撤销）"}
    decide(case, cast, to=cast.water, **told)
    assert (case.status, case.lead_unit, case.sender_unit) == ("routed", cast.water, cast.weiqu)
    notice = text(case.papers.filter(code="inform_notice").latest("pk"))
    assert "分立、合并或者撤销，现已明确由长安区水务局受理" in notice and "第二十四条第二款" in notice


def test_an_accusation_is_not_shared_out_among_organs(cast):
    case = builders.accusation(cast)
    with pytest.raises(StepNotPossible, match="检举控告"):
        builders.step(case, "settle_lead", None, later=1, to_unit=cast.water, **SETTLED)


def test_an_organ_that_is_accused_leads_in_nothing_that_is_hidden_from_it(cast):
    """What came out of an accusation is no accusation itself, and is hidden like it."""
    case = builders.petition(cast)
    accused = {"part": CaseUnit.Part.ACCUSED, "since": case.opened_at}
    CaseUnit.objects.create(case=case, unit=cast.housing, **accused)
    for name, facts in (("settle_lead", SETTLED), ("decide_lead", {**DECIDED, "by": cast.petitions})):
        told = {"to_unit": cast.housing, "decided_on": case.opened_at.date(), **facts}
        told = {key: told[key] for key in told if name == "decide_lead" or key != "decided_on"}
        with pytest.raises(FactMissing) as refused:
            builders.step(case, name, cast.clerk, later=1, files=[upload("记录.pdf", pdf())], **told)
        assert list(refused.value.errors) == ["to_unit"] and "第三十条" in refused.value.errors["to_unit"]


def test_six_organs_are_asked_and_the_petitioner_gets_one_answer(cast):
    case = builders.in_status(cast, "handling")
    organs = [cast.water, cast.police, cast.petitions, cast.weiqu, cast.station, cast.justice]
    for place, unit in enumerate(organs, start=3):
        told = {"unit": unit, "note": f"第{place - 2}项，请核查。"}
        builders.step(case, "invite", cast.lead, later=place, days=10 if unit == cast.water else None, **told)
    owed = case.clocks.filter(term_code="petition.share").order_by("pk")
    assert [(clock.charged_to, clock.amount) for clock in owed][:2] == [(cast.water, 10), (cast.police, 15)]
    assert (owed[5].name, len(owed)) == ("协办反馈 · 第6件", 6)
    builders.step(case, "contribute", cast.water_handler, later=9, note="正在核查。")
    assert owed.filter(ended_at=None).count() == 6
    builders.step(case, "contribute", cast.water_handler, later=10, note="管道完好。", complete=True)
    assert [clock.outcome for clock in owed.all()][:2] == ["met", ""]
    with pytest.raises(StepNotPossible, match="协办反馈"):
        builders.step(case, "issue_opinion", cast.lead, later=20, **builders.OPINION)
    for unit in organs[1:]:
        builders.step(case, "release", cast.lead, later=21, unit=unit, note="口头答复，不再需要。")
    builders.step(case, "issue_opinion", cast.lead, later=22, replay=False, **builders.OPINION)
    assert case.papers.filter(code="handling_opinion").count() == 1
    assert not owed.filter(ended_at=None).exists()


def test_whoever_was_asked_hears_that_the_days_are_over(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "invite", cast.lead, later=3, unit=cast.police, note="请核查。", days=5)
    clock = case.clocks.get(term_code="petition.share")
    assert clock.responsible_unit == cast.police
    deadlines.scan(case.opened_at + timedelta(days=10))
    told = Notice.objects.filter(text__contains="协办反馈").values_list("recipient__username", flat=True)
    assert "staff" in told and "lead" not in told


def test_missing_materials_are_asked_for_once(cast):
    case = builders.in_status(cast, "handling")
    asked = {"materials": "1. 租赁合同；\n2. 缴费凭证。", "days": 10, "told_by": "post"}
    builders.step(case, "ask_materials", cast.handler, later=3, replay=False, **asked)
    paper = text(case.papers.get(code="materials_notice"))
    assert "租赁合同" in paper and "2026年3月23日前" in paper and "不再另行要求补充" in paper
    assert "petition.handle" in terms(case)
    with pytest.raises(StepNotPossible, match="一次告知"):
        builders.step(case, "ask_materials", cast.handler, later=4, **asked)
    on = (case.opened_at + timedelta(days=8)).date()
    builders.step(case, "receive_materials", cast.handler, later=9, brought_on=on, reason="合同一份。")
    assert case.clocks.get(term_code="petition.materials").outcome == "met"


def test_what_is_brought_over_the_network_ends_the_days_too(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "ask_materials", cast.handler, later=3, materials="合同。", told_by="post")
    builders.step(case, "supplement", None, later=5, note="合同见附件。")
    assert case.clocks.get(term_code="petition.materials").outcome == "met"


def test_an_urgent_report_is_acknowledged_by_who_received_it(cast):
    case = builders.petition(cast, is_urgent=True)
    received = {
        "received_by": ["government"],
        "received_at": case.opened_at + timedelta(hours=2),
        "instruction": "速办。",
    }
    with pytest.raises(StepNotPossible, match="还没有报告"):
        builders.step(case, "acknowledge_report", cast.staff, later=1, **received)
    reported = {"reported_to": ["government", "department", "conference"], "situation": "停水。", "measures": "送水。"}
    at = case.opened_at + timedelta(hours=1)
    builders.step(case, "report_urgent", cast.clerk, at=at, reported_at=at, **reported)
    with pytest.raises(StepNotAllowed):
        builders.step(case, "acknowledge_report", cast.clerk, later=1, **received)
    event = builders.step(case, "acknowledge_report", cast.staff, later=1, **received)
    assert ["批示、要求", "速办。"] in event.facts["told"]


def test_six_organs_give_one_answer_made_of_their_shares(cast):
    """Five are asked by the one that leads; the form of its answer begins with what they said, and waits for all."""
    case = builders.petition(cast)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    asked = {
        cast.water: cast.water_handler,
        cast.station: cast.officer,
        cast.court: cast.judge,
        cast.procuratorate: cast.prosecutor,
        cast.guodu: cast.outsider,
    }
    for unit in asked:
        builders.step(case, "invite", cast.lead, later=3, unit=unit, note="请核查并反馈。")
    builders.step(case, "contribute", cast.water_handler, later=4, note="正在核查。")
    assert [share.stands for share in case.shares] == ["已经反馈，还没有办完", *["等候反馈"] * 4]
    for place, (unit, person) in enumerate(asked.items(), 5):
        with pytest.raises(StepNotPossible):
            builders.step(case, "issue_opinion", cast.lead, later=place, replay=False, **builders.OPINION)
        said = {"note": f"{unit.short_name}已经查清。", "complete": True}
        builders.step(case, "contribute", person, later=place, **said)
    begun = StepForm(WORKFLOW.step("issue_opinion"), case, cast.handler, at=case.opened_at)["facts"].initial
    assert begun.split("\n") == [f"{unit.name}：{unit.short_name}已经查清。" for unit in asked]
    builders.step(case, "issue_opinion", cast.lead, later=12, **builders.OPINION | {"facts": begun})
    assert case.status == "answered"


def test_each_part_stands_with_its_organ_days_and_answer_on_the_page_and_for_whoever_asked(cast, login):
    case = builders.in_status(cast, "handling")
    builders.step(case, "invite", cast.lead, later=3, unit=cast.water, note="查明漏水管段的产权。", days=10)
    builders.step(case, "invite", cast.lead, later=4, unit=cast.station, note="制止私自开挖。", days=5)
    builders.step(case, "contribute", cast.water_handler, later=5, note="产权属于小区。", complete=True)
    builders.step(case, "release", cast.lead, later=6, unit=cast.water, note="还缺图纸，重新请其办理。")
    builders.step(case, "invite", cast.lead, later=7, unit=cast.water, note="补交管网图纸。", days=3)
    assert [(share.organ, share.asked, share.said, share.stands) for share in case.shares] == [
        (cast.water.name, "查明漏水管段的产权。", "产权属于小区。", "已经答复"),
        (cast.station.name, "制止私自开挖。", "", "等候反馈"),
        (cast.water.name, "补交管网图纸。", "", "等候反馈"),
    ]
    page = login(cast.handler).get(f"/cases/{case.number}/").content.decode()
    assert "分项诉求和协办" in page and "查明漏水管段的产权。" in page and "产权属于小区。" in page
    told = [(day.words, day.unit) for day in progress.next_days(case, ())]
    assert ("最迟把所办的部分反馈牵头单位", cast.station.name) in told
    said = [(stage.words, stage.unit) for stage in progress.stages(case, ())]
    assert said.count(("已请有关单位一并办理，由牵头单位统一答复您", cast.water.name)) == 2


def test_a_petition_that_one_organ_answers_alone_has_no_card_of_parts(cast, login):
    case = builders.in_status(cast, "handling")
    assert case.shares == []
    assert "分项诉求和协办" not in login(cast.handler).get(f"/cases/{case.number}/").content.decode()


def test_one_part_gets_more_time_and_the_others_keep_theirs(cast):
    """The organ asks, the one that leads gives it, no longer than the whole has; the petitioner reads the new day."""
    case = builders.in_status(cast, "handling")
    for unit in (cast.water, cast.justice):
        builders.step(case, "invite", cast.lead, later=3, unit=unit, note="请核查。", days=10)
    water, justice = case.clocks.filter(term_code="petition.share").order_by("pk")
    wanted = {"days": 10, "reason": "要停水检测。"}
    with pytest.raises(StepNotAllowed):
        builders.step(case, "ask_share_days", cast.handler, later=4, **wanted)
    builders.step(case, "ask_share_days", cast.water_handler, later=4, replay=False, **wanted)
    assert Notice.objects.filter(recipient=cast.lead, text__contains="申请延长协办期限").exists()
    with pytest.raises(FactMissing, match="先延长办理期限") as late:
        builders.step(case, "extend_share", cast.lead, later=5, share=water, days=60, reason="情况属实。")
    assert list(late.value.errors) == ["days"]
    builders.step(case, "extend_share", cast.lead, later=5, share=water, days=10, reason="情况属实。")
    before = justice.due
    water.refresh_from_db()
    justice.refresh_from_db()
    assert (str(water.due), justice.due) == ("2026-04-02", before)
    stages = progress.stages(case, [])
    assert stages[0].words.startswith("协办单位的期限延长") and stages[0].unit == "长安区水务局"
    told = {day.unit: day for day in progress.next_days(case, [])}["长安区水务局"]
    assert told.due.startswith("2026-04-02") and "10日" in told.why.extension
    builders.step(case, "contribute", cast.water_handler, later=6, note="完好。", complete=True)
    with pytest.raises(StepNotAllowed, match="由协办的部分没有办完的单位办理"):
        builders.step(case, "ask_share_days", cast.water_handler, later=7, days=5, reason="还要几天。")


def test_a_part_is_asked_for_by_a_day_on_which_the_whole_can_still_be_answered(cast):
    """信访工作条例 art. 34."""
    case = builders.in_status(cast, "handling")
    last = case.clocks.get(term_code="petition.handle").due
    on = office_day(case.opened_at) + timedelta(days=30)
    room = (last - on).days
    asked = {"unit": cast.water, "note": "请核查。"}
    with pytest.raises(FactMissing, match=f"最多 {room} 日") as late:
        builders.step(case, "invite", cast.lead, later=30, days=room + 1, **asked)
    assert list(late.value.errors) == ["days"] and not case.partners
    builders.step(case, "invite", cast.lead, later=30, days=room, **asked)
    assert case.clocks.get(term_code="petition.share").due == last


def test_somebody_of_the_other_organ_is_named_and_told(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "invite", cast.lead, later=3, unit=cast.water, note="请核查。")
    built.appoint(cast, "water_lead", cast.water, "unit_lead")
    lead = cast.water_lead
    with pytest.raises(FactMissing, match="不是本单位的人员"):
        builders.step(case, "name_partner", lead, later=4, person=cast.handler)
    with pytest.raises(StepNotAllowed):
        builders.step(case, "name_partner", cast.lead, later=4, person=cast.water_handler)
    builders.step(case, "name_partner", lead, later=4, replay=False, person=cast.water_handler, note="先看图纸。")
    assert Notice.objects.filter(recipient=cast.water_handler, text__contains="由您具体协办").exists()
    assert [(share.organ, share.person) for share in case.shares] == [("长安区水务局", cast.water_handler.name)]


@pytest.mark.parametrize(("later", "days"), [(3, 15), (52, 10), (59, 3)])
def test_without_days_a_part_has_those_of_the_county_and_none_beyond_the_day_of_the_whole(cast, later, days):
    """Accepted on Thu 03-12, the whole is answered by Mon 05-11 (art. 34)."""
    case = builders.in_status(cast, "handling")
    builders.step(case, "invite", cast.lead, later=later, unit=cast.water, note="请核查。")
    share = case.clocks.get(term_code="petition.share")
    assert share.amount == days and share.due <= case.clocks.get(term_code="petition.handle").due


def test_on_the_day_of_the_whole_no_part_is_asked_for_before_there_is_more_time(cast):
    case = builders.in_status(cast, "handling")
    with pytest.raises(FactMissing, match="先延长办理期限"):
        builders.step(case, "invite", cast.lead, later=62, unit=cast.water, note="请核查。")
    # What is late anyway goes on with the usual days.
    builders.step(case, "invite", cast.lead, later=63, unit=cast.water, note="请核查。")
    assert case.clocks.get(term_code="petition.share").amount == 15
