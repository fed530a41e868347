"""A grid worker reports from the phone: by three touches, without a signal, and after a login that ended."""

from datetime import timedelta
from io import BytesIO
from threading import Event

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from governance.cases.files import storage
from governance.cases.models import Sending
from governance.maps.models import Boundary
from governance.organisation.models import LoginSession
from grid import reference
from grid.models import EventItem, GridEvent
from tests.chromium import fits, goes_on_without_signal
from tests.grid.pages import open_grid, square

pytestmark = pytest.mark.django_db(transaction=True)


IS_KEPT = """
async ([text, pictures]) => {
  const answered = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const database = await answered(indexedDB.open("grid-reports", 1));
  const kept = async () => (await answered(database.transaction("reports").objectStore("reports").getAll()))
    .some(({ told, photos }) => told.text === text && photos.length === pictures);
  for (let turn = 0; !(await kept()); turn += 1) {
    if (turn === 1000) throw new Error(`the phone does not keep ${text}`);
    await new Promise((done) => setTimeout(done, 20));
  }
  database.close();
}
"""


def is_kept(page, text: str, *, pictures: int) -> None:
    """What is being written is on the phone, with so many pictures."""
    page.evaluate(IS_KEPT, [text, pictures])


def picture() -> dict:
    """What a camera gives: far larger than needed."""
    out = BytesIO()
    Image.linear_gradient("L").resize((2400, 1800)).convert("RGB").save(out, "JPEG", quality=100, subsampling=0)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def report(page, item: str, text: str) -> None:
    """As a thumb does it."""
    page.get_by_role("radio", name=item, exact=True).tap()
    page.get_by_label("情况", exact=True).fill(text)
    page.get_by_role("button", name="发送", exact=True).tap()


def test_it_reports_in_three_touches_with_a_picture_made_small(cast, village_phone, sign_in, accessible):
    reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    fits(page)
    accessible(page)

    page.get_by_role("button", name="发送", exact=True).tap()
    expect(page.get_by_text("请选择看到什么。")).to_be_visible()

    page.locator("#camera").set_input_files([picture()])
    expect(page.get_by_alt_text("照片 1")).to_be_visible()
    report(page, "路灯损坏", "南门两盏灯不亮")
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    expect(page.get_by_text("待受理")).to_be_visible()
    event = GridEvent.objects.get()
    assert (event.lead_unit, event.category.name) == (cast.weiqu, "路灯损坏")
    with Image.open(storage.opened(event.attachments.get().path)) as kept:
        assert kept.size == (1600, 1200)


def test_what_was_reported_without_a_signal_arrives_once_after_all_that_can_come_between(cast, field_phone, sign_in):
    reference.load()
    page = sign_in(field_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    goes_on_without_signal(page)
    page.reload()
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)

    page.context.set_offline(True)
    page.locator("#camera").set_input_files([picture()])
    expect(page.get_by_alt_text("照片 1")).to_be_visible()
    report(page, "垃圾堆积", "围墙外两车建筑垃圾")
    expect(page.get_by_text("已存在手机里")).to_be_visible()
    expect(page.get_by_text("待发送")).to_be_visible()

    page.reload()
    expect(page.get_by_text("垃圾堆积 ·")).to_be_visible()
    LoginSession.objects.all().delete()
    page.context.set_offline(False)
    expect(page.get_by_text("登录已结束，手机里的上报还在。")).to_be_visible()
    assert not GridEvent.objects.exists() and not Sending.objects.exists()

    sign_in(page, cast.grid_worker)
    page.reload()
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    expect(page.get_by_text("手机里的上报")).to_be_hidden()
    event = GridEvent.objects.get()
    assert event.summary == "围墙外两车建筑垃圾" and event.attachments.count() == 1


def test_one_bad_report_holds_up_none_behind_it_and_can_be_mended(cast, village_phone, sign_in):
    reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    page.get_by_label("当场已处置").check()
    page.get_by_label("处置情况").fill("已清理。")
    report(page, "垃圾堆积", "没有照片的一件")
    expect(page.locator("#drafts")).to_contain_text("需要改正 请附上处置后照片")
    report(page, "路灯损坏", "后面的一件")
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    assert GridEvent.objects.get().summary == "后面的一件"

    expect(page.locator("#drafts li")).to_have_count(1)
    page.get_by_role("button", name="打开").tap()
    expect(page.locator("#report")).to_contain_text("请附上处置后照片")
    page.locator("#camera").set_input_files([picture()])
    expect(page.get_by_alt_text("照片 1")).to_be_visible()
    page.get_by_role("button", name="发送", exact=True).tap()
    expect(page.locator("#mine li")).to_have_count(2)
    expect(page.get_by_text("手机里的上报")).to_be_hidden()
    assert GridEvent.objects.count() == 2

    # What accuses somebody is asked about before it is kept, with or without a signal.
    page.context.set_offline(True)
    report(page, "路灯损坏", "路灯款有人收回扣")
    expect(page.locator("#report")).to_contain_text("文中写到“收回扣”。检举控告的，请不从这里上报")
    expect(page.get_by_text("手机里的上报")).to_be_hidden()
    page.get_by_label("不是检举控告公职人员或者单位违纪违法").check()
    page.get_by_role("button", name="发送", exact=True).tap()
    expect(page.locator("#drafts li")).to_have_count(1)
    expect(page.get_by_text("不是检举控告公职人员或者单位违纪违法")).to_be_hidden()
    page.context.set_offline(False)
    expect(page.locator("#mine li")).to_have_count(3)
    expect(page.get_by_text("手机里的上报")).to_be_hidden()
    assert GridEvent.objects.filter(summary="路灯款有人收回扣").exists()


