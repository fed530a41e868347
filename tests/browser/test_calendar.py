"""The office loads a year in the browser, after a look at what it moves."""

import pytest

from governance.cases import deadlines
from tests.cases.clocks import day, law, make_case
from tests.cases.test_calendar import NOTICE_2027

__all__ = ["law"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(cast, law):
    return deadlines.start(make_case(cast), "petition.notice", since=day("2027-01-25"))


def test_the_office_loads_a_year_without_javascript(clock, cast, plain_page, sign_in, live_server):
    page = sign_in(plain_page, cast.county)
    page.goto("/settings/calendar/")
    page.get_by_label("通知正文").fill(NOTICE_2027.replace("周五）至3日", "周六）至3日"))
    page.get_by_role("button", name="预览").click()
    page.get_by_text("元旦：1月1日是周五，不是周六。").first.wait_for()
    assert "二、春节" in page.get_by_label("通知正文").input_value()

    page.get_by_label("通知正文").fill(NOTICE_2027)
    page.get_by_role("button", name="预览").click()
    page.get_by_text("2027-02-12 周五").wait_for()
    page.get_by_role("button", name="载入").click()
    page.get_by_text("2027年放假安排已载入：到期日变动 1 项").wait_for()
    page.get_by_role("link", name="2027年", exact=True).click()
    page.get_by_text("2027-02-05 周五 至 2027-02-11 周四").wait_for()


@pytest.mark.parametrize("name", ["form", "refused", "preview", "year"])
def test_the_calendar_pages_are_accessible(clock, cast, page, sign_in, live_server, accessible, name):
    sign_in(page, cast.county)
    page.goto("/settings/calendar/2026/" if name == "year" else "/settings/calendar/")
    if name in ("refused", "preview"):
        page.get_by_label("通知正文").fill(NOTICE_2027 if name == "preview" else "春节放假。")
        page.get_by_role("button", name="预览").click()
    if name == "refused":
        page.get_by_role("alert").wait_for()
    if name == "preview":
        page.get_by_role("button", name="载入").wait_for()
    accessible(page)
