"""What a court refers before filing: it fails in time and goes back with the reply, or nobody takes it on."""

import pytest

from tests import disputes

from .mediating import ACCEPT, ENDING, LEAK, register, sit, start

pytestmark = pytest.mark.django_db
COMMITTEE = "长安区矛盾纠纷调解委员会"


@pytest.fixture
def referred(desks):
    """Tue 2026-03-10: the court registers a claim that was handed in and sends it to the county's committee."""
    disputes.mediator(desks.cast)
    desks.comes("03-10 10:00")
    judge = desks.of("judge")
    _, whole = register(judge, LEAK | {"来源": "当事人申请"})
    told = {"委派委托": "诉前委派", "委派委托单位": "长安区人民法院", "交代事项": "材料共四页。"}
    return start(judge, whole, "人民调解", COMMITTEE, **told)


def test_it_fails_in_time_and_goes_back_to_the_court_with_the_reply(desks, referred):
    mediator = desks.of("mediator")
    assert referred.number in mediator.inbox()
    page = mediator.case(referred)
    # Three working days from Tue 03-10: Wed, Thu, Fri.
    assert "确认接受在线调解" in page.text and "2026-03-13 周五" in page.text
    assert "材料共四页。" in page.text

    desks.comes("03-12 09:00")
    assert referred.number in mediator.inbox()
    page = mediator.take(referred, "受理", {"受理（签收材料）日期": "2026-03-12", **ACCEPT})
    # Thirty days from Thu 03-12 end on Sat 04-11, which moves to Mon 04-13.
    assert "委派调解" in page.text and "2026-04-13 周一" in page.text
    mediator.take(referred, "确定调解员", {"调解员": "白秀芳", "确定方式": "双方当事人共同选定"})

    desks.comes("03-18 17:00")
    sit(mediator, referred, "03-18T15:00", **{"结果": "分歧较大"})
    desks.comes("04-10 16:00")
    ending = {**ENDING, "双方没有争议的事实": "301室墙面确有渗漏痕迹。"}
    page = mediator.take(referred, "终止调解", ending)
    assert "调解终止" in page.text and "按期办结" in page.text and "超期" not in page.text
    assert page.steps[0] == "记录回访"

    judge = desks.of("judge")
    assert f"终止调解：{referred.number}" in judge.inbox()
    page = judge.case(referred)
    assert "分歧较大，难以达成协议" in page.text and "301室墙面确有渗漏痕迹。" in page.text
    assert "防水层老化" not in page.text
    referred.refresh_from_db()
    assert str(referred.replied_on) == "2026-04-10"
    page = judge.take(
        referred.dispute,
        "调解未成办结",
        {"未成原因": "分歧较大。", "已告知当事人的其他途径": ["向人民法院起诉"], "后续责任人和措施": "转立案。"},
    )
    assert "调解未成" in page.text


def test_it_shows_as_overdue_what_nobody_has_taken_on_in_three_working_days(desks, referred):
    desks.comes("03-16 09:00")
    mediator, judge = desks.of("mediator"), desks.of("judge")
    assert referred.number in mediator.inbox()
    for desk in (mediator, judge, desks.of("staff")):
        page = desk.case(referred)
        assert "超期 1 个工作日" in page.text, page.text[:600]
        assert "确认接受在线调解超期" in page.part("timeline")
    # Late or not, it can still be declined, and the court hears of it.
    told = {"情形": "一方当事人明确拒绝调解", "理由": "被申请人拒绝。", "告知当事人的其他途径": ["向人民法院起诉"]}
    page = mediator.take(referred, "不予受理", told)
    assert "未予受理" in page.text and "超期 1 个工作日办结" in page.text
    assert f"不予受理：{referred.number}" in judge.inbox()
