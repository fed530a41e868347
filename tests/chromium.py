"""A real Chromium for the journeys. Every page is watched: no script error, no breach of the content
security policy and no request to another host goes unseen."""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import FileResponse
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
# The shell without a window is the same engine for half the work: of a gate's Chromium the window is the larger part.
PROGRAMS = ("chromium-headless-shell", "chromium", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    # What is drawn without a graphics card needs no process of its own, which every frame would be handed to.
    "--in-process-gpu",
    # No page lives long enough to win back what it costs to compile its script a second and a third time.
    "--js-flags=--no-turbofan --no-maglev",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No page of the site needs a renderer's frame of its own (RenderDocument), which a sixth of its work goes into.
    # Chromium takes the last list of this name and leaves Playwright's aside: of that, what changes how a page is
    # loaded, kept or painted is here again; the rest belongs to the browser around it, which the shell is without.
    "--disable-features=RenderDocument,AvoidUnnecessaryBeforeUnloadCheckSync,HttpsUpgrades,MediaRouter,"
    "NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,ThirdPartyStoragePartitioning",
]
# Where the sites of the tests serve it: a file that a browser keeps is neither sent nor compiled anew for every page.
AXE_AT = "/static/axe.min.js"
# What a rule finds is as grave as the rule, so that the lesser ones need not be asked.
GRAVE_FAULTS = """
async ([address, beside]) => {
  if (!("axe" in window)) await new Promise((loaded, failed) => {
    const script = document.createElement("script");
    document.head.append(Object.assign(script, {src: address, onload: loaded, onerror: failed}));
  });
  const lesser = axe._audit.rules.filter(rule => ["minor", "moderate"].includes(rule.impact));
  const rules = Object.fromEntries(lesser.map(rule => [rule.id, {enabled: false}]));
  return (await axe.run({exclude: beside}, {resultTypes: ["violations"], rules})).violations;
}
"""
WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
# Milliseconds for which a page is waited for on a busy machine. What comes is waited for no longer.
PATIENCE = 30_000
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
# How long a browser keeps a file of the site, as in the centre.
KEPT = "max-age=315360000, public, immutable"
# What the console calls an error and is none: a refusal that the page shows, and a question that htmx takes back when a
# newer one replaces it (one that fails says htmx:sendError besides).
# A browser that a test takes from the network says so, and so does what its worker then asks for.
NO_FAULT = (
    "the server responded with a status of 4",
    "htmx:sendAbort",
    "htmx:afterRequest",
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_FAILED",
)


def pytest_collection_modifyitems(items):
    for item in items:
        # A test may ask for its page by name only when it runs; signing in tells it too.
        if {"chromium", "sign_in"} & set(item.fixturenames):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def served(django_db_setup):
    """The site under an address. It ends before its database: what is still asked of it holds a connection, and none
    may."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def live_server(served):
    """By this name a test says that its pages are asked of the site: what it writes is committed and put back."""
    return served


@pytest.fixture(scope="session")
def chromium(served):
    """It closes before the server that it asks, and lets go what it still waits for. A test that gives it pages to show
    asks it by this name alone, and keeps its transaction."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.fail("no Chromium here: apt-get install chromium-headless-shell fonts-noto-cjk, or name one in CHROMIUM")
    # Playwright's loop runs in this thread, and Django would take the test's own queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def files_are_asked_for_once():
    """A browser keeps style and scripts as the centre lets it. A file without a word about it, younger or older than
    the travelled clock, would be asked for again with every page."""
    serve = StaticFilesHandler.serve

    def served(self, request):
        axe = request.path == AXE_AT
        answer = FileResponse(AXE.open("rb"), content_type="text/javascript") if axe else serve(self, request)
        answer.headers["Cache-Control"] = KEPT
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", served)
        yield


