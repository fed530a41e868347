"""Messages of another platform, from the file to the ledger: what is wrong is listed, what is right stands once."""

import threading
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.cases.history import broken_history
from governance.jobs import work
from governance.jobs.models import Job
from petitions import reference
from petitions.messages import importing
from petitions.models import Petition
from tests.petitions.messages import ROWS, changed, write

from .screens import Desk, Screen, words

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_lists_the_bad_rows_loads_the_mended_file_once_and_shows_what_was_late(office, tmp_path, monkeypatch):
    reference.load()
    desk = office.of("staff")
    bad = changed("9003", 留言主题="", 答复时间="2019-02-30 09:00:00")
    show_what_is_wrong(desk, looked_through(desk, write(tmp_path / "有错.csv", bad)))
    page = office.at_desk("staff")
    hand_in(page, write(tmp_path / "改好.csv"))
    load_with_progress(page, monkeypatch)
    load_again(desk, looked_through(desk, write(tmp_path / "再来.csv")))
    show_what_was_late(desk)
    assert broken_history() == []


def looked_through(desk: Desk, path) -> Screen:
    """What the page of the file says once it was checked."""
    page = desk.get(desk.get("/petitions/").link("导入"))
    file = SimpleUploadedFile(path.name, path.read_bytes(), "text/csv")
    page = desk.press(page, "检查文件", 留言文件=file)
    assert "正在排队" in page.text
    work.run(Job.objects.latest("pk").pk, timezone.now())
    page = desk.get(desk.get(page.url).link("查看结果"))
    assert path.name in page.text
    return page


def hand_in(page: Page, path) -> None:
    """The file is chosen and looked through; its page comes by itself as soon as the machine is done."""
    page.goto("/petitions/")
    page.get_by_role("link", name="导入", exact=True).click()
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator(".drop-list")).to_contain_text(path.name)
    page.get_by_role("button", name="检查文件").click()
    expect(page.get_by_role("status").first).to_contain_text("正在排队")
    work.run(Job.objects.latest("pk").pk, timezone.now())
    page.get_by_role("link", name="查看结果").click()
    expect(page.get_by_role("heading", name="核对留言文件")).to_be_visible()
    expect(page.get_by_role("heading", name=path.name)).to_be_visible()


def show_what_is_wrong(desk: Desk, page: Screen) -> None:
    """Line, column and reason of every fault; nothing is loaded."""
    faults = [words(each) for each in page.tree.xpath("//*[normalize-space()='有问题的行']/following::ul[1]/li")]
    assert faults == [
        "第 4 行“留言主题”：没有填写留言主题。",
        "第 4 行“答复时间”：“2019-02-30 09:00:00”不是日期时间，应当如 2026-11-21 14:30:00。",
    ]
    assert "读取 6 行，可以导入 5 行，有问题 1 行。" in page.text
    assert quote("问题清单.xlsx") in desk.get(page.link("下载问题清单")).headers["Content-Disposition"]
    assert not Petition.objects.exists()


def load_with_progress(page: Page, monkeypatch) -> None:
    """The good rows are loaded while the page counts them; the figures stand at the end."""
    expect(page.get_by_role("heading", name="有问题的行")).to_have_count(0)
    expect(page.locator("tbody tr")).to_have_count(len(ROWS))
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("正在排队")
    go_on = threading.Event()
    plain = importing._take_in

    def take_in(message, *rest):
        if message.number == ROWS[-1][0]:
            go_on.wait(30)
        return plain(message, *rest)

    monkeypatch.setattr(importing, "BATCH", 1)
    monkeypatch.setattr(importing, "_take_in", take_in)
    monkeypatch.setattr(work, "SECONDS_BETWEEN_WRITES", 0)
    worker = threading.Thread(target=run_beside, args=[Job.objects.latest("pk").pk])
    worker.start()
    try:
        expect(page.get_by_role("status").first).to_have_text("正在导入 5 / 6 行")
    finally:
        go_on.set()
        worker.join()
    expect(page.get_by_role("status").first).to_have_text(
        "读取 6 行，导入 6 件，重复反映 2 件，补录答复 4 件，15 日内答复 2 件，60 日内答复 3 件。"
    )
    assert Petition.objects.count() == 6


def run_beside(job_id: int) -> None:
    work.run(job_id, timezone.now())
    connections.close_all()


def load_again(desk: Desk, page: Screen) -> None:
    assert "其中 6 行以前已经导入，不会重复。" in page.text
    page = desk.press(page, "导入")
    assert "正在排队" in page.text
    work.run(Job.objects.latest("pk").pk, timezone.now())
    assert "读取 6 行，导入 0 件" in desk.get(page.url).text
    assert Petition.objects.count() == 6


def show_what_was_late(desk: Desk) -> None:
    """Sixty-one days from 2019-05-06 to 2019-07-06, and so it reads in the list and on its page."""
    page = desk.get("/petitions/?scope=all")
    rows = [words(each) for each in page.tree.xpath("//tbody/tr")]
    (late,) = [row for row in rows if "东街路灯还是不亮" in row]
    (in_time,) = [row for row in rows if "建议延长图书馆开放时间" in row]
    assert "超期办结" in late and "超期" not in in_time
    page = desk.get(page.link_that_says("东街路灯还是不亮"))
    assert "超期办结" in words(page.tree.find_class("due-line")[0])
    assert "超期 1 天办结" in page.text and "重复反映" in page.text
