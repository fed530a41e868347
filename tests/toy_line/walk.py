"""An enquiry from the window to its end, by the pages that the centre has for every line of work."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.cases.lists import ledger_jobs
from governance.frame.days import office_day
from governance.jobs import work
from tests.papers.reading import text
from tests.toy_line import pages
from tests.toy_line.models import Enquiry
from tests.workbooks import sheet_in

REGISTER, LIST = "/enquiries/register/", "/enquiries/"
pytestmark = pytest.mark.django_db


def typed(**changes):
    told = {"channel": "phone", "received_on": office_day(timezone.now()).isoformat(), "area": "韦曲街道 / 凤栖路社区"}
    person = {"name_1": "韩素珍", "phone_1": "13922220001"}
    return told | person | {"summary": "怎样申请公租房。", "topic": "housing", "then": "open"} | changes


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def step(client, case, name, **facts):
    case.refresh_from_db()
    address = reverse("cases:step", args=[case.number, name])
    return client.post(address, {"version": case.version, **facts}).status_code


@pytest.fixture
def enquiry(cast, login):
    assert login(cast.clerk).post(REGISTER, typed()).status_code == 302
    return Enquiry.objects.get()


def test_its_migration_makes_its_table():
    call_command("makemigrations", "toy_line", "--check", "--dry-run")


def test_the_register_page_asks_what_only_it_asks(cast, login):
    client = login(cast.clerk)
    shown = page(client, REGISTER)
    assert "<h1>登记咨询件</h1>" in shown and "咨询类别" in shown
    assert client.post(REGISTER, typed(topic="")).status_code == 422
    assert not Enquiry.objects.exists()
    assert login(cast.handler).get(REGISTER).status_code == 403


def test_it_goes_from_the_window_to_its_end(cast, login, enquiry):
    assert (enquiry.number[:2], enquiry.topic, enquiry.lead_unit) == ("ZX", "housing", cast.weiqu)
    told = {"to_unit": cast.housing.name, "reason": "属住建局职责。"}
    assert step(login(cast.county), enquiry, "pass_on", **told) == 403
    assert step(login(cast.clerk), enquiry, "pass_on", **told) == 302
    assert enquiry.clocks.get().term_code == "enquiry.answer"
    assert step(login(cast.outsider), enquiry, "answer", answer="请到窗口。") == 404
    assert step(login(cast.clerk), enquiry, "answer", answer="请到窗口。") == 403
    assert step(login(cast.handler), enquiry, "answer", answer="") == 422
    assert step(login(cast.handler), enquiry, "answer", answer="请持身份证到窗口办理。") == 302
    paper = enquiry.papers.get()
    assert paper.number.startswith("区住建局咨〔") and "请持身份证到窗口办理。" in text(paper)
    assert enquiry.clocks.get().outcome == "met"
    assert step(login(cast.handler), enquiry, "close", note="") == 302
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.closed_at is not None) == ("closed", True)
    shown = page(login(cast.clerk), reverse("cases:case", args=[enquiry.number]))
    assert "咨询答复函" in shown and "已办结" in shown


def test_it_stands_in_the_menu_and_in_its_list_for_who_may_know(cast, login, enquiry):
    shown = page(login(cast.clerk), LIST)
    assert enquiry.number in shown and f'href="{REGISTER}"' in shown and f'href="{LIST}"' in shown
    assert enquiry.number not in page(login(cast.outsider), LIST)
    assert f'href="{LIST}"' not in page(login(cast.security_admin), "/")


def test_its_ledger_is_a_workbook(cast, enquiry):
    asked = {"ledger": "enquiry", "query": "scope=all"}
    job = work.run(work.ask(ledger_jobs.EXPORT, owner=cast.staff, at=timezone.now(), params=asked).pk, timezone.now())
    (row,) = sheet_in(job).told()
    assert row["咨询类别"] == "住房保障" and job.result_rows == 1


def test_its_pages_are_for_whom_its_rows_say_and_cost_no_more(cast, login, enquiry):
    for name in ("toy_line:list", "toy_line:register"):
        who = pages.ROWS[name].get.who
        passed = {person.username for person in cast.people if login(person).get(reverse(name)).status_code == 200}
        assert passed == who, name
    for entry in pages.LISTS:
        client = login(getattr(cast, entry.who))
        client.get("/")  # The first page after a login writes down when the person was seen.
        with CaptureQueriesContext(connection) as queries:
            page(client, reverse(entry.name))
        assert len(queries) <= entry.most, entry
