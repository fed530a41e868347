"""The main line in a browser without JavaScript: every form is a form, every choice a plain list."""

import re

import pytest
from playwright.sync_api import Page, expect

from governance.cases.models import Category
from petitions.models import Petition

from .acts import FACTS, case_path

pytestmark = pytest.mark.django_db(transaction=True)


def send(page: Page, number: str, step: str, *, choose: str, write=None, said: str = "") -> None:
    page.goto(case_path(number))
    page.get_by_role("link", name=step, exact=True).first.click()
    form = page.locator("#step form")
    for label, words in (write or {}).items():
        form.get_by_label(label).fill(words)
    form.get_by_label(choose, exact=True).check()
    form.get_by_role("button", name=step, exact=True).click()
    expect(page.get_by_text(said or f"“{step}”已办理。")).to_be_visible()


def test_it_registers_transfers_accepts_and_answers_without_javascript(cast, open_page, sign_in):
    page = open_page(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    Category.objects.create(kind="petition", name="供水", path="城乡建设/供水")
    number = register(sign_in(page, cast.clerk))
    transfer(page, number)
    send(sign_in(page, cast.handler), number, "受理", choose="短信或网上告知")
    answer(page, number)
    sign(sign_in(page, cast.lead), number)


def register(page: Page) -> str:
    page.goto("/")
    page.get_by_role("link", name="登记信访件").first.click()
    page.get_by_label("姓名（名称）").first.fill("赵秀英")
    page.get_by_label("电话", exact=True).first.fill("13911112222")
    page.get_by_label("发生地").fill("凤栖路社区")
    page.get_by_label("内容类别").fill("城乡建设/供水")
    page.get_by_role("button", name="登记", exact=True).click()
    # What is missing is said at its field, what was typed is kept.
    expect(page.get_by_text("请填写诉求概况。").last).to_be_visible()
    expect(page.get_by_label("姓名（名称）").first).to_have_value("赵秀英")
    page.get_by_label("诉求概况").fill("小区停水三天，请求尽快恢复供水。")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记，编号")).to_be_visible()
    petition = Petition.objects.get()
    assert (petition.area.name, petition.category.name) == ("凤栖路社区", "供水")
    return petition.number


def transfer(page: Page, number: str) -> None:
    page.goto(case_path(number))
    page.get_by_role("link", name="转送", exact=True).first.click()
    form = page.locator("#step form")
    form.get_by_label("转送理由").fill("属于住建部门职责。")
    form.get_by_label("短信或网上告知").check()
    form.get_by_role("button", name="转送").click()
    expect(page.get_by_text("请填写有权处理的单位。").last).to_be_visible()
    expect(form.get_by_label("转送理由")).to_have_value("属于住建部门职责。")
    form.get_by_label("有权处理的单位").fill("长安区住房和城乡建设局")
    form.get_by_role("button", name="转送").click()
    expect(page.get_by_text("“转送”已办理。")).to_be_visible()


def answer(page: Page, number: str) -> None:
    four_blocks = {
        "投诉请求": "请求恢复供水。",
        FACTS: "泵房停用，情况属实。",
        "处理意见": "责成物业三日内修复水泵。",
        "法律法规依据": "《城市供水条例》第二十二条",
        "复查机关": "长安区人民政府",
        "执行单位": "物业服务企业",
        "执行期限（日）": "20",
    }
    send(page, number, "出具处理意见", choose="予以支持", write=four_blocks, said="已提请审批，批准后生效。")


def sign(page: Page, number: str) -> None:
    page.goto("/")
    row = page.locator("#approvals tbody tr")
    expect(row).to_have_count(1)
    row.get_by_role("link", name=re.compile("^出具处理意见：")).click()
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.get_by_text("“出具处理意见”已批准。")).to_be_visible()
    expect(page.get_by_role("link", name="信访处理意见书")).to_be_visible()
    assert Petition.objects.get(number=number).status == "answered"
