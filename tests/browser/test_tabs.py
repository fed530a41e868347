"""The browsers of the tests: a tab that is taken again is as good as a new one."""

from contextlib import suppress
from threading import Event, Thread
from urllib.request import urlopen

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse

from governance.organisation.models import User
from tests.chromium import DESK, PHONE, emptied
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
WRITE = """
async () => {
  localStorage.a = sessionStorage.a = "1";
  document.cookie = "a=1";
  await caches.open("a");
  await new Promise(done => { indexedDB.open("a").onsuccess = done; });
  // Also what is written when the page is left.
  addEventListener("pagehide", () => { localStorage.b = sessionStorage.b = "1"; });
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


def test_what_would_stay_in_it_until_it_is_closed_is_refused(open_page):
    page = open_page()
    for stays in (page.clock.install, page.add_init_script, page.context.grant_permissions, page.context.route):
        with pytest.raises(pytest.fail.Exception, match="open a context"):
            stays()


def test_the_rows_of_before_are_put_back_when_every_page_that_was_left_has_its_answer(live_server, monkeypatch):
    begun, go_on, told = Event(), Event(), []

    def serve(*_):
        begun.set()
        go_on.wait()
        told.append("answered")
        return HttpResponse()

    def put_back():
        call_command("flush", interactive=False, verbosity=0)
        told.append("put back")
        connection.close()

    monkeypatch.setattr(StaticFilesHandler, "serve", serve)
    request = Thread(target=urlopen, args=[f"{live_server.url}/static/mark.svg"])
    rows = Thread(target=put_back)
    request.start()
    begun.wait(30)
    rows.start()
    # Long enough for whoever would not wait; and nobody waits for good where something is wrong.
    rows.join(0.5)
    go_on.set()
    request.join()
    rows.join()
    assert told == ["answered", "put back"]


def test_they_are_put_back_after_a_request_that_came_between(cast):
    """It has read the last of the tables, and asks for the first when all others are held."""
    read = Event()
    waiting = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database WHERE NOT granted AND datname = %s"
    here = [connection.settings_dict["NAME"]]

    def ask():
        # Where this thread is slow it is the one that is let go.
        with suppress(OperationalError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM organisation_user")
            read.set()
            wait_until(lambda: cursor.execute(waiting, here) or cursor.fetchone()[0], seconds=30, what="the rows wait")
            cursor.execute("SELECT 1 FROM auth_group")
        connection.close()

    request = Thread(target=ask)
    request.start()
    read.wait(30)
    call_command("flush", interactive=False, verbosity=0)
    request.join()
    assert cast.clerk in User.objects.all()
