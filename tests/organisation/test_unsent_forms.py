import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from governance.cases.models import Attachment
from governance.frame.models import KeptFile
from governance.organisation.models import Unit, User
from tests import builders
from tests.attachments.samples import picture
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

START = "2026-11-20 09:00+08:00"
NEW = reverse("organisation:new_unit")
UNIT = {
    "name": "长安区应急管理局",
    "short_name": "区应急局",
    "kind": "department",
    "area": "长安区",
    "sees": "own",
}


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def late(login, cast, clock):
    """The county office's client, whose session has run out since the form was opened."""
    client = login(cast.county)
    client.get(NEW)
    clock.shift(timedelta(minutes=31))
    return client


def enter(client, unsent, username="county"):
    return client.post("/login", {"username": username, "password": PASSWORD, "unsent": unsent})


def test_it_carries_a_form_that_came_too_late_through_the_login(late):
    page = late.post(NEW, UNIT | {"paper_mark": '"><b>长应'})
    assert page.status_code == 403
    assert "刚才填写的内容没有丢" in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert not Unit.objects.filter(short_name="区应急局").exists()
    resumed = enter(late, page.context["unsent"])
    html = resumed.content.decode()
    assert f'action="{NEW}"' in html
    assert 'name="short_name" value="区应急局"' in html
    assert "&quot;&gt;&lt;b&gt;长应" in html
    assert late.post(NEW, dict(resumed.context["unsent"].fields)).status_code == 302
    assert Unit.objects.filter(short_name="区应急局").exists()


def test_it_keeps_the_form_over_a_wrong_password(late):
    page = late.post(NEW, UNIT)
    again = late.post("/login", {"username": "county", "password": "wrong", "unsent": page.context["unsent"]})
    assert again.context["unsent"] == page.context["unsent"]


def test_it_gives_the_form_to_nobody_else(late, cast):
    page = late.post(NEW, UNIT)
    answer = enter(late, page.context["unsent"], "clerk")
    assert answer.status_code == 302


@pytest.mark.parametrize("change", [lambda text: text + "x", lambda text: "", lambda text: "{}"])
def test_it_does_not_follow_a_parcel_that_was_tampered_with(late, change):
    page = late.post(NEW, UNIT)
    assert enter(late, change(page.context["unsent"])).status_code == 302


def test_it_lets_a_parcel_grow_too_old(late, clock):
    page = late.post(NEW, UNIT)
    clock.shift(timedelta(hours=24, minutes=1))
    assert enter(late, page.context["unsent"]).status_code == 302


def test_it_carries_no_password(late, cast):
    page = late.post(NEW, UNIT | {"new_password1": "secret"})
    assert "new_password1" not in dict(enter(late, page.context["unsent"]).context["unsent"].fields)


def test_its_files_wait_for_the_person_and_are_sent_with_it(login, cast, clock, settings, tmp_path):
    settings.JOB_ROOT = tmp_path
    client, case = login(cast.clerk), builders.petition(cast)
    url = f"/cases/{case.number}/steps/comment/"
    first = client.post(
        url, {"version": case.version, "note": "", "files": SimpleUploadedFile("一.png", picture("PNG"))}
    )
    ticks = re.findall(r'name="kept"\s+value="([0-9a-f-]+)"', first.content.decode())
    clock.shift(timedelta(minutes=31))
    second = SimpleUploadedFile("二.png", picture("PNG"))
    page = client.post(url, {"version": case.version, "note": "请看照片。", "files": second, "kept": ticks})
    assert page.status_code == 403
    clock.shift(timedelta(hours=20))
    resumed = enter(client, page.context["unsent"], "clerk")
    assert "2 个附件也还在" in resumed.content.decode()
    told = QueryDict(mutable=True)
    for name, value in resumed.context["unsent"].fields:
        told.appendlist(name, value)
    assert client.post(url, dict(told.lists())).status_code == 302
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["一.png", "二.png"]


