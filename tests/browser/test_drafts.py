"""What is being written stays where nobody sent it: after a reload, after the login ran out, for nobody else."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import builders
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "Object.keys(sessionStorage).filter(name => name.startsWith('draft:')).length"
SAID = "请补充第二项的依据。"


@pytest.fixture
def waiting(cast):
    """An opinion that the head of the unit approves on the desk, and one of a paper of its own."""
    case = builders.in_status(cast, "handling")
    builders.step(case, "issue_opinion", cast.handler, replay=False, **builders.OPINION)
    return case


def test_a_word_on_the_desk_is_there_again_until_it_is_sent_or_the_person_leaves(cast, page, sign_in, waiting):
    desk = reverse("dashboard:workbench")
    sign_in(page, cast.lead)
    page.goto(desk)
    word = page.get_by_label("审批意见")
    word.fill(SAID)
    page.reload()
    expect(word).to_have_value(SAID)
    # The login ran out: whoever comes back finds it.
    page.context.clear_cookies()
    page.reload()
    page.get_by_label("登录名").fill(cast.lead.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(word).to_have_value(SAID)
    # Another form of the same case asks something else and is empty.
    page.goto(reverse("cases:step", args=[waiting.number, "comment"]))
    expect(page.locator("#step textarea").first).to_have_value("")
    page.goto(desk)
    expect(word).to_have_value(SAID)
    page.get_by_text("我的菜单").locator("..").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("登录名")).to_be_visible()
    assert page.evaluate(KEPT) == 0


def test_it_is_for_its_own_source_and_neither_lost_by_a_stopped_logout_nor_left_in_an_idle_tab(
    cast, open_context, sign_in
):
    page = sign_in(open_context().new_page(), cast.clerk)
    page.clock.install()
    here, other = (f"{reverse('petitions:register')}?source={number}" for number in (1, 2))
    words = page.locator("[data-begin] textarea").first
    page.goto(here)
    words.fill(SAID)
    page.goto(other)
    expect(words).to_have_value("")
    page.goto(here)
    expect(words).to_have_value(SAID)
    page.evaluate("document.querySelector('form[action*=logout]').addEventListener('submit', e => e.preventDefault())")
    page.get_by_text("我的菜单").locator("..").click()
    page.get_by_role("button", name="退出登录").click()
    assert page.evaluate(KEPT) == 1
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_label("登录名")).to_be_visible()
    page.clock.fast_forward(29 * 60 * 1000)
    assert page.evaluate(KEPT) == 1
    page.clock.fast_forward(2 * 60 * 1000)
    assert page.evaluate(KEPT) == 0
