"""The whole demo county, told once by the commands of a first run: it hides what it must, and no case is silent."""

import re
from datetime import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count

from governance.cases import deadlines, registry
from governance.cases.access.proof import Proof
from governance.cases.models import Case, Clock, Event, Proposal
from governance.frame.days import CHINA, office_day
from governance.maps.placing import village_at
from governance.organisation import demo
from governance.organisation.models import Post, User
from governance.registers.demo import PLACED
from governance.registers.models import Entry, Register
from tests import ground
from tests.mediation import demo_county

pytestmark = pytest.mark.django_db
BACKEND = "governance.organisation.accounts.backends.PostBackend"
# A Thursday that has just begun: no day rolls over a weekend, and what was done today was done within minutes.
NOW = datetime(2026, 11, 19, 0, 2, tzinfo=CHINA)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The database into which the command of a first run has loaded all of it, and what it says."""
    said = StringIO()
    with django_db_blocker.unblock(), ground.beside("county") as database, time_machine.travel(NOW, tick=False):
        with ground.current(database):
            ground.clear()
            call_command("load_reference", stdout=StringIO())
            call_command("load_demo", stdout=said)
        yield database, said.getvalue()


@pytest.fixture
def county(db, loaded):
    """What the command said; the county is the current database, and what a test changes goes with the test."""
    database, said = loaded
    with ground.current(database), transaction.atomic():
        yield said
        transaction.set_rollback(True)


def made(county: str, what: str) -> int:
    """How many the command says that it made of that."""
    return int(county.partition(f"{what} ")[2].partition("，")[0].rstrip("。\n"))


def test_it_loads_every_part_by_the_command_of_a_first_run(county):
    assert [part.what for part in demo.parts() if not made(county, part.what)] == []


def test_what_stands_somewhere_lies_in_its_place_and_lines_run_through_it(county):
    placed = Entry.objects.filter(register__code__in=PLACED).select_related("register")
    assert placed.filter(longitude=None).count() == 0
    for entry in placed.order_by("pk")[::25]:
        assert village_at(entry.longitude, entry.latitude).pk.startswith(entry.area_id), entry
    lines = Register.objects.get(code="lines")
    (way,) = [each.name for each in lines.asked if each.kind == "way"]
    assert all(len(entry.facts[way]) > 1 for entry in lines.entries.all())


def test_every_open_case_has_a_running_clock_or_its_status_says_why_not(county):
    bound = Clock.objects.filter(ended_at=None, is_window=False, due_at__isnull=False).values("case_id")
    unbound = list(Case.objects.filter(closed_at=None).exclude(pk__in=bound))
    silent = [f"{case.number} {case.status}" for case in unbound if not is_excused(case)]
    assert silent == [] and list(deadlines.silent(Case.objects.all())) == []


def test_whatever_is_open_and_whoever_reviews_has_somebody_who_can_log_in(county):
    logins = {row[0] for row in demo.LOGINS}
    peopled = Post.objects.current(office_day(NOW)).filter(user__username__in=logins)
    alone = Case.objects.filter(closed_at=None).exclude(lead_unit__in=peopled.values("unit_id"))
    # What is reported in a village lies there until the centre above takes it in.
    assert {case.kind for case in alone} <= {"grid_event"}
    reviewing = peopled.filter(unit__short_name="区政府").values_list("role__name", flat=True)
    assert {"handler", "unit_lead"} <= set(reviewing)


def is_excused(case) -> bool:
    status = registry.workflow_of(case).statuses[case.status]
    return bool(status.waits) or (status.whole and Case.objects.filter(parent_id=case.pk, closed_at=None).exists())


def test_what_is_hidden_in_it_is_told_to_nobody_it_is_kept_from(county):
    assert len(Proof(office_day(NOW)).hidden) >= 5
    call_command("check_secrecy", stdout=StringIO())


def test_every_case_is_told_in_order_and_none_of_it_is_yet_to_come(county):
    assert not Event.objects.filter(at__gt=NOW).exists()
    last: dict[int, datetime] = {}
    for case, at in Event.objects.order_by("case_id", "seq").values_list("case_id", "at"):
        assert last.get(case, at) <= at
        last[case] = at


def test_its_history_is_whole(county):
    call_command("write_seals", stdout=StringIO())
    said = StringIO()
    call_command("verify_history", stdout=said)
    assert "未发现改动" in said.getvalue()


def test_no_opinion_in_it_says_that_somebody_is_right_and_refuses_them(county):
    rows = Event.objects.filter(step="issue_opinion", facts__has_key="told").values_list("facts__told", flat=True)
    refused = [told for told in map(dict, rows) if told.get("结论") == "不予支持"]
    assert refused and not [told for told in refused if "情况属实" in told["事实和理由"] or "责成" in told["处理意见"]]


def test_its_disputes_stand_in_every_state(county):
    with time_machine.travel(NOW, tick=False):
        demo_county.check_every_state(made(county, "矛盾纠纷"), NOW)


def test_its_disputes_lie_with_people_who_can_log_in(county):
    demo_county.check_spread()


# What a page over a slow line may weigh, without what the browser keeps.
HEAVIEST = 60 * 1024
LISTS = (
    "/petitions/?scope=all",
    "/mediation/?scope=all",
    "/mediation/tracks/?scope=all",
    "/cases/?scope=all",
    "/grid/events/?scope=all",
    "/security/hazards/?scope=all",
    "/supervision/queue/",
    "/board/?period=custom&start=2026-01-01&end=2026-11-19",
    "/board/?period=custom&start=2026-01-01&end=2026-11-19&area=610116001",
)
# Each sees other lines of the menu, and other things on the same pages.
READERS = ("gaomin", "sunguoqing", "zhangmin", "wanghaitao", "zhengguoping", "haoxiaojun", "yuanlixin")
LED_TO = re.compile(r'<a [^>]*href="(/[^"#]*)')


def test_no_list_weighs_more_than_a_slow_line_carries(county, client):
    with time_machine.travel(NOW, tick=False):
        client.force_login(User.objects.get(username="gaomin"), backend=BACKEND)
        sizes = {url: len(client.get(url).content) for url in LISTS}
    assert {url: size for url, size in sizes.items() if size > HEAVIEST} == {}


@pytest.mark.parametrize("name", READERS)
def test_no_page_that_the_menu_leads_to_weighs_more(county, client, name):
    with time_machine.travel(NOW, tick=False):
        client.force_login(User.objects.get(username=name), backend=BACKEND)
        desk = client.get("/").content
        menu = desk.decode().partition("</nav>")[0].partition('id="nav"')[2]
        sizes = {"/": len(desk)} | {url: len(client.get(url).content) for url in set(LED_TO.findall(menu))}
    assert len(sizes) > 8 and {url: size for url, size in sizes.items() if size > HEAVIEST} == {}


def test_no_form_on_what_waits_for_approval_weighs_more(county, client):
    """The page of a case is never heavier than with a long form above what somebody put forward."""
    waiting = Proposal.objects.filter(decision="", step="issue_opinion").first()
    lead = User.objects.get(posts__unit=waiting.unit, posts__role__name="unit_lead")
    with time_machine.travel(NOW, tick=False):
        client.force_login(lead, backend=BACKEND)
        steps = ("call_hearing", "amend", "reclassify", "extend")
        urls = [f"/cases/{waiting.case.number}/", *(f"/cases/{waiting.case.number}/steps/{step}/" for step in steps)]
        pages = {url: client.get(url) for url in urls}
    assert [url for url, page in pages.items() if page.status_code == 200 and len(page.content) > HEAVIEST] == []
    assert sum(page.status_code == 200 for page in pages.values()) > 2


def test_no_page_of_a_case_weighs_more_either(county, client):
    """Of every kind the case on which most was done, as somebody who sees all of it reads it."""
    with time_machine.travel(NOW, tick=False):
        client.force_login(User.objects.get(username="sunguoqing"), backend=BACKEND)
        busy = Case.objects.visible_to(User.objects.get(username="sunguoqing")).annotate(acts=Count("events"))
        by_kind = {case.kind: case.number for case in busy.order_by("acts", "-pk")}
        sizes = {number: len(client.get(f"/cases/{number}/").content) for number in by_kind.values()}
    assert len(sizes) > 10 and max(sizes.values()) <= HEAVIEST, sizes
