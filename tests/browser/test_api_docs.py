"""The description of the API in a browser, under the same content security policy as every page."""

import pytest

from tests import builders
from tests.cast import known


@pytest.fixture
def cast(transactional_db):
    return known()


def test_it_shows_the_operations_under_the_policy_and_tries_one(page, cast, sign_in):
    case = builders.petition(cast)
    sign_in(page, cast.staff)
    page.goto("/api/")
    page.get_by_text("办理一个步骤").wait_for()
    page.get_by_text("一件事项", exact=True).click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_placeholder("number").fill(case.number)
    page.get_by_role("button", name="Execute").click()
    page.get_by_text("凤栖路社区居民反映小区停水").first.wait_for()
