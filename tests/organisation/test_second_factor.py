"""Whoever is told of accusations brings a code of their device besides the password; others may."""

import re
from base64 import b32decode
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp

from governance.frame.refusals import Refusal
from governance.organisation.accounts import actions as accounts
from governance.organisation.accounts import deeds
from governance.organisation.checks import second_factor_is_on
from governance.organisation.models import AccessRecord, AccountDeed, LoginSession, RecoveryCode, SecondFactor
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

START = "2026-11-20 09:00+08:00"
CODE, DEVICE = "/second-factor", "/second-factor/device"


@pytest.fixture
def on(settings):
    settings.SECOND_FACTOR = True


def enter(client, name):
    return client.post(reverse("organisation:login"), {"username": name, "password": PASSWORD})


def code_of(key: bytes) -> str:
    return f"{totp(key):06}"


def set_up(client) -> tuple[bytes, list[str]]:
    """The device is set up; its secret and the recovery codes."""
    page = client.get(DEVICE)
    key = b32decode(page.context["secret"].replace(" ", ""))
    answer = client.post(DEVICE, {"code": code_of(key)})
    assert answer.status_code == 200, answer.content.decode()
    return key, answer.context["codes"]


MUST = ("township_lead", "lead", "staff", "inspector", "system_admin", "security_admin", "audit_admin")


def test_it_asks_exactly_those_who_are_told_of_accusations_to_set_it_up(client, cast, on):
    asked = set()
    for person in cast.people:
        enter(client, person.username)
        answer = client.get("/notices/")
        if answer.status_code == 302 and answer["Location"] == DEVICE:
            asked.add(person.username)
        client.logout()
    assert asked == set(MUST)


def test_it_asks_nobody_where_the_centre_does_not(client, cast):
    for name in MUST:
        enter(client, name)
        assert client.get("/notices/").status_code == 200, name


@pytest.mark.parametrize("page", ["/", "/password", "/cases/", "/api/cases/", "/organisation/deeds"])
def test_it_opens_no_page_between_the_password_and_the_code(client, cast, on, page):
    with time_machine.travel(START, tick=False):
        enter(client, "lead")
        set_up(client)
        assert client.get("/").status_code == 200
        client.post("/logout")
        enter(client, "lead")
        assert client.get(page)["Location"] == CODE
        assert client.post(page)["Location"] == CODE


def test_it_takes_the_code_of_the_device_once(client, cast):
    with time_machine.travel(START, tick=False) as clock:
        enter(client, "clerk")
        key, _ = set_up(client)
        client.post("/logout")
        enter(client, "clerk")
        assert client.post(CODE, {"code": code_of(key)}).status_code == 422, "it was used when it was set up"
        clock.shift(timedelta(seconds=30))
        before = client.session.session_key
        assert client.post(CODE, {"code": code_of(key)})["Location"] == "/first/"
        assert client.session.session_key != before
        assert client.get("/").status_code == 200
        client.post("/logout")
        enter(client, "clerk")
        assert client.post(CODE, {"code": code_of(key)}).status_code == 422


@pytest.mark.parametrize("typed", ["000000", "", "abc", "１２３４５６", "²²²²²²", "a\0b", "9" * 20])
def test_it_refuses_a_wrong_code_with_a_sentence(client, cast, typed):
    enter(client, "clerk")
    set_up(client)
    client.post("/logout")
    enter(client, "clerk")
    assert client.post(CODE, {"code": typed}).status_code == 422
    assert client.get("/")["Location"] == CODE


