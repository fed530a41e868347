"""The pages on which the office loads a year, in a browser. What it types there: ``cases/test_calendar_screen``."""

import pytest

from governance.cases import deadlines
from tests.cases.clocks import day, law, make_case
from tests.cases.test_calendar import NOTICE_2027

__all__ = ["law"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(cast, law):
    return deadlines.start(make_case(cast), "petition.notice", since=day("2027-01-25"))


@pytest.mark.parametrize("name", ["refused", "preview"])
def test_what_the_calendar_page_answers_is_accessible(clock, cast, page, sign_in, live_server, accessible, name):
    sign_in(page, cast.county)
    page.goto("/settings/calendar/")
    page.get_by_label("通知正文").fill(NOTICE_2027 if name == "preview" else "春节放假。")
    page.get_by_role("button", name="预览").click()
    if name == "refused":
        page.get_by_role("alert").wait_for()
    else:
        page.get_by_role("button", name="载入").wait_for()
    accessible(page)
