"""One dispute on two tracks: the committee with a department at the table, and the police beside them."""

import pytest

from governance.cases.models import CaseUnit
from tests import disputes

from .mediating import ACCEPT, LEAK, agreement, promise, register, sit, start
from .test_mediation_police import FIT

pytestmark = pytest.mark.django_db

BEFORE_THE_COMMITTEE = "韩素珍愿意少要一千元。"
BEFORE_THE_POLICE = "孟广田承认先动的手。"


def test_it_is_mediated_side_by_side_and_what_was_said_stays_where_it_was_said(desks):
    cast = desks.cast
    disputes.mediator(cast)
    desks.comes("03-10 10:00")
    clerk, mediator, officer, handler = (desks.of(name) for name in ("clerk", "mediator", "officer", "handler"))
    _, whole = register(clerk, LEAK)
    people = start(clerk, whole, "人民调解", "长安区矛盾纠纷调解委员会")
    police = start(clerk, whole, "治安调解", "韦曲派出所")

    mediator.take(people, "受理", {"受理（签收材料）日期": "2026-03-10", **ACCEPT})
    mediator.take(people, "确定调解员", {"调解员": "白秀芳", "确定方式": "双方当事人共同选定"})
    asked = {"参加单位": "长安区住房和城乡建设局", "邀请事由": "涉及防水质量鉴定。"}
    page = mediator.refused(people, "邀请联合调解", asked)
    assert "请确认：双方当事人同意该单位参加调解。" in page.text
    page = mediator.take(people, "邀请联合调解", {**asked, "双方当事人同意该单位参加调解": True})
    assert "联合调解" in page.text and "区住建局" in page.card("责任单位")
    assert people.number in handler.inbox()

    officer.take(police, "受理", {"受理（签收材料）日期": "2026-03-10", **FIT})
    officer.take(police, "确定调解员", {"调解员": "邓凯", "确定方式": "调解组织指定，双方接受"})
    desks.comes("03-12 17:00")
    sit(mediator, people, "03-12T10:00", **{"参加人": "双方当事人、区住建局李文斌", "调解记录": BEFORE_THE_COMMITTEE})
    sit(officer, police, "03-12T15:00", **{"调解记录": BEFORE_THE_POLICE})

    # Who sits at the table reads what is said there, and tells what they found.
    assert BEFORE_THE_COMMITTEE in handler.case(people).text
    handler.take(people, "反馈参加调解情况", {"参加情况": "防水层老化，修复约需两千元。"})
    assert "修复约需两千元" in mediator.case(people).text

    for desk, own, other, said, unsaid in (
        (mediator, people, police, BEFORE_THE_COMMITTEE, BEFORE_THE_POLICE),
        (officer, police, people, BEFORE_THE_POLICE, BEFORE_THE_COMMITTEE),
    ):
        assert said in desk.case(own).text
        # The other track is known, with its steps, and nothing that was said on it.
        page = desk.case(other)
        assert page.status == 200 and "记录调解" in page.part("timeline") and unsaid not in page.text
        assert set(page.steps) == {"批注"}
        line = desk.case(whole).part("timeline")
        assert people.number in line and police.number in line and unsaid not in line
    for name in ("clerk", "staff", "leader"):
        line = desks.of(name).case(whole).part("timeline")
        assert line.count("记录调解") == 2
        assert BEFORE_THE_COMMITTEE not in line and BEFORE_THE_POLICE not in line
    assert people.case_units.get(part=CaseUnit.Part.INFORMED).unit == cast.station

    desks.comes("03-16 17:00")
    paid = promise("赔偿墙面损失", "当场履行", "03-16", "3000")
    mediator.take(people, "达成协议", agreement("03-16", [paid]))
    assert f"达成调解协议：{whole.number}" in clerk.inbox()
    mediator.take(people, "确认履行完毕")
    # The quarrel is not over while the police still mediate.
    page = clerk.case(whole)
    assert "确认化解" not in page.steps and "已达成协议" in page.text
    # The apology is done at once.
    officer.take(police, "达成协议", agreement("03-16", [promise("当面道歉", "当场履行", "03-16")]))
    officer.take(police, "确认履行完毕")
    assert "确认化解" in clerk.case(whole).steps
    page = clerk.take(whole, "确认化解", {"化解情况": "两项调解都已履行。"})
    assert "已化解" in page.text
    assert "化解层级 县（区）" in page.part("timeline")
