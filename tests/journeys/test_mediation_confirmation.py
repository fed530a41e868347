"""The court's confirmation of an agreement: missed by a day and shown so, given, or dismissed and mediated again."""

import pytest
import time_machine

from mediation.models import Track
from tests import disputes
from tests.cast import known

from .conftest import Desks
from .mediating import ACCEPT, LEAK, agreement, promise, register, sit, start

pytestmark = pytest.mark.django_db
COMMITTEE = "长安区矛盾纠纷调解委员会"
# Two payments, the second of which says neither when nor how much to everybody's satisfaction.
TWICE = [promise("赔偿墙面损失", "银行转账", "04-30", "3000"), promise("赔偿家具损失", "银行转账", "05-29", "2000")]
JOINTLY = {"人民法院": "长安区人民法院", "不予受理的情形": "没有不予受理的情形", "双方当事人共同提出申请": True}
TERM = "申请司法确认"


@pytest.fixture(scope="module")
def told(kept) -> int:
    """Mon 2026-03-16: the parties sign before the county's committee."""
    with time_machine.travel(0) as clock:
        return sign(Desks(known(), clock)).pk


@pytest.fixture
def agreed(db, told) -> Track:
    return Track.objects.get(pk=told)


def sign(desks: Desks) -> Track:
    disputes.mediator(desks.cast)
    desks.comes("03-10 10:00")
    clerk, mediator = desks.of("clerk"), desks.of("mediator")
    _, whole = register(clerk, LEAK)
    case = start(clerk, whole, "人民调解", COMMITTEE)
    mediator.take(case, "受理", {"受理（签收材料）日期": "2026-03-10", **ACCEPT})
    mediator.take(case, "确定调解员", {"调解员": "白秀芳", "确定方式": "双方当事人共同选定"})
    desks.comes("03-16 17:00")
    sit(mediator, case, "03-16T15:00", **{"结果": "达成一致"})
    mediator.take(case, "达成协议", agreement("03-16", TWICE))
    return case


def test_it_is_missed_by_a_day_and_stays_missed(desks, agreed):
    mediator = desks.of("mediator")
    page = mediator.case(agreed)
    # Thirty days from Mon 03-16 end on Wed 04-15.
    assert TERM in page.text and "2026-04-15 周三" in page.text
    desks.comes("04-13 09:00")
    assert agreed.number in mediator.inbox()

    desks.comes("04-16 09:00")
    page = mediator.case(agreed)
    assert "期限届满" in page.text or "届满" in page.card("时限"), page.card("时限")
    late = {**JOINTLY, "共同申请日期": "2026-04-16"}
    page = mediator.refused(agreed, TERM, late)
    assert "期限至 2026-04-15，已经届满（《人民调解法》第三十三条）" in page.wrong["共同申请日期"]
    assert "可以就协议的履行或者内容向人民法院起诉" in page.wrong["共同申请日期"]
    assert page.form.told("人民法院") == "长安区人民法院"
    assert not agreed.agreements.filter(confirmation__isnull=False).exists()
    for desk in (desks.of("clerk"), desks.of("leader")):
        assert "届满" in desk.case(agreed).card("时限")


def test_it_is_confirmed_by_the_court(desks, agreed):
    mediator = desks.of("mediator")
    desks.comes("04-15 16:00")
    mediator.take(agreed, TERM, {**JOINTLY, "共同申请日期": "2026-04-15"})
    page = mediator.take(agreed, "记录法院立案", {"立案日期": "2026-04-15"})
    assert "法院审查司法确认申请" in page.text and "2026-05-15 周五" in page.text
    desks.comes("04-28 10:00")
    ruling = {"结果": "裁定调解协议有效", "裁定日期": "2026-04-28", "裁定书编号": "（2026）陕0116民特12号"}
    page = mediator.take(agreed, "记录法院审查结果", ruling)
    assert "（2026）陕0116民特12号" in page.text and "按期办结" in page.card("时限")
    assert "变更协议重新调解" not in page.steps and TERM not in page.steps


def test_it_is_dismissed_and_the_parties_mediate_again(desks, agreed):
    mediator = desks.of("mediator")
    desks.comes("03-20 10:00")
    mediator.take(agreed, TERM, {**JOINTLY, "共同申请日期": "2026-03-20"})
    desks.comes("04-01 10:00")
    ruling = {"结果": "裁定驳回申请", "裁定日期": "2026-04-01", "裁定书编号": "（2026）陕0116民特7号"}
    page = mediator.refused(agreed, "记录法院审查结果", ruling)
    assert page.wrong == {"驳回情形": "请选择驳回情形。"}
    page = mediator.take(agreed, "记录法院审查结果", {**ruling, "驳回情形": "内容不明确"})
    assert "变更协议重新调解" in page.steps
    again = {"理由": "写明赔偿项目。", "双方当事人同意重新调解": True}
    page = mediator.take(agreed, "变更协议重新调解", again)
    assert "调解中" in page.text and "第1项" not in page.card("时限")

    assert "达成协议" not in page.steps
    desks.comes("04-02 16:00")
    sit(mediator, agreed, "04-02T15:00")
    desks.comes("04-03 10:00")
    new = agreement("04-03", [promise("赔偿墙面及家具损失", "银行转账", "04-30", "5000")])
    page = mediator.take(agreed, "达成协议", new)
    assert "第1项" in page.card("时限")
    # Thirty days anew from Fri 04-03: Sun 05-03 within the Labour Day holiday, which ends with Tue 05-05.
    assert "2026-05-06 周三" in page.card("时限"), page.card("时限")
    desks.comes("04-07 10:00")
    mediator.take(agreed, TERM, {**JOINTLY, "共同申请日期": "2026-04-07"})
    page = mediator.take(agreed, "记录法院立案", {"立案日期": "2026-04-07"})
    assert "法院审查司法确认申请" in page.text
    assert agreed.agreements.count() == 2
