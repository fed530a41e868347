"""The office replaces a template in the browser, and a case goes to paper."""

import pytest
from django.urls import reverse

from tests import builders
from tests.papers.test_replacing import with_line

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_office_replaces_a_template_without_javascript(cast, plain_page, sign_in, live_server, tmp_path):
    page = sign_in(plain_page, cast.county)
    page.goto(reverse("cases:paper_templates"))
    page.get_by_role("link", name="答复书", exact=True).click()
    bad, good = tmp_path / "坏模板.docx", tmp_path / "好模板.docx"
    bad.write_bytes(with_line("{{局长}}", code="reply_notice"))
    good.write_bytes(with_line("联系电话：029-85290000", code="reply_notice"))
    page.set_input_files("input[type=file]", bad)
    page.get_by_role("button", name="更换模板").click()
    page.get_by_text("模板里有不认识的字段：局长。请从字段表中选用。").first.wait_for()
    page.set_input_files("input[type=file]", good)
    page.get_by_role("button", name="更换模板").click()
    page.get_by_text("答复书已改用第 1 版模板。").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载样张").click()
    assert download.value.suggested_filename == "答复书样张.docx"
    page.get_by_role("link", name="改用这一版").click()
    page.get_by_label("事由").fill("新版有误")
    page.get_by_role("button", name="改用").click()
    page.get_by_text("答复书已改用随平台提供的模板。").wait_for()


@pytest.mark.parametrize("name", ["list", "page", "refused"])
def test_the_template_pages_are_accessible(cast, page, sign_in, live_server, accessible, tmp_path, name):
    sign_in(page, cast.county)
    page.goto(reverse("cases:paper_templates"))
    if name != "list":
        page.goto(reverse("cases:paper_template", args=["handling_opinion"]))
    if name == "refused":
        file = tmp_path / "空.docx"
        file.write_bytes(b"x")
        page.set_input_files("input[type=file]", file)
        page.get_by_role("button", name="更换模板").click()
        page.get_by_role("alert").wait_for()
    accessible(page)


def test_a_printed_case_has_no_navigation_and_says_who_printed_it(cast, page, sign_in, live_server, accessible):
    case = builders.in_status(cast, "served")
    sign_in(page, cast.handler)
    page.goto(reverse("cases:print", args=[case.number]))
    accessible(page)
    page.emulate_media(media="print")
    for hidden in ("header.sign-in-head", "footer.sign-in-foot"):
        assert not page.locator(hidden).is_visible()
    assert page.get_by_text("打印人").is_visible()
