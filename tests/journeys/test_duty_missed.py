"""A township misses two weeks of its sweep, gets a copy notice, then an order, answers and is lifted."""

import re

import pytest

from governance.duties.models import DutyPlan
from governance.duties.scan import reminding
from governance.supervision.models import SupervisionPaper
from tests.duties.making import plan, rungs

from .screens import Filled, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly(cast):
    """A weekly sweep of the townships: two weeks missed in a row are a copy notice, three an order."""
    DutyPlan.objects.all().delete()
    made = plan("week", "weekly", name="镇街周排查", levels=["township"], unit_kinds=["government"], opens_days_ahead=0)
    rungs(made, ("copy_notice", "row", 2), ("supervision_order", "row", 3))


def test_it_climbs_from_two_missed_weeks_to_the_order_and_is_lifted(weekly, desks):
    for day in ("11-02 09:00", "11-09 09:00", "11-16 09:00"):
        reminding.scan(desks.comes(day))
    first = draft(desks, "2026年第45周、2026年第46周", "抄告单", "连续两周没有报送排查情况。")
    sign(desks, first, "抄告单")

    # The township lets the date of the notice pass, and misses the third week.
    reminding.scan(desks.comes("11-24 09:00"))
    second = draft(desks, "2026年第47周", "督办单", "抄告后仍不报送。")
    told = {"反馈期限（日）": "5", "督办要求": "五日内补报。"}
    desks.of("staff").take(second, "签发", told, said="已提请审批，批准后生效。")
    assert desks.of("leader").approve(second, "签发").link("督办单")

    lead = desks.of("township_lead")
    assert "缺报 3 期" in lead.take(second, "签收", {"签收人": "何建军"}).part("subjects")
    answer = {"未按期办结的原因": "信息员调离，无人接替。", "整改措施和结果": "已补报三期，另定专人。"}
    lead.take(second, "反馈", answer)
    desks.of("staff").take(second, "解除", {"核查情况": "三期均已补报。"})
    assert {paper.rung: paper.status for paper in SupervisionPaper.objects.all()} == {
        "copy_notice": "sent",
        "supervision_order": "lifted",
    }
    page = desks.of("staff").get(f"/supervision/units/{desks.cast.weiqu.pk}/")
    for number in (first, second):
        assert number in page.text
    assert page.link("镇街周排查")


def draft(desks, windows: str, rung: str, reason: str) -> str:
    """The centre makes a paper of what waits about 韦曲; the number it has."""
    desk = desks.of("staff")
    page = desk.get("/supervision/queue/")
    (card,) = page.tree.xpath("//section[.//h2[normalize-space()='韦曲街道办事处']]")
    assert windows in words(card)
    (box,) = card.xpath(".//input[@type='checkbox']")
    form = Filled(box.xpath("ancestor::form")[0]).type({"措施": rung, "情况": reason})
    form.values.append((box.get("name"), box.get("value")))
    page = desk.send(form, to=page.url)
    return re.search(rf"已拟制{rung} (DB[\d-]+)", page.text)[1]


def sign(desks, number: str, rung: str) -> None:
    """The centre puts the paper forward, the leader signs it; the paper names the windows."""
    told = {"反馈期限（日）": "5", "督办要求": "五日内补报。"}
    desks.of("staff").take(number, "签发", told, said="已提请审批，批准后生效。")
    assert desks.of("leader").approve(number, "签发").link(rung)
