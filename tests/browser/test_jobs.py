"""Exports and imports in a browser: what a file does by itself, on a desk and on a phone.

Without JavaScript they are ``petitions/test_import_pages`` and ``petitions/test_export``, whose client has none.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.jobs import work
from governance.jobs.models import Job
from petitions import reference
from petitions.models import Petition
from tests import builders
from tests.cast import known
from tests.petitions.messages import changed, write


@pytest.fixture
def cast(transactional_db):
    made = known()
    reference.load()
    return made


def run_last() -> Job:
    return work.run(Job.objects.latest("pk").pk, timezone.now())


def test_it_imports_a_file_after_a_look_at_it(phone_page, cast, sign_in, good_at_both_widths, tmp_path):
    page = sign_in(phone_page, cast.staff)
    page.goto("/petitions/import/")
    page.get_by_role("button", name="检查文件").click()
    page.get_by_text("请选择留言文件。").first.wait_for()
    good_at_both_widths(page)
    path = write(tmp_path / "留言.csv", changed("9003", 留言主题=""))
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="检查文件").click()
    page.get_by_text("正在排队").wait_for()
    run_last()
    page.get_by_role("link", name="查看结果").click()
    page.get_by_text("第 4 行“留言主题”：没有填写留言主题。").wait_for()
    good_at_both_widths(page)
    page.get_by_role("button", name="只导入没有问题的行").click()
    page.wait_for_url("**/jobs/*/")
    run_last()
    page.get_by_text("导入 5 件").wait_for()
    assert Petition.objects.count() == 5
    page.goto("/jobs/")
    assert page.locator("tbody tr").count() == 2
    good_at_both_widths(page)


def test_it_exports_what_the_list_shows(page, cast, sign_in, accessible):
    builders.petition(cast)
    builders.petition(cast, channel="letter", title="来信的一件")
    sign_in(page, cast.clerk).goto("/petitions/?channel=letter")
    page.get_by_role("link", name="导出", exact=True).click()
    page.get_by_text("将导出 1 件").wait_for()
    page.get_by_label("电话号码不掩码").check()
    page.get_by_role("button", name="导出").click()
    page.get_by_text("请写明使用事由").first.wait_for()
    assert page.get_by_label("电话号码不掩码").is_checked()
    accessible(page)
    page.get_by_label("使用事由").fill("逐一电话回访")
    page.get_by_role("button", name="导出").click()
    page.wait_for_url("**/jobs/*/")
    # The file that is waited for comes by itself.
    with page.expect_download() as download:
        job = run_last()
    assert download.value.suggested_filename == job.result_name
    expect(page.get_by_role("status").first).to_contain_text("共 1 行")


def test_it_shows_progress_and_stops_when_told(page, cast, sign_in):
    page = sign_in(page, cast.staff)
    job = work.ask("cases.export", owner=cast.staff, at=timezone.now(), params={"ledger": "petition"})
    page.goto(f"/jobs/{job.pk}/")
    Job.objects.filter(pk=job.pk).update(
        state="running", attempt=1, done=1200, total=3876, message="正在导出", heartbeat_at=timezone.now()
    )
    page.get_by_text("正在导出 1,200 / 3,876 件").wait_for()
    assert page.locator("progress").get_attribute("max") == "3876"
    page.get_by_role("button", name="取消任务").click()
    page.get_by_text("任务已取消。").wait_for()
    page.get_by_text("已由申请人取消。").wait_for()
    expect(page.get_by_role("button", name="取消任务")).to_have_count(0)