def test_one_that_something_on_the_way_refuses_holds_up_none_behind_it(cast, village_phone, sign_in):
    reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)

    def proxy(route):
        """What stands before the server takes the second and not the first."""
        if "过不去的一件" in (route.request.post_data or ""):
            route.fulfill(status=413, content_type="text/html", body="<h1>Request Entity Too Large</h1>")
        else:
            route.continue_()

    page.route("**/grid/phone/reports/**", proxy)
    report(page, "路灯损坏", "过不去的一件")
    expect(page.get_by_text("有 1 件没有收下，还在手机里")).to_be_visible()
    expect(page.locator("#drafts li")).to_have_count(1)
    report(page, "垃圾堆积", "后面的一件")
    expect(page.locator("#mine li")).to_have_count(1)
    assert [event.summary for event in GridEvent.objects.all()] == ["后面的一件"]
    expect(page.get_by_text("登录已结束")).to_be_hidden()

    page.unroute("**/grid/phone/reports/**")
    page.get_by_role("button", name="重新发送").tap()
    expect(page.locator("#drafts-box")).to_be_hidden()
    assert GridEvent.objects.count() == 2


def test_who_sends_before_the_slow_line_has_said_who_they_are_loses_nothing_and_sends_once(
    cast, village_phone, sign_in
):
    reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    waiting = []
    page.route("**/grid/phone/state/", lambda route: waiting.append(route), times=1)
    page.goto("/grid/phone/")
    report(page, "路灯损坏", "信号很弱时的一件")
    page.get_by_role("button", name="发送", exact=True).tap()
    expect(page.locator("#who")).to_have_text("")
    waiting[0].continue_()

    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    expect(page.locator("#drafts-box")).to_be_hidden()
    assert [event.summary for event in GridEvent.objects.all()] == ["信号很弱时的一件"]


def test_a_page_that_the_phone_has_does_not_wait_for_a_slow_line(cast, field_phone, sign_in, monkeypatch):
    reference.load()
    page = sign_in(field_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    goes_on_without_signal(page)
    page.reload()
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)

    arrives, listed = Event(), EventItem.listed
    monkeypatch.setattr(EventItem, "listed", lambda: arrives.wait(60) and listed())
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    report(page, "路灯损坏", "信号很弱时的一件")
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    arrives.set()