@pytest.fixture
def watched(live_server):
    """What listens to a browser context, by event; at the end of the test nothing may have gone wrong in any."""
    faults = []

    def heard(message):
        if message.type == "error" and not any(words in message.text for words in NO_FAULT):
            faults.append(message.text)

    def failed(error):
        faults.append(str(error.error))

    def requested(request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws") and f"{parts.scheme}://{parts.netloc}" != live_server.url:
            faults.append(f"request to another host: {request.url}")

    yield {"console": heard, "weberror": failed, "request": requested}
    assert faults == []


@pytest.fixture
def open_context(chromium, live_server, watched):
    """Opens browser contexts (one a person) that go with the test."""
    contexts = []

    def open_one(**options) -> BrowserContext:
        context = new_context(chromium, live_server.url, options)
        for event, handler in watched.items():
            context.on(event, handler)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()


def new_context(chromium: Browser, site: str, options: dict) -> BrowserContext:
    options = {"viewport": DESK, **options}
    context = chromium.new_context(
        base_url=site, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", **options
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH_POLICY)
    return context


@pytest.fixture(scope="session")
def left() -> dict[str, list[Page]]:
    """Tabs that the tests before have left, by the options of their browser."""
    return defaultdict(list)


@pytest.fixture
def open_page(chromium, live_server, watched, left):
    """Opens tabs, each in a browser of its own.

    One that a test before has left is emptied and taken again: to begin its process, to read and compile style and
    script there costs as much as to load a page and judge it. Whoever does more to a browser than to sign in and look
    (to its network, its clock, what it is permitted) opens a context.
    """
    taken = []

    def open_one(**options) -> Page:
        free = left[repr(sorted(options.items()))]
        page = free.pop() if free else as_it_was(new_context(chromium, live_server.url, options).new_page())
        for event, handler in watched.items():
            page.context.on(event, handler)
        taken.append((page, page.viewport_size, free))
        return page

    yield open_one
    for page, size, free in taken:
        for event, handler in watched.items():
            page.context.remove_listener(event, handler)
        if emptied(page, live_server.url, size):
            free.append(page)
        else:
            page.context.close()


def as_it_was(page: Page) -> Page:
    """What stays in a tab until it is closed is refused: in the next test its clock would go wrong, its scripts run."""

    def refused(*_, **__):
        pytest.fail("other tests take this tab again: open a context for it")

    page.add_init_script = page.clock.install = page.clock.pause_at = page.context.add_init_script = refused
    page.context.grant_permissions = page.context.set_geolocation = page.context.route = refused
    return page


def emptied(page: Page, site: str, size: dict) -> bool:
    """The tab knows nothing of what was done in it; False where that cannot be said."""
    context = page.context
    if context.pages != [page] or context.service_workers:
        return False
    try:
        page.unroute_all()
        context.set_offline(False)
        page.goto("about:blank")
        session = context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"})
        session.detach()
        context.clear_cookies()
        page.emulate_media(media="null")
        page.set_viewport_size(size)
    except Error:
        return False
    return True


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


@pytest.fixture
def plain_page(open_page) -> Page:
    """A page in a browser without JavaScript."""
    return open_page(java_script_enabled=False)


@pytest.fixture
def phone_page(open_page) -> Page:
    return open_page(viewport=PHONE, is_mobile=True, has_touch=True)


@pytest.fixture
def village_phone(open_page) -> Page:
    """A phone whose network may fail while a page stands open; none is opened anew without one."""
    return open_page(viewport=PHONE, is_mobile=True, has_touch=True, service_workers="block")


@pytest.fixture
def field_phone(open_context) -> Page:
    """A phone of its own, on which pages go on without a network."""
    return open_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()


@pytest.fixture
def sign_in(live_server):
    """Puts a session of the user into the page's browser, without typing a password."""

    def sign_in(page: Page, user) -> Page:
        client = Client()
        client.force_login(user)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
        page.context.add_cookies([{**cookie, "url": live_server.url}])
        return page

    return sign_in


# Playwright takes a promise for a yes, whatever it promises: what is promised is asked for here.
TAKEN_OVER = """
async ([parts, patience]) => {
  const until = Date.now() + patience;
  const taken = async () => {
    const kept = (await (await caches.open("phone-pages-1")).keys()).map(({ url }) => url);
    return navigator.serviceWorker.controller && parts.every((part) => kept.some((url) => url.includes(part)));
  };
  while (!(await taken())) {
    if (Date.now() > until) throw new Error(`the phone does not keep the page and ${parts}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
"""


def goes_on_without_signal(page: Page, *parts: str) -> None:
    """The phone answers for the server now, and keeps what has those parts in its address."""
    page.evaluate(TAKEN_OVER, [parts, PATIENCE])


# Without Playwright's own script, which costs a page as much as half of its loading.
BEYOND = """
async () => {
  if (document.readyState !== "complete") await new Promise(done => addEventListener("load", done));
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}
"""


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than its screen. A phone lays such a page out on a wider canvas.

    It is measured when the document is complete: after a click there may be none for a moment.
    """
    page.wait_for_load_state()
    return max(0, page.evaluate(BEYOND))


def fits(page: Page) -> None:
    """The page is no wider than its screen."""
    assert too_wide(page) == 0, page.url


# What an eye and a finger meet: controls that lie upon one another, several main buttons, words torn letter by letter,
# and on a phone what is too low for a finger.
CROWDED = """
() => {
  const phone = innerWidth < 500, wrong = [];
  const named = each => `${each.parentElement.className || each.parentElement.tagName} > ${each.tagName} `
    + (each.textContent || each.name || "").trim().slice(0, 12);
  const unseen = ".sr-only, .leaflet-container, .thumb, .phone-send, .rows thead, .table-cards thead";
  const seen = (chosen) => [...document.querySelectorAll(chosen)]
    .filter(each => each.checkVisibility() && each.offsetWidth > 1 && !each.closest(unseen));
  const typed = "input:not([type=hidden], [type=radio], [type=checkbox])";
  const boxes = seen(`main :is(button, .button, select, textarea, summary, ${typed})`)
    .map(each => [each, each.getBoundingClientRect()]);
  boxes.forEach(([one, a], at) => boxes.slice(at + 1).forEach(([other, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 3 && high > 3 && !one.contains(other)) wrong.push(`${named(one)} lies upon ${named(other)}`);
  }));
  const alone = "main :is(summary, button, select, .button, :is(.crumbs, .card-head, .neighbours, .pager, .group) a)";
  if (phone) seen(alone).filter(each => each.getBoundingClientRect().height < 38)
    .forEach(each => wrong.push(`${named(each)} is too low for a finger`));
  const main = seen("main .button-primary").filter(each => getComputedStyle(each).color === "rgb(255, 255, 255)");
  if (main.length > 1) wrong.push(`several buttons are the main one: ${main.map(named).join(", ")}`);
  const range = document.createRange();
  seen("main :is(td, th, td > a):not(:has(*))").forEach(each => {
    const letters = each.textContent.replace(/\\s/g, "").length;
    if (letters < 4 || letters > 12) return;
    range.selectNodeContents(each);
    const lines = new Set([...range.getClientRects()].map(line => Math.round(line.top / 6))).size;
    if (lines > 2 && letters / lines < 2.6) wrong.push(`${named(each)} is torn into ${lines} lines`);
  });
  seen("main th[scope=rowgroup]").forEach(each => {
    range.selectNodeContents(each);
    if (range.getBoundingClientRect().bottom > each.parentElement.getBoundingClientRect().bottom + 1)
      wrong.push(`${named(each)} runs out of its row`);
  });
  return wrong;
}
"""


def crowded(page: Page) -> list[str]:
    """What stands in the way of an eye or a finger on the page as it is laid out now, each in words."""
    return page.evaluate(CROWDED)


def grave_faults(page: Page, beside: Iterable[str] = ()) -> list[str]:
    """What axe-core finds on the page that is serious or critical, each in words; parts may be left out."""
    page.wait_for_load_state()
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in rule["nodes"])
        for rule in page.evaluate(GRAVE_FAULTS, [AXE_AT, list(beside)])
        if rule["impact"] in ("serious", "critical")
    ]


@pytest.fixture
def accessible():
    """Fails with a readable list when axe-core finds a serious or critical violation on the page."""

    def accessible(page: Page) -> None:
        assert grave_faults(page) == [], page.url

    return accessible


@pytest.fixture
def good_at_both_widths(accessible):
    """What has just been done leaves a page that fits on the desk's width and on the phone's, where it has no grave
    fault; on the desk every kind of page is looked at for those in ``access/test_accessible``."""

    def good(page: Page) -> None:
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            fits(page)
        accessible(page)

    return good
