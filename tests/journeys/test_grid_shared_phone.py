"""A phone that several people use, that is full, that kept the reports of an older page, that is walked with."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from governance.duties.models import Patrol
from governance.maps.models import Boundary
from grid import reference
from grid.models import GridEvent, GridPost, JoinedReport
from tests.chromium import goes_on_without_signal
from tests.grid import events
from tests.grid.pages import open_grid, square
from tests.journeys.test_grid_phone import picture, report
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
FULL = "navigator.storage.estimate = async () => ({ quota: 50 * 1048576, usage: 45 * 1048576 });"
# As the first page that was ever delivered wrote it.
OLD_DRAFT = """
async ([item, owner]) => {
  const database = await new Promise((resolve) => {
    const asked = indexedDB.open("grid-reports", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("reports", { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
  });
  const told = { item: String(item), text: "旧版页面写的", then: "raise", place: "", longitude: "", latitude: "" };
  const draft = { key: crypto.randomUUID(), owner, at: new Date().toISOString(), title: "路灯损坏", told, photos: [] };
  const transaction = database.transaction("reports", "readwrite");
  transaction.objectStore("reports").put({ ...draft, state: "waiting" });
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  database.close();
}
"""
BEGUN_WHILE_LOOKING = """
async () => {
  const detail = await (await fetch(document.body.dataset.state)).json();
  document.dispatchEvent(new CustomEvent("reporter", { detail }));
  document.querySelector("#patrol-start").click();
}
"""


def ready(page, person) -> None:
    """The page knows who holds the phone."""
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(person.name)


def has_ended() -> None:
    """The server knows of the end of a patrol: the page says so a moment before."""
    ended = Patrol.objects.exclude(ended_at=None)
    wait_until(ended.exists, seconds=30, what="the patrol has ended")


def kept_for_later(page, text: str) -> None:
    page.context.set_offline(True)
    report(page, "路灯损坏", text)
    expect(page.get_by_text("待发送")).to_be_visible()


def test_what_was_not_sent_stays_with_its_owner_whoever_logs_in_next(cast, village_phone, sign_in):
    reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    ready(page, cast.grid_worker)
    page.route("**/phone/reports/**", lambda route: route.abort("internetdisconnected"))
    report(page, "路灯损坏", "还没有发出的一件")
    expect(page.get_by_text("待发送")).to_be_visible()
    expect(page.get_by_text("这台手机里还有 1 件没有发送的上报。")).to_be_visible()
    page.goto("/")
    page.locator("details.user summary, summary:has-text('郝小军')").first.click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.locator("#leave-unsent")).to_have_text("这台手机里还有 1 件没有发送的上报。")
    page.get_by_role("button", name="退出登录，没有发送的留着").click()
    expect(page).to_have_url(re.compile("/login"))

    page.unroute("**/phone/reports/**")
    sign_in(page, cast.township_lead)
    ready(page, cast.township_lead)
    expect(page.get_by_text("手机里的上报")).to_be_hidden()
    assert not GridEvent.objects.exists()

    sign_in(page, cast.grid_worker)
    page.reload()
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    assert GridEvent.objects.get().registered_by == cast.grid_worker


def without_a_signal(page) -> None:
    """The page is opened from what the phone has."""
    page.context.set_offline(True)
    page.goto("/grid/phone/")
    expect(page.get_by_label("情况", exact=True)).to_be_visible()


def test_without_a_signal_the_bar_names_who_was_here_last_and_after_a_logout_nobody(cast, field_phone, sign_in):
    page = sign_in(field_phone, cast.grid_worker)
    ready(page, cast.grid_worker)
    goes_on_without_signal(page)
    page.reload()
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    without_a_signal(page)
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)

    # Another one has logged in at a page of the desk and has not been here with a signal.
    page.context.set_offline(False)
    sign_in(page, cast.township_lead)
    page.goto("/grid/events/")
    without_a_signal(page)
    expect(page.locator("#who")).to_have_text(cast.township_lead.name)

    page.context.set_offline(False)
    page.goto("/grid/events/")
    page.locator("details.who summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(re.compile("/login"))
    without_a_signal(page)
    expect(page.get_by_text("不知道是谁在用这台手机")).to_be_visible()
    expect(page.locator("#who")).to_be_empty()


def test_a_logout_that_was_refused_is_none_and_one_that_was_not_leaves_nothing_in_the_tab(cast, village_phone, sign_in):
    page = sign_in(village_phone, cast.grid_worker)
    ready(page, cast.grid_worker)
    page.evaluate("sessionStorage.setItem('draft:1:/petitions/ 登记', '{}')")
    page.route("**/grid/phone/state/", lambda route: route.abort("internetdisconnected"))
    page.route("**/logout", lambda route: route.fulfill(status=403))
    leave = page.locator("#leave-keep")
    leave.tap()
    expect(page.locator("#said")).to_have_text("没有退出登录，请到有信号的地方再退出。")
    assert page.evaluate("localStorage.getItem('reporter')") is not None
    # What the page holds is the word of an earlier login: it asks for another.
    page.unroute("**/grid/phone/state/")
    page.unroute("**/logout")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    leave.tap()
    expect(page).to_have_url(re.compile("/login"))
    assert page.evaluate("sessionStorage.length") == 0
    page.goto("/")
    expect(page).to_have_url(re.compile("/login"))


def test_logging_out_can_take_what_was_not_sent_along(cast, village_phone, sign_in):
    reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    ready(page, cast.grid_worker)
    page.route("**/phone/reports/**", lambda route: route.abort("internetdisconnected"))
    report(page, "路灯损坏", "不要了的一件")
    expect(page.get_by_text("待发送")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="退出登录，没有发送的删除").tap()
    expect(page).to_have_url(re.compile("/login"))
    page.unroute("**/phone/reports/**")
    sign_in(page, cast.grid_worker)
    ready(page, cast.grid_worker)
    expect(page.get_by_text("手机里的上报")).to_be_hidden()
    assert not GridEvent.objects.exists()


def test_a_phone_that_is_full_says_so_before_the_picture_is_taken_and_keeps_the_rest(cast, field_phone, sign_in):
    reference.load()
    page = sign_in(field_phone, cast.grid_worker)
    page.add_init_script(FULL)
    ready(page, cast.grid_worker)
    page.get_by_label("情况", exact=True).fill("写好的话还在")
    page.locator("label:has(#camera)").tap()
    expect(page.get_by_text("手机的存储空间不够")).to_be_visible()
    expect(page.get_by_label("情况", exact=True)).to_have_value("写好的话还在")
    page.locator("#camera").set_input_files([picture()])
    expect(page.get_by_alt_text("照片 1")).to_be_hidden()
    report(page, "路灯损坏", "没有照片也能报")
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()


def test_a_new_page_sends_what_an_old_one_kept(cast, village_phone, sign_in):
    reference.load()
    page = sign_in(village_phone, cast.grid_worker)
    page.goto("/grid/phone/app.webmanifest")
    lamp = reference.Category.objects.get(kind="grid_event", path=events.LAMP)
    page.evaluate(OLD_DRAFT, [lamp.pk, cast.grid_worker.pk])
    ready(page, cast.grid_worker)
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    assert GridEvent.objects.get().summary == "旧版页面写的"


def test_a_tap_on_the_map_is_the_place_without_a_base_map_and_without_a_signal(cast, field_phone, sign_in):
    reference.load()
    grid = open_grid()
    Boundary.objects.create(area=grid.area, geometry=square(108.9, 34.1), loaded_at=timezone.now())
    page = sign_in(field_phone, cast.grid_worker)
    ready(page, cast.grid_worker)
    goes_on_without_signal(page)
    page.reload()
    expect(page.locator("#who")).to_have_text(cast.grid_worker.name)
    goes_on_without_signal(page, "/outlines/", "leaflet.js", "leaflet.css")
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("button", name="在地图上点").tap()
    expect(page.locator("#pick-map .leaflet-container, #pick-map.leaflet-container")).to_be_visible()
    page.locator("#pick-map").tap()
    expect(page.locator("#where")).to_contain_text("已定位（108.90")
    expect(page.locator(".pick-mark")).to_have_count(1)
    page.context.set_offline(False)
    report(page, "路灯损坏", "地图上点的")
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    # The next one has no place until somebody says one.
    expect(page.locator(".pick-mark")).to_have_count(0)
    assert GridEvent.objects.get().grid == grid


def test_what_was_reported_already_is_shown_and_joined(cast, field_phone, sign_in):
    reference.load()
    case = events.event(cast, at=timezone.now())
    page = sign_in(field_phone, cast.grid_worker)
    ready(page, cast.grid_worker)
    report(page, "路灯损坏", "小区南门外两盏路灯不亮")
    expect(page.locator(".phone-same")).to_contain_text("小区南门外路灯不亮")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="是这一件，加入").tap()
    expect(page.get_by_text(f"已加入，编号 {case.number}")).to_be_visible()
    assert JoinedReport.objects.get().event_id == case.pk and GridEvent.objects.count() == 1


def test_a_patrol_records_where_the_worker_is_while_it_runs_and_at_no_other_time(cast, field_phone, sign_in):
    reference.load()
    GridPost.objects.create(grid=open_grid(), user=cast.grid_worker, part="primary", since=date(2025, 1, 1))
    page = sign_in(field_phone, cast.grid_worker)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 108.905, "latitude": 34.105})
    ready(page, cast.grid_worker)
    expect(page.get_by_text("没有在巡查。")).to_be_visible()
    page.get_by_role("button", name="开始巡查").tap()
    expect(page.locator("#patrol")).to_contain_text(re.compile(r"巡查中，已 \d 分，记录位置 [1-9] 个"))
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#patrol")).to_contain_text("巡查中")
    page.get_by_role("button", name="结束巡查").tap()
    expect(page.get_by_text("没有在巡查。")).to_be_visible()
    expect(page.locator("#patrols li")).to_have_count(0)
    has_ended()
    patrol = Patrol.objects.get()
    assert {tuple(point[1:]) for point in patrol.points} == {(108.905, 34.105)}
    assert patrol.area_id == "610116001002001"

    # Begun in the moment in which the page looks whether one is under way.
    page.evaluate(BEGUN_WHILE_LOOKING)
    expect(page.locator("#patrol")).to_contain_text("巡查中")
    expect(page.get_by_role("button", name="结束巡查")).to_be_visible()
