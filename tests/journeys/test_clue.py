"""A clue from the window to the organ that checks it: who is named in it finds nothing, and outside stands a total."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from security.models import Clue
from tests.chromium import fits

from .screens import words

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "白鹭沙场强揽工程"


def taken_in(office, accessible) -> Clue:
    """The window of 韦曲街道 writes it down; who is only mentioned is asked about in the same place."""
    page = office.at_desk("clerk")
    page.goto("/security/clues/")
    page.get_by_role("link", name="登记", exact=True).first.click()
    expect(page.get_by_role("heading", name="登记线索", exact=True)).to_be_visible()
    page.get_by_role("radio", name="涉黑涉恶", exact=True).check()
    page.get_by_role("radio", name="来信", exact=True).check()
    page.get_by_label("线索所在地").click()
    page.keyboard.type("凤栖路社区")
    expect(page.get_by_role("option").first).to_contain_text("凤栖路社区")
    page.keyboard.press("Enter")
    page.get_by_label("标题").fill(TITLE)
    page.get_by_label("线索内容").fill("沙场强揽周边工程，何建军知情不管。")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("没有指明的，请勾选这一项。").first).to_be_visible()
    expect(page.get_by_text("文中提到何建军").first).to_be_visible()
    expect(page.get_by_label("线索内容")).to_have_value("沙场强揽周边工程，何建军知情不管。")
    accessible(page)
    page.get_by_label("线索涉及的人员").fill("何建军")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记，编号")).to_be_visible()
    fits(page)
    return Clue.objects.get()


def sees_nothing(office, name: str, case: Clue) -> None:
    """Neither list nor search nor address says anything of it to that person."""
    desk = office.of(name)
    page = desk.get("/security/clues/?scope=all")
    assert page.tree.xpath("//h1[normalize-space()='线索']")
    assert TITLE not in page.content and case.number not in page.content
    found = desk.get(f"{reverse('cases:search')}?q={TITLE}")
    assert found.status == 200 and case.number not in found.content
    assert desk.case(case).status == 404


def test_a_clue_is_handed_over_checked_and_answered_and_its_subject_learns_nothing(office, accessible):
    office.comes("03-10 09:30")
    case = taken_in(office, accessible)
    # 何建军 leads the street: the clue lies with the county's centre, past his window.
    assert case.is_restricted and case.lead_unit == office.cast.centre
    sees_nothing(office, "township_lead", case)

    office.comes("03-11 09:00")
    told = {"接收机关": "长安区纪委监委", "移交理由": "涉及公职人员。"}
    office.of("staff").take(case, "移交核查", told)
    office.comes("03-11 10:00")
    assert case.number in office.of("inspector").inbox()
    assert "限制知悉" in words(office.of("inspector").case(case).tree.find_class("case-head")[0])
    office.comes("04-08 15:00")
    told = {"核查结果": "部分属实", "核查情况": "已立案。"}
    office.of("inspector").take(case, "反馈核查结果", told)

    sees_nothing(office, "township_lead", case)
    page = office.of("leader").get("/security/clues/totals/")
    assert "少于 5" in page.text and TITLE not in page.content
    case.refresh_from_db()
    assert (case.status, case.result) == ("closed", "partly")
    clocks = case.clocks.filter(term_code__in=("clue.hand_over", "clue.result"))
    assert set(clocks.values_list("outcome", flat=True)) == {"met"}
