"""What happens between a question and its answer: pressed twice, turned elsewhere, gone, answered late."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from governance.duties.models import Patrol
from grid import reference
from grid.models import GridEvent, GridPost
from security.models import Check
from tests import builders
from tests.chromium import PHONE, goes_on_without_signal
from tests.grid.pages import open_grid
from tests.journeys.test_grid_phone import picture, report
from tests.journeys.test_grid_shared_phone import has_ended
from tests.security import inspections

pytestmark = pytest.mark.django_db(transaction=True)
PRESSED_TWICE = "button => { button.click(); button.click(); }"
# Pictures are made small, places found and answers given when the test says so.
HELD_PICTURES = """() => {
  const small = createImageBitmap;
  window.createImageBitmap = (...told) => new Promise((done) => { window.release = () => done(small(...told)); });
}"""
HELD_PLACE = "navigator.geolocation.getCurrentPosition = (found) => { window.found = found; }"
HELD_WALK = "navigator.geolocation.watchPosition = (seen) => { window.seen = seen; return 1; }"
HELD_PUTS = """() => {
  window.puts = [];
  window.fetch = (address, options) => new Promise((done) => {
    if (options?.method !== "PUT") return;
    puts.push(address);
    const headers = { "content-type": "application/json" };
    window.answer = () => done(new Response('{"running": false}', { headers }));
  });
}"""
FULL = "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
# Whatever was on its way to happen has happened.
SETTLED = "async () => { for (let turn = 0; turn < 50; turn += 1) await new Promise((done) => setTimeout(done)); }"
# A logout leads to no other page, so that what comes after it is seen.
STAYS = """
document.addEventListener("readystatechange", () => { document.body.dataset.login = "#left"; }, { once: true });
"""
TYPED_ON = """text => {
  text.form.requestSubmit();
  text.dispatchEvent(new Event("input", { bubbles: true }));
  return Object.keys(sessionStorage).filter(name => name.startsWith("draft:")).length;
}"""
CUT_OFF = """async () => {
  const ask = fetch, headers = { "content-type": "application/json" };
  const cut = () => new ReadableStream({ pull: (body) => body.error(new TypeError("network error")) });
  // A round that is under way asks first.
  await new Promise((asked) => {
    window.fetch = async () => {
      asked();
      return new Response(cut(), { headers });
    };
    dispatchEvent(new Event("online"));
  });
  for (let turn = 0; turn < 50; turn += 1) await new Promise((done) => setTimeout(done));
  window.fetch = ask;
}"""
FORGOTTEN = """([name, store]) => new Promise((done) => {
  const asked = indexedDB.open(name, 1);
  asked.onsuccess = () => {
    const transaction = asked.result.transaction(store, "readwrite");
    transaction.objectStore(store).clear();
    transaction.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
HERE = """(user) =>
  document.dispatchEvent(new CustomEvent("reporter", { detail: { user, places: [], token: "his" } }))"""


@pytest.fixture
def worker(cast):
    reference.load()
    GridPost.objects.create(grid=open_grid(), user=cast.grid_worker, part="primary", since="2025-01-01")
    return cast.grid_worker


@pytest.fixture
def worker_phone(worker, village_phone, sign_in):
    page = sign_in(village_phone, worker)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(worker.name)
    return page


def test_what_is_under_way_belongs_to_the_report_it_was_begun_for(cast, worker_phone):
    page = worker_phone
    where, photos = page.locator("#where"), page.locator("#photos li")
    page.evaluate(HELD_PICTURES)
    page.evaluate(HELD_PLACE)
    page.locator("#locate").tap()
    page.locator("#camera").set_input_files([picture()])
    # Sent before the picture is made small and the place is found; and something in the form changes once more.
    page.get_by_role("radio", name="路灯损坏", exact=True).tap()
    page.get_by_label("情况", exact=True).fill("两盏灯不亮")
    page.locator("#send").evaluate(PRESSED_TWICE)
    page.evaluate("release()")
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()
    page.evaluate("found({ coords: { longitude: 108.9, latitude: 34.1, accuracy: 5 } })")
    expect(where).to_have_text("还没有位置，没有位置也能上报。")
    expect(photos).to_have_count(0)
    assert GridEvent.objects.get().attachments.count() == 1

    # The page is left in the moment of sending.
    page.get_by_role("radio", name="垃圾堆积", exact=True).tap()
    page.get_by_label("情况", exact=True).fill("路边一堆")
    page.evaluate(
        "() => { const form = document.querySelector('#report'); form.requestSubmit();"
        " Promise.resolve().then(() => form.dispatchEvent(new Event('change'))); }"
    )
    expect(page.locator("#mine li")).to_have_count(2)
    expect(page.locator("#drafts-box")).to_be_hidden()


def test_a_map_that_is_pressed_again_while_it_comes_comes_once(worker_phone):
    opened = worker_phone.locator("#pick-map")
    worker_phone.locator("#pick").evaluate("button => { button.click(); button.click(); button.click(); }")
    expect(opened).to_have_class(re.compile("leaflet-container"))
    expect(opened).to_be_visible()
    worker_phone.locator("#pick").evaluate(PRESSED_TWICE)
    expect(opened).to_be_visible()
    expect(worker_phone.locator("#where")).to_have_text("还没有位置，没有位置也能上报。")


def test_an_answer_that_breaks_off_is_none_and_one_after_the_logout_says_nobody_is_here(worker, open_context, sign_in):
    context = open_context(viewport=PHONE, is_mobile=True, has_touch=True, service_workers="block")
    page = sign_in(context.new_page(), worker)
    page.add_init_script(STAYS)
    page.goto("/grid/phone/")
    expect(page.locator("#who")).to_have_text(worker.name)
    page.evaluate(CUT_OFF)
    report(page, "路灯损坏", "断了以后的一件")
    expect(page.get_by_text("已上报，编号 SJ")).to_be_visible()

    held = []
    page.route("**/grid/phone/state/", lambda route: held.append(route))
    with page.expect_request("**/grid/phone/state/"):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_label("情况", exact=True).fill("还没有发送的话")
    page.locator("#leave-keep").tap()
    expect(page.get_by_label("情况", exact=True)).to_have_value("")
    held[0].fulfill(json={"user": worker.pk, "name": worker.name, "token": "x"})
    page.evaluate(SETTLED)
    assert page.evaluate("localStorage.getItem('reporter')") is None


def test_a_patrol_is_begun_and_ended_once_and_is_sent_for_nobody_else(cast, worker_phone):
    page = worker_phone
    patrol, begin, end = page.locator("#patrol"), page.locator("#patrol-start"), page.locator("#patrol-end")
    page.evaluate(HELD_WALK)
    begin.evaluate(PRESSED_TWICE)
    expect(patrol).to_contain_text("巡查中")
    expect(end).to_be_visible()
    end.evaluate(PRESSED_TWICE)
    expect(patrol).to_contain_text("刚才巡查 0 分。")
    expect(page.locator("#patrols li")).to_have_count(0)
    has_ended()
    Patrol.objects.get()

    # What was ended in another tab records nothing more here.
    begin.tap()
    expect(patrol).to_contain_text("巡查中")
    page.evaluate(FORGOTTEN, ["grid-patrols", "patrols"])
    page.evaluate("seen({ coords: { longitude: 108.9, latitude: 34.1 }, timestamp: Date.now() })")
    expect(patrol).to_contain_text("没有在巡查。")

    # Another person comes in while the first of two is on its way.
    page.context.set_offline(True)
    for _ in range(2):
        begin.tap()
        expect(end).to_be_visible()
        end.tap()
        expect(begin).to_be_visible()
    expect(page.locator("#patrols li")).to_have_count(2)
    page.evaluate(HELD_PUTS)
    page.evaluate(HERE, cast.grid_worker.pk)
    page.wait_for_function("() => puts.length === 1")
    page.evaluate(HERE, cast.township_lead.pk)
    page.evaluate("answer()")
    page.evaluate(SETTLED)
    assert page.evaluate("puts.length") == 1


def test_a_patrol_that_a_full_phone_cannot_keep_is_not_begun(worker_phone):
    worker_phone.evaluate(FULL)
    worker_phone.locator("#patrol-start").tap()
    expect(worker_phone.locator("#patrol")).to_contain_text("手机的存储空间不够，没有开始巡查")
    expect(worker_phone.locator("#patrol-start")).to_be_visible()


def test_a_phone_that_can_keep_nothing_more_shows_what_it_is_given(cast, field_phone, sign_in, live_server):
    page = sign_in(field_phone, cast.grid_worker)
    page.goto("/grid/phone/")
    goes_on_without_signal(page)
    browser = page.context.new_cdp_session(page)
    browser.send("Storage.overrideQuotaForOrigin", {"origin": live_server.url, "quotaSize": 1})
    assert page.evaluate("fetch('/static/board.js').then((answer) => answer.status)") == 200


def test_a_check_is_sent_whole_and_not_while_it_is_open(cast, village_phone, sign_in):
    now = timezone.now()
    register, plan = inspections.hotels(cast, now), inspections.plan(now)
    for name in ("平安旅馆", "如意旅馆"):
        inspections.hotel(cast, register, name, now)
    inspections.checklist(cast, register, plan, now)
    inspections.round_of(cast.weiqu, plan, now)
    page = sign_in(village_phone, cast.clerk)
    page.goto("/security/inspections/phone/")
    expect(page.locator("#who")).to_have_text(cast.clerk.name)

    def look(place: str) -> None:
        page.get_by_role("button", name=f"检查 {place}").tap()
        for item in inspections.ITEMS:
            box = page.get_by_role("group", name=item["text"])
            box.get_by_text("合格", exact=True).tap()
            if item["wants_photo"]:
                box.locator("input[type=file]").set_input_files([picture()])
        page.locator("#check button.button-primary").evaluate(PRESSED_TWICE)

    page.context.set_offline(True)
    page.evaluate(HELD_PICTURES)
    look("平安旅馆")
    page.evaluate("release()")
    expect(page.locator("#drafts li")).to_have_count(1)
    page.get_by_role("button", name="打开").tap()
    expect(page.locator("#check")).to_be_visible()
    sent = []

    def count(route):
        sent.append(route)
        route.continue_()

    page.route("**/phone/reports/**", count)
    with page.expect_response("**/phone/state/"):
        page.context.set_offline(False)
    page.evaluate(SETTLED)
    assert sent == [] and not Check.objects.exists()
    page.locator("#check button.button-primary").tap()
    expect(page.locator("#said")).to_have_text("平安旅馆的检查已登记。")
    assert Check.objects.get().results.filter(photos__isnull=False).count() == 1

    # Opened after it was sent in another tab.
    page.context.set_offline(True)
    look("如意旅馆")
    page.evaluate("release()")
    expect(page.locator("#drafts li")).to_have_count(1)
    page.evaluate(FORGOTTEN, ["inspections", "reports"])
    page.get_by_role("button", name="打开").tap()
    expect(page.locator("#drafts-box")).to_be_hidden()


def test_the_step_that_was_pressed_last_is_the_one_that_stands_open(cast, page, sign_in):
    case = builders.in_status(cast, "handling")
    sign_in(page, cast.handler)
    page.goto(reverse("cases:case", args=[case.number]))
    links = page.locator(".step-row a[hx-get]")
    held = []
    page.route(f"**{links.nth(0).get_attribute('href')}", lambda route: held.append(route))
    links.nth(0).click()
    links.nth(1).click()
    heading = page.locator("#step h2")
    expect(heading).to_contain_text(links.nth(1).inner_text())
    held[0].continue_()
    page.evaluate(SETTLED)
    expect(heading).to_contain_text(links.nth(1).inner_text())

    # What is typed while the form is on its way is no draft of the next one.
    form = page.locator("#step form")
    page.route(f"**{form.get_attribute('action')}", lambda route: route.fulfill(status=204))
    text = form.locator("textarea").first
    text.fill("写好的话")
    assert text.evaluate(TYPED_ON) == 0


# The first file takes long to read, all others do not.
SLOW_FIRST = """() => {
  const read = FileReader.prototype.readAsDataURL;
  FileReader.prototype.readAsDataURL = function (file) {
    FileReader.prototype.readAsDataURL = read;
    window.release = () => { this.addEventListener("load", () => { window.late = true; }); read.call(this, file); };
  };
}"""


def test_the_scan_and_the_choices_that_are_shown_are_those_asked_for_last(cast, page, sign_in):
    sign_in(page, cast.clerk)
    page.goto("/petitions/register/")
    page.evaluate(SLOW_FIRST)
    page.locator("#id_files").set_input_files([{**picture(), "name": name} for name in ("一.jpg", "二.jpg")])
    page.locator("[data-scan-next]").click()
    shown = page.locator("[data-scan] img")
    expect(shown).to_have_attribute("alt", "二.jpg")
    page.evaluate("release()")
    page.wait_for_function("() => window.late")
    expect(shown).to_have_attribute("alt", "二.jpg")

    # One is taken while the answer to what was typed last is on its way.
    box = page.locator("input[data-picker]:visible").first
    choices = page.locator(f"#{box.get_attribute('aria-controls')}")
    box.click()
    first = choices.locator("[role=option]").first
    expect(first).to_be_visible()
    whole = first.evaluate("option => [...option.childNodes].find(each => each.nodeType === Node.TEXT_NODE).data")
    held = []
    page.route(f"**{box.get_attribute('data-picker').partition('?')[0]}**", lambda route: held.append(route))
    with page.expect_request(lambda request: "q=" in request.url):
        box.fill(whole)
    first.dispatch_event("mousedown")
    expect(choices).to_be_hidden()
    held[0].continue_()
    page.evaluate(SETTLED)
    expect(choices).to_be_hidden()