def test_what_is_asked_of_a_report_stands_at_its_place_and_is_answered_once(cast, village_phone, sign_in):
    reference.load()
    for grid, west in ((open_grid(), 108.9), (other := open_grid("610116002001001"), 108.95)):
        Boundary.objects.create(area=grid.area, geometry=square(west, 34.1), loaded_at=timezone.now())
    page = sign_in(village_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    there = {"longitude": "108.955000", "latitude": "34.105000"}
    page.evaluate("detail => document.dispatchEvent(new CustomEvent('placed', { detail }))", there)
    report(page, "路灯损坏", "郭杜路边的灯不亮")
    expect(page.locator("#drafts")).to_contain_text("请确认网格 这里在郭杜街道")
    expect(page.get_by_role("button", name=f"是{other.area.name}")).to_be_in_viewport()
    page.get_by_role("button", name="打开", exact=True).tap()
    expect(page.locator("[data-error=grid]")).to_contain_text("不在您的乡镇（街道）")
    page.get_by_role("radio", name=other.area.name).tap()
    page.get_by_role("button", name="发送", exact=True).tap()
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    assert GridEvent.objects.get().grid == other

    # Who asks for a service is named on the same page, and looks it up by the number that the worker passes on.
    page.get_by_role("button", name="登记服务请求").tap()
    report(page, "证照代办", "腿脚不便，请代办老年证")
    expect(page.get_by_label("本村（社区）处理")).to_be_checked()
    expect(page.locator("[data-error=phone]")).to_have_text("服务请求请填写办事人的电话。")
    page.get_by_label("姓名").fill("张桂花")
    page.get_by_label("电话").fill("13911112222")
    page.get_by_role("button", name="发送", exact=True).tap()
    expect(page.get_by_text("请把编号告诉提出的人")).to_be_visible()
    assert GridEvent.objects.latest("pk").participants.get().name == "张桂花"


def test_what_is_being_written_outlives_the_page_and_what_is_open_is_not_sent_behind_ones_back(
    cast, field_phone, sign_in
):
    """An old phone closes the page for its camera; a line that returns sends nothing that is being mended."""
    reference.load()
    page = sign_in(field_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    page.get_by_role("radio", name="路灯损坏", exact=True).tap()
    page.get_by_label("情况", exact=True).fill("南门两盏灯不亮")
    page.locator("#camera").set_input_files([picture()])
    expect(page.get_by_alt_text("照片 1")).to_be_visible()
    is_kept(page, "南门两盏灯不亮", pictures=1)
    page.reload()
    expect(page.get_by_label("情况", exact=True)).to_have_value("南门两盏灯不亮")
    expect(page.get_by_alt_text("照片 1")).to_be_visible()
    expect(page.get_by_role("radio", name="路灯损坏", exact=True)).to_be_checked()
    assert not GridEvent.objects.exists()

    page.context.set_offline(True)
    page.get_by_role("button", name="发送", exact=True).tap()
    expect(page.get_by_text("待发送")).to_be_visible()
    # It stands in the form at once: what is typed in the same moment is typed into it.
    page.get_by_role("button", name="打开").evaluate(
        """button => {
          button.click();
          const text = document.querySelector("#report [name=text]");
          text.value = text.value.replace("两", "三");
        }"""
    )
    expect(page.get_by_text("正在填写，没有发送")).to_be_hidden()
    expect(page.get_by_label("情况", exact=True)).to_have_value("南门三盏灯不亮")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    assert not GridEvent.objects.exists()
    page.get_by_role("button", name="发送", exact=True).tap()
    said = page.get_by_text("已上报，编号 SJ")
    expect(said).to_be_visible()
    expect(said).to_be_in_viewport()
    assert GridEvent.objects.get().summary == "南门三盏灯不亮"


def test_words_that_were_changed_after_a_lost_answer_are_kept_and_sent_when_somebody_says_so(
    cast, village_phone, sign_in
):
    reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)

    def lost(route):
        route.fetch()
        route.abort("internetdisconnected")

    page.route("**/grid/phone/reports/**", lost, times=1)
    with page.expect_event("requestfailed"):
        report(page, "路灯损坏", "南门两盏灯不亮")
    expect(page.get_by_text("待发送")).to_be_visible()
    page.get_by_role("button", name="打开").tap()
    page.get_by_label("情况", exact=True).fill("南门三盏灯不亮")
    page.get_by_role("button", name="发送", exact=True).tap()
    event = GridEvent.objects.get()
    expect(page.locator("#said")).to_contain_text(f"改以前的内容已上报，编号 {event.number}；改过的没有送到")
    expect(page.locator("#drafts li")).to_contain_text("没有送到")
    assert event.summary == "南门两盏灯不亮"
    page.get_by_role("button", name="重新发送").tap()
    expect(page.locator("#drafts")).to_contain_text("是这一件，加入")
    assert GridEvent.objects.count() == 1


def test_a_report_of_a_clock_that_ran_ahead_is_sent_once_the_clock_is_right(cast, field_phone, sign_in):
    reference.load()
    page = sign_in(field_phone, cast.grid_worker)
    page.clock.install(time=timezone.now() + timedelta(hours=5))
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    report(page, "路灯损坏", "南门两盏灯不亮")
    expect(page.locator("#drafts")).to_contain_text("请核对手机的时间")
    page.clock.set_system_time(timezone.now())
    page.get_by_role("button", name="重新发送").tap()
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    assert GridEvent.objects.count() == 1


def test_who_writes_another_before_what_was_being_written_comes_back_loses_neither(cast, village_phone, sign_in):
    reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    report_box = page.get_by_label("情况", exact=True)
    report_box.fill("北门井盖松动")
    report_box.blur()
    is_kept(page, "北门井盖松动", pictures=0)
    waiting = []
    page.route("**/grid/phone/state/", lambda route: waiting.append(route), times=1)
    with page.expect_request("**/grid/phone/state/"):
        page.reload()
    report_box.fill("南门两盏灯不亮")
    waiting[0].continue_()
    expect(page.locator("#drafts")).to_contain_text("正在填写，没有发送")
    expect(report_box).to_have_value("南门两盏灯不亮")
    page.get_by_role("button", name="打开").tap()
    expect(report_box).to_have_value("北门井盖松动")
    page.get_by_role("button", name="打开").tap()
    expect(report_box).to_have_value("南门两盏灯不亮")