def test_it_leaves_a_part_of_a_page_where_it_is(late):
    answer = late.post(NEW, UNIT, headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "HX-Redirect" not in answer


def test_it_sends_strangers_without_a_session_to_the_login_as_ever(client, cast):
    assert client.post(NEW, UNIT)["Location"] == f"/login?next={NEW}"


def strict(client, origin="http://testserver"):
    """The same browser, whose tokens are looked at."""
    other = Client(enforce_csrf_checks=True, HTTP_ORIGIN=origin)
    other.cookies = client.cookies
    return other


def test_a_form_sent_after_the_login_was_ended_elsewhere_goes_on_after_the_next(login, cast):
    client = login(cast.county)
    client.get(NEW)
    client.post("/logout")
    page = client.post(NEW, UNIT)
    assert page.status_code == 403 and "刚才填写的内容没有丢" in page.content.decode()
    assert enter(client, page.context["unsent"], "clerk").status_code == 302
    client.post("/logout")
    client.cookies["person"] = ""
    again = enter(client, page.context["unsent"])
    assert 'name="short_name" value="区应急局"' in again.content.decode()


def test_a_form_of_an_earlier_login_is_not_lost_when_its_token_no_longer_fits(login, cast):
    client = strict(login(cast.county))
    client.get(NEW)
    photo = SimpleUploadedFile("现场.png", picture("PNG"))
    page = client.post(NEW, UNIT | {"csrfmiddlewaretoken": "x" * 64, "files": photo})
    html = page.content.decode()
    assert page.status_code == 403 and f"现在登录的是{cast.county.name}" in html
    assert 'name="short_name" value="区应急局"' in html and f'action="{NEW}"' in html
    assert not Unit.objects.filter(short_name="区应急局").exists()
    told = dict(page.context["unsent"].fields)
    assert str(KeptFile.objects.get().pk) == told["kept"]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    assert client.post(NEW, told | {"csrfmiddlewaretoken": token}).status_code == 302
    assert Unit.objects.filter(short_name="区应急局").exists()


def test_what_another_site_has_sent_is_not_carried_on(login, cast):
    client = strict(login(cast.county), origin="http://elsewhere.test")
    page = client.post(NEW, UNIT | {"csrfmiddlewaretoken": "x" * 64})
    assert page.status_code == 403 and "区应急局" not in page.content.decode()
    assert "请返回上一页，刷新以后再提交" in page.content.decode()


def test_a_login_page_of_before_leads_on(login, cast):
    token = {"csrfmiddlewaretoken": "x" * 64, "username": "county", "password": PASSWORD}
    inside = strict(login(cast.county)).post("/login", token)
    assert (inside.status_code, inside["Location"]) == (302, "/")
    outside = Client(enforce_csrf_checks=True, HTTP_ORIGIN="http://testserver").post("/login", token)
    assert outside.status_code == 403 and 'name="password"' in outside.content.decode()


def test_it_goes_on_after_a_password_that_had_to_be_changed(late, cast):
    page = late.post(NEW, UNIT)
    User.objects.filter(pk=cast.county.pk).update(must_change_password=True)
    asked = enter(late, page.context["unsent"])
    assert "刚才填写的内容没有丢" in asked.content.decode()
    told = {"unsent": asked.context["unsent"], "old_password": PASSWORD, "new_password1": "x", "new_password2": "x"}
    again = late.post(reverse("organisation:password"), told)
    assert again.context["unsent"] == page.context["unsent"]
    told |= {"new_password1": "Chunfeng-2027-qi", "new_password2": "Chunfeng-2027-qi"}
    resumed = late.post(reverse("organisation:password"), told)
    assert 'name="short_name" value="区应急局"' in resumed.content.decode()


def test_a_citizens_page_whose_token_no_longer_fits_goes_on_with_what_was_typed(client, cast):
    browser = strict(client)
    said = {"petition_class": "suggestion", "summary": "请求恢复小区供水。", "csrfmiddlewaretoken": "x" * 64}
    page = browser.post(reverse("petitions:hand_in"), said)
    html = page.content.decode()
    assert page.status_code == 403 and 'name="summary" value="请求恢复小区供水。"' in html and "还没有提交" in html
    assert page["Cache-Control"] == "no-store, private"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    told = dict(page.context["unsent"].fields) | {"csrfmiddlewaretoken": token}
    assert browser.post(page.context["unsent"].path, told).status_code == 302
