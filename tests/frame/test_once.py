"""A form that is sent twice is done once; what was corrected, or typed into a page opened anew, is another sending."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from governance.cases.models import Attachment
from governance.frame.models import Sending
from governance.organisation.models import LoginSession, Unit
from governance.organisation.tasks import forget_overdue
from petitions.models import Petition
from tests.attachments.samples import picture
from tests.cast import known

TOKEN = "csrfmiddlewaretoken"
NEW = "/organisation/units/new"
UNIT = {"name": "长安区应急管理局", "short_name": "区应急局", "kind": "department", "area": "长安区", "sees": "own"}
PETITION = {
    "channel": "visit",
    "name_1": "王秀芳",
    "phone_1": "13812342201",
    "people_count": "1",
    "area": "韦曲街道 / 凤栖路社区",
    "petition_class": "appeal_request",
    "route": "handling",
    "summary": "要求督促物业修复电梯。",
    "then": "open",
}


def of_page(page) -> dict:
    """The token that this page drew for its forms."""
    return {TOKEN: str(page.context["csrf_token"])}


@pytest.fixture
def county(login, cast):
    return login(cast.county)


def test_it_leads_the_second_sending_where_the_first_led(county):
    sent = UNIT | of_page(county.get(NEW))
    first, second = county.post(NEW, sent), county.post(NEW, sent)
    assert first["Location"] == second["Location"]
    assert Unit.objects.filter(short_name="区应急局").count() == 1
    assert "没有再办一遍" in county.get(second["Location"]).content.decode()


def test_it_takes_other_words_from_the_same_page_for_another_sending(login, cast):
    client = login(cast.clerk)
    today = {"received_on": timezone.now().date().isoformat()}
    sent = PETITION | today | of_page(client.get("/petitions/register/"))
    client.post("/petitions/register/", sent)
    client.post("/petitions/register/", sent | {"name_1": "钱桂兰", "phone_1": "13812342202"})
    client.post("/petitions/register/", sent)
    assert Petition.objects.count() == 2


def test_it_takes_another_file_of_the_same_name_for_another_sending(login, cast):
    client = login(cast.clerk)
    today = {"received_on": timezone.now().date().isoformat()}
    sent = PETITION | today | of_page(client.get("/petitions/register/"))
    for size in ((60, 40), (60, 40), (61, 40)):
        files = {"files": SimpleUploadedFile("照片.png", picture("PNG", size))}
        client.post("/petitions/register/", sent | files)
    assert (Petition.objects.count(), Attachment.objects.count()) == (2, 2)


def test_it_takes_the_same_words_from_a_page_opened_anew_for_another_sending(login, cast):
    client = login(cast.clerk)
    today = {"received_on": timezone.now().date().isoformat()}
    for _ in range(2):
        client.post("/petitions/register/", PETITION | today | of_page(client.get("/petitions/register/")))
    assert Petition.objects.count() == 2


def test_it_looks_again_at_what_came_back_to_be_corrected(county):
    taken = Unit.objects.create(name=UNIT["name"], short_name="原单位", kind="department", area_id="610116")
    sent = UNIT | of_page(county.get(NEW))
    assert county.post(NEW, sent).status_code in (200, 422)
    taken.delete()
    assert county.post(NEW, sent).status_code == 302


def test_it_tells_nobody_where_the_form_of_another_person_led(county, login, cast):
    sent = UNIT | of_page(county.get(NEW))
    county.post(NEW, sent)
    assert login(cast.security_admin).post(NEW, sent).status_code != 302


def test_it_shows_a_first_password_once(login, cast):
    client = login(cast.security_admin)
    page = f"/organisation/people/{cast.handler.pk}"
    sent = of_page(client.get(page)) | {"reason": "忘记密码"}
    client.post(f"{page}/password", sent)
    before = known().handler.password
    again = client.post(f"{page}/password", sent)
    assert (again.status_code, again["Location"]) == (302, page)
    assert known().handler.password == before


def test_it_keeps_nothing_that_was_typed_and_forgets_with_the_login(county):
    county.post(NEW, UNIT | of_page(county.get(NEW)))
    row = Sending.objects.get()
    assert "应急" not in f"{row.digest}{row.answer}"
    forget_overdue()
    assert Sending.objects.exists()
    Sending.objects.update(at=timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE + 1))
    forget_overdue()
    assert not Sending.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_are_one():
    client = Client()
    client.force_login(known().clerk, backend="governance.organisation.accounts.backends.PostBackend")
    page = client.get("/petitions/register/")
    sent = PETITION | {"received_on": timezone.now().date().isoformat()} | of_page(page)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def send(_) -> str:
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = session
        try:
            return browser.post("/petitions/register/", sent)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        led = set(pool.map(send, range(4)))
    assert len(led) == 1 and Petition.objects.count() == 1
    LoginSession.objects.all().delete()


def test_what_was_refused_on_the_way_is_tried_again(county):
    above = Unit.objects.create(name="甲局", short_name="甲局", kind="department", area_id="610116", is_active=False)
    unit = Unit.objects.create(
        name="乙所", short_name="乙所", kind="department", area_id="610116", parent=above, is_active=False
    )
    page = f"/organisation/units/{unit.pk}"
    sent = of_page(county.get(page))
    county.post(f"{page}/reopen", sent)
    assert not Unit.objects.get(pk=unit.pk).is_active
    Unit.objects.filter(pk=above.pk).update(is_active=True)
    county.post(f"{page}/reopen", sent)
    assert Unit.objects.get(pk=unit.pk).is_active
