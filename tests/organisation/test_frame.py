"""The frame of every page remembers numbers of the last seconds: none from before one's own deed, and never a right."""

import gc
import re
from datetime import timedelta
from weakref import ref

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.frame.days import office_day
from governance.notices import outbox
from governance.notices.models import Notice
from governance.organisation import navigation
from governance.organisation.models import Post
from tests import builders
from tests.cases.test_calendar import NOTICE_2027

pytestmark = pytest.mark.django_db
NOW = builders.OPENED + timedelta(days=1)
COUNT = r'href="{}"[^<]*>(?:\s*<svg.*?</svg>)?[^<]*<span class="count">(\d+)'
BELL = r"(\d+) 条未读提醒"


@pytest.fixture(autouse=True)
def one_moment(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def number(client, pattern: str) -> int:
    """The number that stands there on a page of the client's; 0 if none does."""
    found = re.search(pattern, client.get(reverse("organisation:password")).content.decode())
    return int(found[1]) if found else 0


def on_desk(client) -> int:
    return number(client, COUNT.format(reverse("petitions:list")))


def notice(user, key: str) -> None:
    outbox.post(user, kind="case", text="一件事项", key=key, at=NOW)


def test_it_shows_what_others_did_some_seconds_later(login, cast, one_moment):
    client = login(cast.clerk)
    builders.petition(cast)
    assert on_desk(client) == 1
    builders.petition(cast, actor=cast.township_lead)
    assert on_desk(client) == 1
    one_moment.move_to(NOW + timedelta(seconds=navigation.SECONDS + 1), tick=False)
    assert on_desk(client) == 2


def test_it_shows_what_the_person_did_at_once(login, cast):
    client = login(cast.clerk)
    case = builders.petition(cast)
    assert on_desk(client) == 1
    url = reverse("cases:step", args=[case.number, "transfer"])
    answer = client.post(url, {**builders.TRANSFER, "to_unit": cast.housing.name, "version": case.version})
    assert answer.status_code == 302
    assert on_desk(client) == 0


def test_it_shows_a_deed_that_another_process_took_in(login, cast):
    client = login(cast.clerk)
    case = builders.petition(cast)
    assert on_desk(client) == 1
    # All that this process hears of the deed is the mark that the browser brings with its next request.
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    client.cookies[settings.ACTED_COOKIE_NAME] = "elsewhere"
    assert on_desk(client) == 0


def test_it_shows_the_bell_without_what_was_just_read(login, cast):
    client = login(cast.handler)
    notice(cast.handler, "one")
    notice(cast.handler, "two")
    assert number(client, BELL) == 2
    client.post(reverse("notices:open", args=[Notice.objects.filter(recipient=cast.handler).first().pk]))
    assert number(client, BELL) == 1


def test_it_shows_each_person_their_own_numbers(login, cast):
    builders.petition(cast)
    assert on_desk(login(cast.clerk)) == 1
    other = Client()
    other.force_login(cast.outsider, backend="governance.organisation.accounts.backends.PostBackend")
    assert on_desk(other) == 0


def test_it_remembers_no_right(login, cast):
    client = login(cast.clerk)
    case = builders.petition(cast)
    assert on_desk(client) == 1
    Post.objects.filter(user=cast.clerk).update(ends_on=office_day(NOW) - timedelta(days=1))
    page = client.get(reverse("organisation:password")).content.decode()
    assert reverse("petitions:list") not in page
    assert case.number not in client.get(reverse("petitions:list")).content.decode()


def test_it_warns_no_more_of_a_calendar_that_the_person_has_just_loaded(login, cast, one_moment):
    one_moment.move_to(NOW.replace(month=12), tick=False)
    client = login(cast.county)
    warned = "请在“节假日”中载入2027年的安排"
    assert warned in client.get("/").content.decode()
    client.post(reverse("cases:calendar"), {"year": "2027", "text": NOTICE_2027, "load": "1"})
    assert warned not in client.get("/").content.decode()


def test_it_asks_once_for_all_numbers_of_a_page_and_then_not_again(login, cast):
    client = login(cast.staff)
    url = reverse("organisation:password")
    client.get(url)
    caches["remembered"].clear()
    with CaptureQueriesContext(connection) as first:
        client.get(url)
    with CaptureQueriesContext(connection) as second:
        client.get(url)
    # The county's name, the numbers, the end of the calendar.
    assert len(first) - len(second) == 3


def asked_anew(client) -> int:
    caches["remembered"].clear()
    return on_desk(client)


def test_the_words_of_the_question_are_written_once_for_each_reader(login, cast):
    navigation._question.cache_clear()
    builders.petition(cast)
    assert [asked_anew(login(who)) for who in 2 * (cast.clerk, cast.lead)] == [1, 0, 1, 0]
    kept = navigation._question.cache_info()
    assert (kept.misses, kept.hits) == (2, 2)


def test_the_words_keep_nothing_of_the_request_in_which_they_were_written(login, cast):
    navigation._question.cache_clear()
    caches["remembered"].clear()
    page = login(cast.clerk).get("/")
    sent = ref(page.wsgi_request)
    assert navigation._question.cache_info().currsize == 1
    del page
    gc.collect()
    assert sent() is None


def test_whoever_stands_otherwise_is_asked_about_otherwise(login, cast):
    client = login(cast.clerk)
    builders.petition(cast)
    assert asked_anew(client) == 1
    Post.objects.filter(user=cast.clerk).update(unit=cast.lead.posts.get().unit)
    assert asked_anew(client) == 0


def test_it_marks_a_deed_for_the_browser_and_nothing_else(login, cast):
    client = login(cast.clerk)
    assert settings.ACTED_COOKIE_NAME not in client.get("/").cookies
    cookie = client.post(reverse("cases:search"), {"q": "停水"}).cookies[settings.ACTED_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    stranger = Client()
    assert settings.ACTED_COOKIE_NAME not in stranger.post(reverse("organisation:login"), {}).cookies


def test_what_runs_the_site_stands_under_a_heading_of_its_own(cast, login):
    """No more than one, and none for whoever has nothing to set."""
    office = login(cast.county).get("/").content.decode()
    assert office.count("nav-heading") == 1
    assert office.index("台账登记") < office.index('class="nav-heading">设置') < office.index("机构与人员")
    assert "nav-heading" not in login(cast.handler).get("/").content.decode()
