import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from governance.organisation.accounts import actions as accounts
from governance.organisation.accounts.hashers import OfficeArgon2Hasher
from governance.organisation.accounts.passwords import first_password
from governance.organisation.models import AccessRecord, LoginSession, User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "Zhongnan-88-shan"


def change(client, new, old=PASSWORD, again=None):
    data = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(reverse("organisation:password"), data)


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Ab1-ab1-a", "10"),
        ("zhongnanshan-lu", "三类"),
        ("ZHONGNAN88888", "三类"),
        ("Clerk-2026-lu", "登录名"),
        ("周晓兰Abc-12345", "姓名"),
        ("Abc-00000001", "电话号码"),
        ("Password123", "常见"),
        ("Changan-2026", "人人都知道"),
    ],
)
def test_it_refuses_a_weak_password_with_a_sentence(cast, password, word):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, cast.clerk)
    assert any(word in sentence for sentence in refused.value.messages), refused.value.messages
    assert not any(re.search("[A-Za-z]", sentence) for sentence in refused.value.messages), refused.value.messages


@pytest.mark.parametrize("password", [NEW, "长安区Abc123456", "a1-" * 20])
def test_it_takes_a_strong_password(cast, password):
    validate_password(password, cast.clerk)


def test_it_hands_out_first_passwords_that_pass_its_own_rules():
    for _ in range(200):
        validate_password(first_password(), User(username="clerk", name="周晓兰", phone="13800000001"))


def test_it_changes_the_password_and_ends_the_other_sessions(client, login, cast):
    login(cast.clerk)
    other = type(client)()
    other.force_login(cast.clerk, backend="governance.organisation.accounts.backends.PostBackend")
    assert change(client, NEW).status_code == 302
    assert client.get("/password").status_code == 200
    assert other.get("/password").status_code == 302
    assert LoginSession.objects.filter(user=cast.clerk).count() == 1
    cast.clerk.refresh_from_db()
    assert cast.clerk.check_password(NEW)
    assert AccessRecord.objects.get(verb="password").actor == cast.clerk


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"new": NEW, "old": "wrong"}, "现在的密码不对"),
        ({"new": NEW, "again": NEW + "x"}, "两次输入的新密码不一样"),
        ({"new": PASSWORD}, "最近 5 次用过"),
    ],
)
def test_it_keeps_the_password_when_the_form_is_wrong(client, login, cast, data, sentence):
    login(cast.clerk)
    answer = change(client, **data)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    cast.clerk.refresh_from_db()
    assert cast.clerk.check_password(PASSWORD)


def test_it_refuses_the_last_five_passwords_and_no_more(cast):
    at = timezone.now()
    used = [PASSWORD] + [f"Weihe-{number}-chang" for number in range(5)]
    for password in used[1:]:
        accounts.change_password(cast.clerk, password, at=at, keep=None)
    for password in used[1:]:
        with pytest.raises(ValidationError):
            validate_password(password, cast.clerk)
    accounts.change_password(cast.clerk, NEW, at=at, keep=None)
    validate_password(used[0], cast.clerk)
    assert cast.clerk.old_passwords.count() == 5


def test_it_shows_nothing_else_before_the_first_password_is_changed(client, cast):
    password = accounts.reset_password(
        cast.clerk, actor=cast.security_admin, second=cast.audit_admin, at=timezone.now()
    )
    client.post(reverse("organisation:login"), {"username": "clerk", "password": password})
    answer = client.get("/organisation/areas/search?q=x")
    assert (answer.status_code, answer["Location"]) == (302, "/password")
    assert "初始密码" in client.get("/password").content.decode()
    change(client, NEW, old=password)
    assert client.get("/organisation/areas/search?q=x").status_code == 200


def test_it_lets_a_person_with_a_first_password_leave(client, login, cast):
    accounts.reset_password(cast.clerk, actor=None, at=timezone.now())
    login(cast.clerk)
    assert client.post("/logout")["Location"] == "/login"


def test_it_wants_a_new_password_after_ninety_days(client, login, cast):
    with time_machine.travel("2026-08-01 09:00+08:00", tick=False) as clock:
        accounts.change_password(cast.clerk, NEW, at=timezone.now(), keep=None)
        clock.shift(timedelta(days=90))
        login(cast.clerk)
        assert client.get("/organisation/areas/search?q=x").status_code == 200
        clock.shift(timedelta(minutes=1))
        assert client.get("/organisation/areas/search?q=x")["Location"] == "/password"
        assert "用满 90 天" in client.get("/password").content.decode()


def test_it_lets_a_first_password_go_stale_after_a_week(client, cast):
    with time_machine.travel("2026-11-01 09:00+08:00", tick=False) as clock:
        password = accounts.reset_password(
            cast.clerk, actor=cast.security_admin, second=cast.audit_admin, at=timezone.now()
        )
        clock.shift(timedelta(days=7, minutes=1))
        answer = client.post(reverse("organisation:login"), {"username": "clerk", "password": password})
    assert "初始密码超过 7 天没有使用" in answer.content.decode()
    assert AccessRecord.objects.get(verb="login_failed").reason == "初始密码已过期"


def test_it_keeps_passwords_as_argon2id():
    kept = OfficeArgon2Hasher().encode("Changan-2026", "0123456789abcdef")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert "Changan" not in kept
