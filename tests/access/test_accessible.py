"""Every kind of page in a real browser: axe-core finds no grave fault, no script fails, and on a desk and on a phone it
is no wider than the screen and nothing lies upon another.

One page a template, as one reader sees it; the header and the menu around it are judged once for each reader and each
part of the menu that stands open.
"""

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.conf import settings
from django.urls import reverse

from tests.access.pages import TABLE, room
from tests.chromium import AXE, AXE_AT, DESK, KEPT, PHONE, crowded, grave_faults, too_wide

pytestmark = pytest.mark.usefixtures("recalled")
# Who opens them: the desks, then those who oversee, then those who run the site; each sees what others do not.
READERS = (
    "clerk",
    "handler",
    "lead",
    "county",
    "leader",
    "staff",
    "mediator",
    "grid_worker",
    "system_admin",
    "audit_admin",
)
# What is made for programs, and what is a figure of its own.
NO_PAGE = ("api",)
# What stands around every page, and what in it is of no other kind from page to page.
FRAME = {
    "header.bar": re.compile(rb'<header class="bar.*?</header>', re.DOTALL),
    "#nav": re.compile(rb'<nav [^>]*\bid="nav".*?</nav>', re.DOTALL),
}
PASSING = re.compile(rb'\s+|\b(?:href|value|aria-current)="[^"]*"')


def shown(world, read, group) -> dict[str, tuple[str, bytes]]:
    """Of each template in the room one page, with its address."""
    found: dict[str, tuple[str, bytes]] = {}
    for name, row in TABLE.items():
        if room(name) != group or row.get is None or name.startswith(NO_PAGE):
            continue
        answers = (read(name, reader) for reader in READERS if reader in row.get.who)
        if answer := next((each for each in answers if each.status == 200 and each.is_page and each.template), None):
            found.setdefault(answer.template, (reverse(name, args=[world[word] for word in row.args]), answer.content))
    return found


class Shelf(SimpleHTTPRequestHandler):
    """Answers with the pages that stand there and with the site's own style and script, and asks nobody."""

    protocol_version = "HTTP/1.1"

    def __init__(self, pages: dict[str, bytes], *args, **kwargs):
        self.pages = pages
        super().__init__(*args, **kwargs)

    def do_GET(self):
        if self.path.startswith("/static/"):
            return super().do_GET()
        body = self.pages.get(self.path, b"")
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def translate_path(self, path):
        return str(AXE) if path == AXE_AT else super().translate_path(path)

    def end_headers(self):
        if self.path.startswith("/static/"):
            self.send_header("Cache-Control", KEPT)
        super().end_headers()

    def log_message(self, *_):
        """Nobody reads along."""


@pytest.fixture(scope="module")
def reading(chromium):
    """A browser tab that shows what it is given; style and script stay with it from page to page."""
    pages: dict[str, bytes] = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Shelf, pages, directory=settings.BASE_DIR)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}"
        # A colour is judged at rest.
        context = chromium.new_context(base_url=site, locale="zh-CN", viewport=DESK, reduced_motion="reduce")
        page = context.new_page()
        failed: list[str] = []
        page.on("pageerror", lambda error: failed.append(str(error)))

        def show(url: str, html: bytes):
            failed.clear()
            pages[url] = html
            page.goto(url)
            return page, failed

        yield show
        context.close()
        server.shutdown()


@pytest.fixture(scope="module")
def judged() -> set[tuple]:
    """What was around the pages that a browser has judged whole."""
    return set()


def around(html: bytes) -> tuple:
    """The header and the menu of a page, but for what passes; empty where it has none."""
    found = [piece for part in FRAME.values() for piece in part.findall(html)]
    return tuple(PASSING.sub(b"", piece) for piece in found)


def faults(page, beside) -> list[str]:
    """What is wrong with the page at the desk but for what was judged before, and whether it fits on a phone too."""
    found = grave_faults(page, beside)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        found += [f"{fault} at {size['width']}" for fault in crowded(page)]
        if beyond := too_wide(page):
            found.append(f"{beyond} px too wide for {size['width']}")
    page.set_viewport_size(DESK)
    return found


@pytest.mark.parametrize("group", sorted(set(map(room, TABLE))))
def test_no_kind_of_page_has_a_grave_fault(db, world, read, reading, judged, group):
    wrong = []
    for template, (url, html) in shown(world, read, group).items():
        frame = around(html)
        beside = [*FRAME] if frame in judged else []
        page, failed = reading(url, html)
        wrong += [f"{template} {url}: {fault}" for fault in [*faults(page, beside), *failed]]
        if frame:
            judged.add(frame)
    assert not wrong, "\n".join(wrong)
