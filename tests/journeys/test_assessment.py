"""A project through the seven gates with a hearing: nothing skipped, decided by the county, its condition met."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.cases import deadlines
from security.models import RiskAssessment
from tests.attachments.samples import picture
from tests.chromium import fits
from tests.papers.reading import text

from .acts import case_path, cells, open_step, send, take

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def proof(tmp_path) -> list[str]:
    """A document that proves what was done."""
    file = tmp_path / "材料.png"
    file.write_bytes(picture("PNG"))
    return [str(file)]


def registered(office, accessible) -> RiskAssessment:
    """The housing department puts its project forward."""
    desk = office.at_desk("handler")
    desk.goto("/security/assessments/register/")
    accessible(desk)
    desk.get_by_role("radio", name="征地拆迁", exact=True).check()
    desk.get_by_role("textbox", name="决策事项").fill("征收凤栖路两侧老旧房屋，涉及八十六户。")
    desk.get_by_label("涉及地区").click()
    desk.keyboard.type("凤栖路社区")
    expect(desk.get_by_role("option").first).to_contain_text("凤栖路社区")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="登记", exact=True).click()
    expect(desk.get_by_text("已登记，编号")).to_be_visible()
    return RiskAssessment.objects.get()


def public_and_heard(office, number: str, proof: list[str]) -> None:
    """Thirty days public, surveyed, heard, and told what was adopted."""
    told = {"公示之日": "2026-03-11", "公示期限（日）": "29"}
    desk = open_step(office.at_desk("handler"), number, "publish")
    for label, words in told.items():
        desk.get_by_label(label).fill(words)
    desk.get_by_label("政府网站", exact=True).check()
    send(desk, "事前公示", proof, "公示一般不少于 30 日")
    desk.get_by_label("公示期限（日）").fill("30")
    send(desk, "事前公示", proof)

    office.comes("04-13 10:00")
    desk = office.at_desk("handler")
    take(desk, number, "公示期满", write={"收到意见（条）": "12", "意见归纳": "关注补偿标准。"}, attach=proof)
    told = {"勘验日期": "2026-04-13", "参加单位": "街道、社区", "现场情况": "多为危房。"}
    take(desk, number, "现场勘验", write=told, attach=proof)

    desk = open_step(desk, number, "call_hearing")
    for label, words in {"听证材料送达日期": "2026-04-13", "听证会日期": "2026-04-19", "地点": "街道会议室"}.items():
        desk.get_by_label(label).fill(words)
    sides = [("被征收住户", "自愿报名"), ("沿街商户", "遴选")]
    cells(desk, "sides", *({"side": side, "people": "6", "chosen": chosen} for side, chosen in sides))
    send(desk, "组织听证", proof, "听证材料应当于听证会 7 日前送达，最早 2026-04-20 举行。")
    desk.get_by_label("听证会日期").fill("2026-04-20")
    send(desk, "组织听证", proof)

    office.comes("04-21 10:00")
    desk = office.at_desk("handler")
    take(desk, number, "听证会已举行", write={"举行日期": "2026-04-20", "听证情况": "各方陈述。"}, attach=proof)
    desk = open_step(desk, number, "feed_back")
    cells(desk, "opinions", {"opinion": "全部就地安置", "adopted": "未采纳"})
    desk.get_by_label("怎样反馈或者公布").fill("社区张贴")
    send(desk, "反馈采纳情况", proof, "第 1 行没有全部采纳，请写明理由。")
    cells(desk, "opinions", {"reason": "用地不足，就近安置。"})
    send(desk, "反馈采纳情况", proof)


def reported(office, number: str, proof: list[str]) -> None:
    """Argued by experts, reported with two plans, signed by the head."""
    desk = open_step(office.at_desk("handler"), number, "argue")
    desk.get_by_label("论证日期").fill("2026-04-21")
    desk.get_by_label("论证会", exact=True).check()
    desk.get_by_label("专家和专业机构").fill("规划、结构专家五人")
    desk.get_by_label("与决策事项没有直接利害关系").check()
    desk.get_by_label("论证意见和采纳情况").fill("改造可行。")
    send(desk, "技术论证", proof)

    desk = open_step(office.at_desk("lead"), number, "report")
    desk.get_by_label("重点走访", exact=True).check()
    for name in ("legality", "reasonableness", "feasibility", "controllability"):
        desk.locator(f"[name={name}][value=meets]").check()
    desk.get_by_label("中风险", exact=True).check()
    whole = {"name": "整体征收", "feasible": "一次到位", "infeasible": "安置压力大"}
    cells(desk, "plans", whole)
    cells(desk, "risks", {"risk": "补偿有分歧", "measure": "公开标准", "response": "专班对接"})
    desk.get_by_label("评估结论和建议").fill("风险可控，附条件实施。")
    send(desk, "形成评估报告", [], "重大决策至少提出 2 个不同的备选方案。")
    cells(desk, "plans", whole, {"name": "原地加固", "feasible": "不用搬迁", "infeasible": "危房仍在"})
    send(desk, "形成评估报告", [])


def reviewed(office, number: str, proof: list[str]) -> None:
    """Checked by the centre, reviewed by the justice bureau with the days that it must have."""
    take(office.at_desk("staff"), number, "复核通过", write={"复核意见": "报告完整。"}, attach=proof)
    desk = office.at_desk("handler")
    told = {"审查时间（工作日）": "6"}
    said = "审查时间（工作日）：应当保证必要的审查时间，不少于 7 个工作日。"
    where = {"pick": {"审查机关": "长安区司法局"}, "attach": proof}
    take(desk, number, "送合法性审查", write=told, said=said, **where)
    take(desk, number, "送合法性审查", write={"审查时间（工作日）": "7"}, **where)
    office.comes("04-28 10:00")
    desk = open_step(office.at_desk("justice_officer"), number, "lawful")
    desk.get_by_label("审查意见", exact=True).fill("程序完备，内容合法。")
    send(desk, "审查合法", proof)


def test_a_project_passes_the_seven_gates(office, accessible, proof):
    office.comes("03-11 09:00")
    case = registered(office, accessible)
    number = case.number
    leader = office.at_desk("leader")
    leader.goto(case_path(number, "steps", "go_ahead"))
    expect(leader.get_by_text("未经评估的决策不能出台").first).to_be_visible()

    public_and_heard(office, number, proof)
    reported(office, number, proof)
    reviewed(office, number, proof)
    paper = text(case.papers.get(code="stability_report"))
    assert "就近安置" in paper and "危房仍在" in paper and "风险等级：中风险" in paper

    leader = open_step(office.at_desk("leader"), number, "go_ahead")
    accessible(leader)
    for label, words in {
        "会议日期": "2026-04-28",
        "讨论情况和不同意见": "一致同意。",
        "采用的方案": "整体征收",
    }.items():
        leader.get_by_label(label).fill(words)
    leader.get_by_label("出台前已按规定向同级党委请示报告").check()
    cells(leader, "conditions", {"text": "安置房源到位", "unit": "长安区水务局", "due_on": "2026-05-20"})
    send(leader, "决定实施", proof)
    phone = office.on_phone("water_handler")
    phone.goto(case_path(number))
    expect(phone.locator("#conditions").get_by_text("安置房源到位")).to_be_visible()
    fits(phone)

    office.comes("05-15 10:00")
    desk = office.at_desk("water_handler")
    take(
        desk,
        number,
        "报告条件落实",
        select={"条件": "第1项条件：安置房源到位"},
        write={"落实情况": "已交付。"},
        attach=proof,
    )
    desk = open_step(office.at_desk("handler"), number, "announce")
    desk.get_by_label("公布日期").fill("2026-05-15")
    desk.get_by_label("政府网站", exact=True).check()
    send(desk, "公布决策", [])
    take(office.at_desk("staff"), number, "条件全部落实，办结", write={"核对情况": "核对无误。"})
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
