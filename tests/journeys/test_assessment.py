"""A project through the seven gates with a hearing: nothing skipped, decided by the county, its condition met."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import expect

from governance.cases import deadlines
from security.models import RiskAssessment
from tests.attachments.samples import picture
from tests.papers.reading import text

pytestmark = pytest.mark.django_db(transaction=True)


def paper() -> SimpleUploadedFile:
    """A document that proves what was done."""
    return SimpleUploadedFile("材料.png", picture("PNG"), "image/png")


def registered(office) -> RiskAssessment:
    """The housing department puts its project forward."""
    desk = office.at_desk("handler")
    desk.goto("/security/assessments/register/")
    desk.get_by_role("radio", name="征地拆迁", exact=True).check()
    desk.get_by_role("textbox", name="决策事项").fill("征收凤栖路两侧老旧房屋，涉及八十六户。")
    desk.get_by_label("涉及地区").click()
    desk.keyboard.type("凤栖路社区")
    expect(desk.get_by_role("option").first).to_contain_text("凤栖路社区")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="登记", exact=True).click()
    expect(desk.get_by_text("已登记，编号")).to_be_visible()
    return RiskAssessment.objects.get()


def public_and_heard(office, number: str) -> None:
    """Thirty days public, surveyed, heard, and told what was adopted."""
    told = {"公示之日": "2026-03-11", "公示期限（日）": "29", "公示途径": "政府网站", "公示材料": paper()}
    page = office.of("handler").refused(number, "事前公示", told)
    assert "公示一般不少于 30 日" in page.text
    office.of("handler").take(number, "事前公示", told | {"公示期限（日）": "30", "公示材料": paper()})
    office.comes("04-13 10:00")
    handler = office.of("handler")
    told = {"收到意见（条）": "12", "意见归纳": "关注补偿标准。", "公示和意见汇总": paper()}
    handler.take(number, "公示期满", told)
    told = {"勘验日期": "2026-04-13", "参加单位": "街道、社区", "现场情况": "多为危房。", "勘验记录和照片": paper()}
    handler.take(number, "现场勘验", told)
    heard(office, number)


def heard(office, number: str) -> None:
    """Called seven days before, held on its day, and answered one by one."""
    handler = office.of("handler")
    told = {
        "听证材料送达日期": "2026-04-13",
        "地点": "街道会议室",
        "听证参加人": [
            {"代表的一方": "被征收住户", "人数": "6", "产生方式": "自愿报名"},
            {"代表的一方": "沿街商户", "人数": "6", "产生方式": "遴选"},
        ],
    }
    page = handler.refused(
        number, "组织听证", {**told, "听证会日期": "2026-04-19", "送达凭证、参加人名单和遴选办法": paper()}
    )
    assert "听证材料应当于听证会 7 日前送达，最早 2026-04-20 举行。" in page.text
    handler.take(number, "组织听证", {**told, "听证会日期": "2026-04-20", "送达凭证、参加人名单和遴选办法": paper()})

    office.comes("04-21 10:00")
    handler = office.of("handler")
    told = {"举行日期": "2026-04-20", "听证情况": "各方陈述。", "听证笔录（参加人签字）": paper()}
    handler.take(number, "听证会已举行", told)
    opinion = {"意见": "全部就地安置", "是否采纳": "未采纳"}
    told = {"怎样反馈或者公布": "社区张贴"}
    page = handler.refused(number, "反馈采纳情况", {**told, "主要意见": [opinion], "反馈或者公布的材料": paper()})
    assert "第 1 行没有全部采纳，请写明理由。" in page.text
    opinion["未采纳的理由"] = "用地不足，就近安置。"
    handler.take(number, "反馈采纳情况", {**told, "主要意见": [opinion], "反馈或者公布的材料": paper()})


def reported(office, number: str) -> None:
    """Argued by experts, reported with two plans, signed by the head."""
    told = {
        "论证日期": "2026-04-21",
        "方式": "论证会",
        "专家和专业机构": "规划、结构专家五人",
        "与决策事项没有直接利害关系": True,
        "论证意见和采纳情况": "改造可行。",
        "署名、盖章的论证意见": paper(),
    }
    office.of("handler").take(number, "技术论证", told)

    whole = {"方案": "整体征收", "可行性": "一次到位", "不可行性": "安置压力大"}
    told = {
        "评估方法": "重点走访",
        **dict.fromkeys(("合法性", "合理性", "可行性", "可控性"), "符合"),
        "备选方案": [whole],
        "风险点": [{"风险点": "补偿有分歧", "防范措施": "公开标准", "处置预案": "专班对接"}],
        "决策风险": "中风险",
        "评估结论和建议": "风险可控，附条件实施。",
    }
    lead = office.of("lead")
    page = lead.refused(number, "形成评估报告", told)
    assert "重大决策至少提出 2 个不同的备选方案。" in page.text
    other = {"方案": "原地加固", "可行性": "不用搬迁", "不可行性": "危房仍在"}
    lead.take(number, "形成评估报告", {**told, "备选方案": [whole, other]})


def reviewed(office, number: str) -> None:
    """Checked by the centre, reviewed by the justice bureau with the days that it must have."""
    office.of("staff").take(number, "复核通过", {"复核意见": "报告完整。", "复核记录": paper()})
    handler, where = office.of("handler"), {"审查机关": "长安区司法局"}
    page = handler.refused(
        number, "送合法性审查", {**where, "审查时间（工作日）": "6", "决策草案、依据和履行程序的说明": paper()}
    )
    assert "审查时间（工作日）：应当保证必要的审查时间，不少于 7 个工作日。" in page.text
    handler.take(
        number, "送合法性审查", {**where, "审查时间（工作日）": "7", "决策草案、依据和履行程序的说明": paper()}
    )
    office.comes("04-28 10:00")
    office.of("justice_officer").take(
        number, "审查合法", {"审查意见": "程序完备，内容合法。", "合法性审查意见书": paper()}
    )


def test_a_project_passes_the_seven_gates(office):
    office.comes("03-11 09:00")
    case = registered(office)
    number = case.number
    assert "未经评估的决策不能出台" in office.of("leader").case(number, "steps", "go_ahead").text

    public_and_heard(office, number)
    reported(office, number)
    reviewed(office, number)
    report = text(case.papers.get(code="stability_report"))
    assert "就近安置" in report and "危房仍在" in report and "风险等级：中风险" in report

    told = {
        "会议日期": "2026-04-28",
        "讨论情况和不同意见": "一致同意。",
        "采用的方案": "整体征收",
        "出台前已按规定向同级党委请示报告": True,
        "实施条件": [{"条件": "安置房源到位", "责任单位": "长安区水务局", "期限": "2026-05-20"}],
        "会议纪要": paper(),
    }
    office.of("leader").take(number, "决定实施", told)
    assert "安置房源到位" in office.of("water_handler").case(number).part("conditions")
    office.comes("05-15 10:00")
    told = {"条件": "第1项条件：安置房源到位", "落实情况": "已交付。", "佐证材料": paper()}
    office.of("water_handler").take(number, "报告条件落实", told)
    office.of("handler").take(number, "公布决策", {"公布日期": "2026-05-15", "公布途径": "政府网站"})
    office.of("staff").take(number, "条件全部落实，办结", {"核对情况": "核对无误。"})
    # What the timer does every minute.
    deadlines.scan(timezone.now())
    case.refresh_from_db()
    assert (case.status, case.decision, case.level) == ("done", "go_ahead", "medium")
    ended = dict(case.clocks.exclude(term_code="risk.follow").values_list("term_code", "outcome"))
    assert ended == {
        "risk.publicity": "lapsed",
        "risk.hearing_papers": "met",
        "risk.feedback": "met",
        "risk.legality": "met",
        "risk.condition": "met",
    }