def test_it_ends_the_session_after_five_wrong_codes_and_takes_none_for_half_an_hour(client, cast):
    with time_machine.travel(START, tick=False) as clock:
        enter(client, "clerk")
        key, codes = set_up(client)
        client.post("/logout")
        enter(client, "clerk")
        for _ in range(4):
            assert client.post(CODE, {"code": "000000"}).status_code == 422
        assert client.post(CODE, {"code": "000000"})["Location"] == "/login"
        enter(client, "clerk")
        clock.shift(timedelta(minutes=29))
        assert client.post(CODE, {"code": codes[0]})["Location"] == "/login"
        clock.shift(timedelta(minutes=2))
        enter(client, "clerk")
        assert client.post(CODE, {"code": code_of(key)})["Location"] == "/first/"
    assert AccessRecord.objects.filter(reason="动态口令不对", succeeded=False).count() == 5


def test_it_takes_each_recovery_code_once_and_shows_them_once(client, cast):
    enter(client, "clerk")
    _, codes = set_up(client)
    assert len(set(codes)) == 10
    assert not any(code in client.get(DEVICE).content.decode() for code in codes)
    for expected in (302, 422):
        client.post("/logout")
        enter(client, "clerk")
        assert client.post(CODE, {"code": codes[0]}).status_code == expected
    assert RecoveryCode.objects.count() == 9


def test_it_keeps_neither_secret_nor_codes_in_clear(client, cast):
    enter(client, "clerk")
    page = client.get(DEVICE)
    typed = page.context["secret"].replace(" ", "")
    key, codes = set_up(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisation_secondfactor")
        kept = str(cursor.fetchall())
        cursor.execute("SELECT * FROM organisation_recoverycode")
        kept += str(cursor.fetchall())
        cursor.execute("SELECT session_data FROM organisation_loginsession")
        kept += str(cursor.fetchall())
    assert not any(word in kept for word in (typed, key.hex(), *codes, *(code.replace("-", "") for code in codes)))


def test_it_draws_the_picture_into_the_page_without_script_or_style(client, cast):
    enter(client, "clerk")
    page = client.get(DEVICE).content.decode()
    drawing = re.search(r"<svg.*?class=\"[^\"]*qr.*?</svg>", page, re.S)[0]
    assert "<path" in drawing
    assert "style=" not in drawing
    assert "otpauth" not in page


def test_it_is_reset_by_the_security_administrator_and_a_second_person(client, cast):
    enter(client, "handler")
    set_up(client)
    cast.handler.refresh_from_db()
    with pytest.raises(Refusal, match="只能由安全管理员"):
        accounts.reset_factor(cast.handler, actor=cast.county, at=timezone.now())
    deeds.reset_factor(cast.handler, actor=cast.security_admin, at=timezone.now())
    assert SecondFactor.objects.exists()
    deeds.confirm(AccountDeed.objects.get(), actor=cast.audit_admin, at=timezone.now())
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert not LoginSession.objects.filter(user=cast.handler).exists()
    cast.handler.refresh_from_db()
    assert cast.handler.factor_since is None


def test_it_carries_on_what_was_being_sent_when_the_session_ran_out(client, cast):
    with time_machine.travel(START, tick=False) as clock:
        enter(client, "clerk")
        key, _ = set_up(client)
        clock.shift(timedelta(minutes=31))
        unsent = client.post("/petitions/register/", {"title": "小区停水"}).context["unsent"]
        data = {"username": "clerk", "password": PASSWORD, "unsent": unsent}
        page = client.post(reverse("organisation:login"), data)
        assert page.context["unsent"] == unsent
        resumed = client.post(CODE, {"code": code_of(key), "unsent": unsent})
    assert "小区停水" in resumed.content.decode()


def test_it_is_missed_by_the_check_of_a_production(settings):
    assert [warning.id for warning in second_factor_is_on()] == ["organisation.W001"]
    settings.SECOND_FACTOR = True
    assert second_factor_is_on() == []


def test_it_is_set_up_once(client, cast):
    enter(client, "clerk")
    set_up(client)
    secret = SecondFactor.objects.get().secret
    assert "还有 10 个恢复码" in client.post(DEVICE, {"code": "123456"}).content.decode()
    assert SecondFactor.objects.get().secret == secret
