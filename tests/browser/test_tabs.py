"""The browsers of the tests: a tab that is taken again is as good as a new one."""

import pytest

from tests.chromium import DESK, PHONE, emptied

pytestmark = pytest.mark.django_db(transaction=True)
WRITE = """
async () => {
  localStorage.a = sessionStorage.a = "1";
  document.cookie = "a=1";
  await caches.open("a");
  await new Promise(done => { indexedDB.open("a").onsuccess = done; });
}
"""
READ = """
async () => [localStorage.length, sessionStorage.length, document.cookie, (await caches.keys()).length,
             (await indexedDB.databases()).length, innerWidth]
"""


def test_it_knows_nothing_of_what_was_done_in_it(open_page, live_server):
    page = open_page()
    page.goto("/static/mark.svg")
    page.evaluate(WRITE)
    page.set_viewport_size(PHONE)
    assert page.evaluate(READ) == [1, 1, "a=1", 1, 1, PHONE["width"]]
    assert emptied(page, live_server.url, DESK)
    page.goto("/static/mark.svg")
    assert page.evaluate(READ) == [0, 0, "", 0, 0, DESK["width"]]


def test_it_is_not_taken_again_with_a_second_tab_beside_it(open_page, live_server):
    page = open_page()
    page.context.new_page()
    assert not emptied(page, live_server.url, DESK)
