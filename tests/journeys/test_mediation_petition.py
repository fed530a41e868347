"""A petition that is a quarrel between neighbours: mediated as a dispute, and the petition says how it ended."""

import pytest

from mediation.models import Dispute
from tests import builders, disputes

from .mediating import ACCEPT, agreement, promise, sit, start

pytestmark = pytest.mark.django_db


def test_it_turns_into_a_dispute_and_shows_its_outcome(desks):
    cast = desks.cast
    disputes.mediator(cast)
    at = desks.comes("03-10 10:00")
    petition = builders.in_status(cast, "handling", at=at)
    desks.comes("03-13 10:00")
    handler = desks.of("handler")
    asked = {"调解组织": "长安区矛盾纠纷调解委员会", "纠纷情况和转调解的理由": "邻居私接水管，双方愿意调解。"}
    page = handler.refused(petition, "转矛盾纠纷调解", asked)
    assert "请确认：争议双方当事人同意调解。" in page.text
    page = handler.take(petition, "转矛盾纠纷调解", {**asked, "争议双方当事人同意调解": True})
    whole = Dispute.objects.get()
    assert whole.number in page.part("timeline") and whole.number in page.card("相关事项")
    # The petition's own deadline runs on.
    assert "办结答复" in page.card("时限")

    mediator = desks.of("mediator")
    assert whole.number in mediator.inbox()
    page = mediator.case(whole)
    assert petition.number in page.part("timeline") and "访调对接" in page.text
    assert "启动调解" not in page.steps
    mediator.take(whole, "补充当事人", {"身份": "被申请人", "姓名（名称）": "孟广田", "电话": "13922220002"})
    case = start(mediator, whole, "人民调解", "长安区矛盾纠纷调解委员会")
    mediator.take(case, "受理", {"受理（签收材料）日期": "2026-03-13", **ACCEPT})
    mediator.take(case, "确定调解员", {"调解员": "白秀芳", "确定方式": "双方当事人共同选定"})
    desks.comes("03-16 17:00")
    sit(mediator, case, "03-16T15:00", **{"结果": "达成一致", "调解记录": "孟广田承认私接水管。"})
    done = promise("拆除私接水管", "当场履行", "03-16")
    mediator.take(case, "达成协议", agreement("03-16", [done], 协议内容="孟广田拆除私接的水管。"))
    assert "已履行" in mediator.take(case, "确认履行完毕").text
    page = mediator.take(whole, "确认化解", {"化解情况": "水管已拆除。"})
    assert "化解层级 县（区）" in page.part("timeline")

    handler = desks.of("handler")
    assert f"办理结果：{petition.number}" in handler.inbox()
    page = handler.case(petition)
    outcome = page.part("timeline")
    assert "办理结果" in outcome and "已化解" in outcome and whole.number in outcome
    for said in ("孟广田承认私接水管", "孟广田拆除私接的水管", "水管已拆除"):
        assert said not in page.text
    assert "已化解" in page.card("相关事项")
