"""The pages of the petition line in a real browser: accessible, by keyboard, on a phone."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests import builders
from tests.cast import PASSWORD
from tests.chromium import fits

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {"姓名（名称）": "赵秀英", "电话": "13911112222", "详细地点": "凤栖路3号楼", "诉求概况": "停水三天。"}


@pytest.fixture
def recent():
    return timezone.now() - timedelta(days=1)


def case_path(case, *rest) -> str:
    return f"/cases/{case.number}/" + "".join(f"{part}/" for part in rest)


def test_it_finds_no_grave_accessibility_fault_on_a_phone(cast, phone_page, sign_in, accessible):
    """On the desk every kind of page is looked at in ``access/test_accessible``, which measures it on a phone too."""
    late = builders.in_status(cast, "handling")
    builders.step(late, "comment", cast.lead, later=5, note="请先协调临时措施。")
    builders.petition(cast, at=timezone.now())
    clock = late.clocks.get(term_code="petition.handle")
    paths = {
        "clerk": [
            "/",
            "/petitions/",
            "/petitions/register/",
            "/search/?q=停水",
        ],
        "handler": [
            "/",
            case_path(late),
            case_path(late, "steps", "issue_opinion"),
            case_path(late, "clocks", clock.pk),
            case_path(late, "people", late.participants.get().pk),
            case_path(late, "print"),
            "/no/such/page/",
        ],
        "county": [
            "/",
            reverse("figures:figures"),
        ],
        "staff": [reverse("dashboard:map")],
        "system_admin": ["/"],
    }
    for name, addresses in paths.items():
        sign_in(phone_page, getattr(cast, name))
        for address in addresses:
            phone_page.goto(address)
            accessible(phone_page)
            fits(phone_page)


def test_it_shows_clocks_and_earlier_petitions_while_typing(cast, page, sign_in, recent):
    earlier = builders.petition(cast, at=recent, people=[builders.person(phone="13812342201")])
    sign_in(page, cast.clerk)
    page.goto("/petitions/register/")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("第三十四条")
    page.get_by_label("建议意见").check()
    expect(preview).to_contain_text("第二十九条")
    expect(page.get_by_label("办理途径")).to_be_hidden()
    page.get_by_label("电话", exact=True).first.fill("13812342201")
    expect(preview).to_contain_text(earlier.number)
    preview.get_by_label("不是同一件事").check()
    page.get_by_label("诉求概况").fill("建议增设路灯。")
    expect(preview.get_by_label("不是同一件事")).to_be_checked()


def test_a_hidden_choice_is_not_sent_and_stands_again_where_it_applies(cast, page, sign_in, recent):
    case = builders.in_status(cast, "handling", at=recent)
    sign_in(page, cast.handler)
    page.goto(case_path(case, "steps", "reclassify"))
    form = page.locator("#step form")
    kinds, route = (form.get_by_role("group", name=name) for name in ("事项性质", "办理途径"))
    sent = "form => [...new FormData(form).keys()].includes('route')"
    kinds.get_by_label("申诉求决").check()
    route.get_by_label("仲裁").check()
    assert form.evaluate(sent)
    kinds.get_by_label("建议意见").check()
    expect(route).to_be_hidden()
    assert not form.evaluate(sent)
    kinds.get_by_label("申诉求决").check()
    expect(route.get_by_label("仲裁")).to_be_checked()
    assert form.evaluate(sent)


def test_back_brings_every_box_as_it_was_left(cast, page, sign_in, recent):
    sign_in(page, cast.clerk)
    page.goto("/petitions/register/")
    for label, words in TYPED.items():
        page.get_by_label(label).first.fill(words)
    page.get_by_label("标题").first.focus()
    page.goto("/petitions/")
    page.go_back()
    for label, words in TYPED.items():
        expect(page.get_by_label(label).first).to_have_value(words)


@pytest.mark.parametrize("typed", [TYPED, {"诉求概况": "停水三天。"}], ids=["form", "one text"])
def test_back_brings_nothing_of_what_another_person_left(cast, page, sign_in, typed):
    register = reverse("petitions:register")
    sign_in(page, cast.clerk)
    page.goto(register)
    for label, words in typed.items():
        page.get_by_label(label).first.fill(words)
    page.goto("/")
    page.get_by_text("我的菜单").locator("..").click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_label("登录名").fill(cast.petition_clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_text("我的菜单")).to_be_attached()
    while not page.url.endswith(register):
        page.go_back()
    for label in typed:
        expect(page.get_by_label(label).first).to_have_value("")
    assert not {"typist", "boxes"} & page.evaluate("history.state ?? {}").keys()


def test_it_opens_the_form_of_a_step_in_its_place(cast, page, sign_in, recent):
    case = builders.in_status(cast, "routed", at=recent)
    sign_in(page, cast.handler)
    page.goto(case_path(case))
    page.get_by_role("link", name="受理", exact=True).click()
    form = page.locator("#step form")
    expect(form.get_by_label("邮寄")).to_be_checked()
    # What was filled in by guess is read before it is sent: Enter alone sends nothing.
    expect(form).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith(case_path(case))
    expect(form.get_by_label("邮寄")).to_be_checked()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("“受理”已办理。")).to_be_visible()


def test_a_form_is_sent_once_and_says_while_it_waits_that_it_is_being_saved(cast, page, sign_in, recent):
    case = builders.in_status(cast, "routed", at=recent)
    sign_in(page, cast.handler)
    page.goto(f"{case_path(case)}steps/accept/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    button = page.get_by_role("button", name="受理", exact=True)
    twice = "button => { button.click(); button.click(); return getComputedStyle(button).cursor; }"
    assert button.evaluate(twice) == "progress"
    expect(page.get_by_text("“受理”已办理。")).to_be_visible()
    assert len(sent) == 1


def test_a_form_begins_where_it_is_not_answered_yet_and_fills_in_what_an_answer_asks_for(cast, page, sign_in, recent):
    case = builders.in_status(cast, "handling", at=recent)
    sign_in(page, cast.handler)
    page.goto(case_path(case))
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="键盘")
    expect(keys).to_contain_text("打开蓝色的下一步")
    page.keyboard.press("Escape")
    # A letter leads on once the layer is closed, though what had the focus within it may have it still.
    expect(keys).to_be_hidden()
    page.locator("dialog button").first.dispatch_event("keydown", {"key": "b", "bubbles": True})
    form = page.locator("#step form")
    expect(form.locator("[name=facts]")).to_be_focused()
    expect(form.locator("[name=executor]")).to_be_hidden()
    form.locator("[name=outcome][value=supported]").check()
    expect(form.locator("[name=executor]")).to_have_value(case.lead_unit.name)
    # Letters lead nowhere while something is being answered.
    page.keyboard.press("b")
    page.keyboard.press("g")
    expect(form.locator("[name=executor]")).to_have_value(case.lead_unit.name)
    assert page.url.endswith(case_path(case))
    expect(form.locator("[name=execution_days]")).to_have_value("30")
    form.locator("[name=outcome][value=explained]").check()
    expect(form.locator("[name=executor]")).to_be_hidden()
    expect(form.locator("[name=executor]")).to_have_value("")


def test_it_moves_through_a_list_with_the_arrow_keys(cast, page, sign_in, recent):
    first, second = (builders.petition(cast, at=recent + timedelta(hours=n), title=f"第{n}件") for n in (1, 2))
    sign_in(page, cast.clerk)
    page.goto("/petitions/")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name=first.title)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_title(f"{second.number} {second.title} · 县综治中心")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("n")
    expect(page.get_by_role("searchbox")).to_have_value("n")
    page.get_by_role("searchbox").fill("")
    page.keyboard.type(first.number)
    expect(page).to_have_title(f"{first.number} {first.title} · 县综治中心")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"/petitions/register/$"))


def test_it_goes_on_to_the_neighbours_of_the_list_and_back_to_it_as_it_was_filtered(cast, page, sign_in, recent):
    for n in range(3):
        builders.petition(cast, at=recent, title=f"停水{n}")
    sign_in(page, cast.clerk)
    page.goto("/petitions/?scope=all&area=610116001")
    page.get_by_role("link", name="停水1").click()
    place = page.get_by_label("清单中的位置")
    expect(place).to_contain_text("清单第 2 / 3 件")
    place.get_by_role("link", name="上一件").click()
    expect(place).to_contain_text("清单第 1 / 3 件")
    expect(place.get_by_role("link", name="上一件")).to_have_count(0)
    # The keys of the same ways; behind the last one there is nothing to go to.
    for key, where in (("j", 2), ("k", 1), ("j", 2), ("j", 3), ("j", 3)):
        page.keyboard.press(key)
        expect(place).to_contain_text(f"清单第 {where} / 3 件")
    place.get_by_role("link", name="清单第 3 / 3 件").click()
    expect(page).to_have_url(re.compile(r"/petitions/\?scope=all&area=610116001$"))
    page.goto(case_path(builders.petition(cast, at=recent, title="不在清单里")))
    expect(page.get_by_role("heading", name="不在清单里")).to_be_visible()
    expect(place).to_be_hidden()


def test_it_reveals_a_number_in_place_after_a_reason(cast, page, sign_in, recent):
    case = builders.in_status(cast, "handling", at=recent)
    sign_in(page, cast.handler)
    page.goto(case_path(case))
    page.locator("#people").get_by_role("link", name="查看").click()
    page.get_by_label("查看事由").fill("看")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("至少四个字")).to_be_visible()
    page.get_by_label("查看事由").fill("电话核实诉求")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("13911112222")).to_be_visible()


def test_it_keeps_the_next_step_under_the_thumb(cast, phone_page, sign_in, recent):
    case = builders.in_status(cast, "routed", at=recent)
    sign_in(phone_page, cast.handler)
    phone_page.goto(case_path(case))
    button = phone_page.get_by_role("link", name="受理", exact=True)
    box = button.bounding_box()
    assert box["y"] + box["height"] > 780 and box["height"] >= 44
    button.tap()
    save = phone_page.locator("#step [data-save]")
    expect(save).to_be_visible()
    box = save.bounding_box()
    on_top = phone_page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).hasAttribute('data-save')",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert on_top, "another bar covers the button that saves"


def test_whoever_signs_on_a_phone_has_the_paper_above_the_button(cast, phone_page, sign_in):
    case = builders.in_status(cast, "handling")
    builders.step(case, "issue_opinion", cast.handler, replay=False, **builders.OPINION)
    sign_in(phone_page, cast.lead)
    phone_page.goto(reverse("dashboard:workbench"))
    paper = phone_page.get_by_role("region", name="待签发的文书")
    expect(paper).to_contain_text(builders.OPINION["opinion"])
    approve = phone_page.get_by_role("button", name="批准", exact=True)
    assert paper.bounding_box()["y"] + paper.bounding_box()["height"] <= approve.bounding_box()["y"]


def test_going_on_from_the_box_for_another_number_takes_none_of_several(cast, page, sign_in):
    case, *others = (builders.petition(cast, title=f"消防通道被占{place}") for place in ("", "，北门", "，南门"))
    sign_in(page, cast.clerk)
    page.goto(case_path(case, "steps", "merge"))
    box, choices = page.locator("input[data-picker-numbers]"), page.locator("[role=option]:visible")
    for words, found, taken in ("消防", 2, "消防"), ("北门", 1, others[0].number):
        box.fill(words)
        expect(choices).to_have_count(found)
        # Who leaves the box and is back at once sees what is found, also when the moment at which it closes is over.
        box.evaluate("(box) => { box.blur(); box.focus(); }")
        page.wait_for_timeout(200)
        expect(choices).to_have_count(found)
        box.press("Tab")
        expect(box).to_have_value(taken)
