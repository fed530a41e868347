"""Mediation by the police: once, a second time within seven working days, never a third; some matters not at all."""

import pytest
from django.utils import timezone

from governance.cases.steps import actions
from mediation.models import Track
from tests import disputes

from .mediating import ACCEPT, LEAK, agreement, promise, register, sit, start

pytestmark = pytest.mark.django_db

QUARREL = LEAK | {
    "来源": "警调对接",
    "标题": "两户邻居因漏水动手",
    "纠纷概况": "因漏水发生口角，孟广田推搡韩素珍致其手臂擦伤。",
}
FIT = {
    "案件情形": "殴打他人、故意伤害",
    "不得调解的情形": "没有不得调解的情形",
    "当事人中有未成年人的，已通知其父母或者其他监护人到场": True,
    **ACCEPT,
}


@pytest.fixture
def taken(desks) -> Track:
    """Tue 2026-03-10: the station registers the quarrel and opens its own mediation."""
    desks.comes("03-10 10:00")
    officer = desks.of("officer")
    _, whole = register(officer, QUARREL)
    return start(officer, whole, "治安调解", "韦曲派出所")


def test_it_succeeds_the_second_time_and_allows_no_third(desks, taken):
    officer = desks.of("officer")
    officer.take(taken, "受理", {"受理（签收材料）日期": "2026-03-10", **FIT})
    # Nobody sits down with the parties before it is known who mediates.
    assert "记录调解" not in officer.case(taken).steps
    officer.take(taken, "确定调解员", {"调解员": "邓凯", "确定方式": "调解组织指定，双方接受"})

    desks.comes("03-12 17:00")
    page = sit(officer, taken, "03-12T15:00", **{"结果": "分歧较大"})
    # Seven working days after Thu 03-12: Fri 13, Mon 16 to Fri 20, Mon 23.
    assert "治安案件再次调解" in page.text and "2026-03-23 周一" in page.text

    desks.comes("03-24 09:00")
    late = officer.refused(taken, "记录调解", told("03-24T08:30"))
    assert "期限至 2026-03-23，已经届满（《公安机关办理行政案件程序规定》第一百八十三条）" in late.wrong["调解时间"]
    assert late.form.told("调解记录") == "双方再次陈述。"

    # It was held in time and is written down a day late.
    page = sit(officer, taken, "03-23T10:00", **{"结果": "达成一致"})
    assert "记录调解" not in page.steps
    third = officer.case(taken, "steps", "hold_session")
    assert third.status == 409 and "再次调解后不得继续调解" in third.text

    paid = promise("赔偿医药费", "现金给付", "03-31", "600")
    page = officer.take(taken, "达成协议", agreement("03-24", [paid]))
    assert "已达成协议" in page.text and "第1项" in page.text and "赔偿医药费" in page.text
    desks.comes("03-30 10:00")
    officer.take(taken, "记录履行", {"履行事项": "赔偿医药费", "履行日期": "2026-03-30", "履行凭证": "收条"})
    page = officer.take(taken, "确认履行完毕")
    assert "已履行" in page.text
    assert "治安案件办理" not in page.text
    whole = officer.take(taken.dispute, "确认化解", {"化解情况": "已赔偿，双方和好。"})
    assert "已化解" in whole.text
    assert "化解层级 乡镇（街道）" in whole.part("timeline")


def test_it_refuses_with_the_article_what_the_police_may_not_mediate(desks, taken):
    officer = desks.of("officer")
    for exclusion in ("结伙斗殴或者其他寻衅滋事", "雇凶伤害他人", "当事人明确表示不愿意调解处理"):
        typed = {"受理（签收材料）日期": "2026-03-10", **FIT, "不得调解的情形": exclusion}
        page = officer.refused(taken, "受理", typed)
        assert "《公安机关办理行政案件程序规定》第一百七十九条" in page.wrong["不得调解的情形"]
        assert page.form.told("案件情形") == ["殴打他人、故意伤害"]
    assert officer.case(taken).text.count("待受理（现在）") == 1
    told = {"情形": "法律禁止采用调解方式解决", "理由": "结伙斗殴。", "告知当事人的其他途径": ["向人民法院起诉"]}
    assert "未予受理" in officer.take(taken, "不予受理", told).text


def test_it_is_handled_by_law_in_thirty_days_when_both_attempts_fail(desks, taken):
    officer = desks.of("officer")
    officer.take(taken, "受理", {"受理（签收材料）日期": "2026-03-10", **FIT})
    officer.take(taken, "确定调解员", {"调解员": "邓凯", "确定方式": "调解组织指定，双方接受"})
    desks.comes("03-13 17:00")
    sit(officer, taken, "03-12T15:00", **{"结果": "分歧较大"})
    sit(officer, taken, "03-13T15:00", **{"结果": "分歧较大"})
    ending = {"情形": "分歧较大，难以达成协议", "理由": "责任认识不一。", "告知当事人的其他途径": ["向人民法院起诉"]}
    page = officer.take(taken, "终止调解", ending)
    # Thirty days from Fri 03-13 end on Sun 04-12, which moves to Mon 04-13.
    assert "依法处理中" in page.text and "治安案件办理" in page.text and "2026-04-13 周一" in page.text
    desks.comes("04-14 09:00")
    assert "超期" in officer.case(taken).text
    decided = {"处理决定日期": "2026-04-14", "处理结果": "罚款二百元。"}
    page = officer.refused(taken, "记录处理结果", decided)
    assert "请确认：已告知当事人就民事争议可以向人民法院起诉。" in page.text
    told = {**decided, "已告知当事人就民事争议可以向人民法院起诉": True}
    head = disputes.head_of(desks.cast.station)
    page = officer.send(officer.open(taken, "记录处理结果").form.type(told))
    assert "已提请审批，批准后生效。" in page.text and "依法处理中（现在）" in page.text
    # The head of the station, and not who handles the case, says that it is closed, a day later.
    desks.comes("04-15 09:00")
    actions.decide(taken.proposals.get(), approve=True, actor=head, at=timezone.now())
    assert "超期 1 天办结" in officer.case(taken).text


def told(moment: str) -> dict:
    return {
        "调解时间": f"2026-{moment}",
        "方式": "到场",
        "地点（视频会议链接）": "派出所调解室",
        "参加人": "双方当事人",
        "调解记录": "双方再次陈述。",
        "结果": "需要继续调解",
    }
