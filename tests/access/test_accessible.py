"""Every kind of page in a real browser: axe-core finds no grave fault. One page a template, as one reader sees it."""

import mimetypes

import pytest
from django.conf import settings
from django.urls import reverse

from tests.access.pages import TABLE, room
from tests.chromium import grave_faults

pytestmark = pytest.mark.usefixtures("recalled")
SITE = "http://testserver"
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


def shown(world, clients, group) -> dict[str, tuple[str, bytes]]:
    """Of each template in the room one page, with its address."""
    found: dict[str, tuple[str, bytes]] = {}
    for name, row in TABLE.items():
        if room(name) != group or row.get is None or name.startswith(NO_PAGE):
            continue
        url = reverse(name, args=[world[word] for word in row.args])
        for reader in READERS:
            answer = clients[reader].get(url)
            whole = answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")
            if whole and answer.templates:
                found.setdefault(answer.templates[0].name, (url, answer.content))
                break
    return found


@pytest.fixture
def reading(chromium):
    """A browser tab that shows what it is given, with the site's own style and script, and asks nobody."""
    given: dict[str, bytes] = {}

    def answer(route):
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        if route.request.resource_type == "document":
            return route.fulfill(body=given[path], content_type="text/html; charset=utf-8")
        file = settings.BASE_DIR / path.removeprefix("/")
        if path.startswith("/static/") and file.is_file():
            return route.fulfill(path=file, content_type=mimetypes.guess_type(path)[0])
        return route.abort()

    context = chromium.new_context(base_url=SITE, locale="zh-CN", viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.route("**/*", answer)

    def show(url: str, html: bytes):
        given[url] = html
        page.goto(url)
        return page

    yield show
    context.close()


@pytest.mark.parametrize("group", sorted(set(map(room, TABLE))))
def test_no_kind_of_page_has_a_grave_fault(db, world, clients, reading, group):
    found = {
        f"{template} {url}": grave_faults(reading(url, html))
        for template, (url, html) in shown(world, clients, group).items()
    }
    wrong = [f"{where}: {fault}" for where, faults in found.items() for fault in faults]
    assert not wrong, "\n".join(wrong)
