"""The pages of templates, and a case that goes to paper, in a browser."""

import pytest
from django.urls import reverse

from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_said_of_a_template_that_is_none_is_accessible(cast, page, sign_in, live_server, accessible, tmp_path):
    sign_in(page, cast.county)
    page.goto(reverse("cases:paper_template", args=["handling_opinion"]))
    file = tmp_path / "空.docx"
    file.write_bytes(b"x")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="更换模板").click()
    page.get_by_role("alert").wait_for()
    accessible(page)


def test_a_printed_case_has_no_navigation_and_says_who_printed_it(cast, page, sign_in, live_server):
    case = builders.in_status(cast, "served")
    sign_in(page, cast.handler)
    page.goto(reverse("cases:print", args=[case.number]))
    page.emulate_media(media="print")
    for hidden in ("header.sign-in-head", "footer.sign-in-foot"):
        assert not page.locator(hidden).is_visible()
    assert page.get_by_text("打印人").is_visible()
