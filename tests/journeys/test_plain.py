"""The main line without JavaScript: every page is whole, every form is a form, every choice a plain list."""

import pytest

from governance.cases.models import Category
from petitions.models import Petition

from .screens import Desk, Screen, words

pytestmark = pytest.mark.django_db


def test_it_registers_transfers_accepts_and_answers_without_javascript(desks):
    Category.objects.create(kind="petition", name="供水", path="城乡建设/供水")
    number = register(desks.of("clerk"))
    transfer(desks.of("clerk"), number)
    accept(desks.of("handler"), number)
    answer(desks.of("handler"), number)
    sign(desks.of("lead"), number)


def opened(desk: Desk, number: str, step: str) -> Screen:
    """The page of the step, whole, as a link leads there."""
    return desk.get(desk.case(number).link(step))


def register(desk: Desk) -> str:
    links = desk.get("/").tree.xpath("//a")
    page = desk.get(next(each.get("href") for each in links if "登记信访件" in words(each)))
    typed = {
        "姓名（名称）": "赵秀英",
        "电话": "13911112222",
        "发生地": "凤栖路社区",
        "内容类别": "城乡建设/供水",
    }
    page = desk.send(page.form.type(typed), to=page.url)
    # What is missing is said at its field, what was typed is kept.
    assert page.wrong["诉求概况"] == "请填写诉求概况。"
    assert page.form.told("姓名（名称）") == "赵秀英"
    page = desk.send(page.form.type({"诉求概况": "小区停水三天，请求尽快恢复供水。"}), to=page.url)
    assert "已登记，编号" in page.text, page.wrong
    petition = Petition.objects.get()
    assert (petition.area.name, petition.category.name) == ("凤栖路社区", "供水")
    return petition.number


def transfer(desk: Desk, number: str) -> None:
    typed = {"转送理由": "属于住建部门职责。", "告知信访人去向": "短信或网上告知"}
    page = desk.send(opened(desk, number, "转送").form.type(typed))
    assert page.wrong["有权处理的单位"] == "请填写有权处理的单位。"
    assert page.form.told("转送理由") == "属于住建部门职责。"
    page = desk.send(page.form.type({"有权处理的单位": "长安区住房和城乡建设局"}))
    assert "“转送”已办理。" in page.text, page.wrong


def accept(desk: Desk, number: str) -> None:
    """Found in the list by its state; how the petitioner is told wants to be told whole."""
    found = desk.press(desk.get("/petitions/"), "筛选", 状态="待受理")
    page = desk.get(desk.get(found.link(Petition.objects.get().title)).link("受理"))
    page = desk.send(page.form.type({"告知方式": "电话告知（简易办理）"}))
    assert "处需要补正" in page.text
    page = desk.send(page.form.type({"告知方式": "短信或网上告知"}))
    assert "“受理”已办理。" in page.text, page.wrong


def answer(desk: Desk, number: str) -> None:
    typed = {
        "投诉请求": "请求恢复供水。",
        "事实和理由": "泵房停用，情况属实。",
        "结论": "予以支持",
        "处理意见": "责成物业三日内修复水泵。",
        "法律法规依据": "《城市供水条例》第二十二条",
        "复查机关": "长安区人民政府",
        "执行单位": "物业服务企业",
        "执行期限（日）": "20",
    }
    page = desk.send(opened(desk, number, "出具处理意见").form.type(typed))
    assert "已提请审批，批准后生效。" in page.text, page.wrong


def sign(desk: Desk, number: str) -> None:
    waiting = desk.get("/").tree.get_element_by_id("approvals").xpath(".//tr[.//a[@class='row-link']]")
    assert len(waiting) == 1 and "出具处理意见：" in waiting[0].text_content()
    page = desk.approve(number, "出具处理意见")
    assert page.link("信访处理意见书")
    assert Petition.objects.get().status == "answered"
