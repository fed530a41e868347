from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from governance.organisation.accounts import actions as accounts
from governance.organisation.accounts import brake
from governance.organisation.models import AccessRecord, LoginSession
from governance.organisation.tasks import forget_overdue
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

START = "2026-11-20 09:00+08:00"


def enter(client, username, password=PASSWORD, **how):
    return client.post(reverse("organisation:login"), {"username": username, "password": password}, **how)


def verbs():
    return list(AccessRecord.objects.order_by("id").values_list("verb", flat=True))


def test_it_lets_a_person_in_and_records_it(client, cast):
    answer = enter(client, "clerk", REMOTE_ADDR="10.1.2.3")
    assert answer.status_code == 302
    row = AccessRecord.objects.get(verb="login")
    assert (row.actor, row.actor_name, row.ip) == (cast.clerk, "周晓兰", "10.1.2.3")
    assert row.actor_post == "韦曲街道办·登记员"
    assert LoginSession.objects.get().user == cast.clerk


def test_it_takes_a_login_name_with_capitals_and_blanks(client, cast):
    assert enter(client, " Clerk ").status_code == 302


def test_it_goes_on_to_the_page_that_was_asked_for(client, cast):
    answer = client.get(reverse("organisation:password"))
    assert answer.status_code == 302
    answer = client.post(answer["Location"], {"username": "clerk", "password": PASSWORD, "next": "/password"})
    assert answer["Location"] == "/password"


def test_it_does_not_follow_a_next_page_on_another_host(client, cast):
    answer = client.post(
        reverse("organisation:login"),
        {"username": "clerk", "password": PASSWORD, "next": "https://elsewhere.example/"},
    )
    assert answer["Location"] == "/first/"


def test_it_refuses_a_wrong_password_and_keeps_the_name(client, cast):
    answer = enter(client, "clerk", "wrong")
    assert answer.status_code == 200
    assert "登录名或密码不对" in answer.content.decode()
    assert 'value="clerk"' in answer.content.decode()
    row = AccessRecord.objects.get(verb="login_failed")
    assert (row.actor, row.subject, row.succeeded) == (None, "clerk", False)


def test_it_does_not_keep_what_was_typed_as_an_unknown_name(client, cast):
    enter(client, "my-secret-password", "x")
    assert AccessRecord.objects.get(verb="login_failed").subject == "不存在的登录名"
    assert "my-secret" not in str(list(AccessAttempt.objects.values()))


def test_it_keeps_nothing_that_was_sent_with_a_wrong_password(client, cast):
    """A form that came too late goes through the login in the same request: names, numbers, an accusation."""
    data = {"username": "clerk", "password": "wrong", "unsent": "eJx-canary-13912340000", "next": "/?canary"}
    client.post(reverse("organisation:login") + "?next=/canary", data, headers={"User-Agent": "canary"})
    row = AccessAttempt.objects.values().get()
    assert "canary" not in str(row)
    assert (row["username"], row["failures_since_start"]) == ("clerk", 1)


@pytest.mark.parametrize("name", ["z" * 256, "z" * 5000, "a\0b", "\ud800".encode("utf-8", "surrogatepass")])
def test_it_answers_names_that_nobody_can_have(client, cast, name):
    assert enter(client, name, "wrong").status_code == 200


def test_it_slows_a_name_down_whatever_address_is_guessed_from(client, cast):
    with time_machine.travel(START, tick=False) as clock:
        for n in range(9):
            assert enter(client, "clerk", "wrong", REMOTE_ADDR=f"10.0.0.{n}").status_code == 200
        assert enter(client, "clerk", "wrong", REMOTE_ADDR="10.0.0.99").status_code == 429
        assert enter(client, "clerk", REMOTE_ADDR="10.0.1.1").status_code == 429
        clock.shift(timedelta(minutes=1))
        assert enter(client, "clerk", REMOTE_ADDR="10.0.1.1").status_code == 302, "the owner waits a minute"


def test_it_shuts_an_address_that_guesses_with_many_names(client, cast):
    with time_machine.travel(START, tick=False):
        for n in range(99):
            enter(client, f"nobody{n}", "wrong")
        assert enter(client, "nobody", "wrong").status_code == 429
        assert enter(client, "clerk").status_code == 429
        assert enter(client, "clerk", REMOTE_ADDR="10.9.9.9").status_code == 302


def test_a_colleague_who_guesses_locks_nobody_out_of_their_own_browser(client, cast):
    with time_machine.travel(START, tick=False) as clock:
        enter(client, "clerk")
        client.post(reverse("organisation:logout"))
        other = type(client)()
        assert [enter(other, "clerk", "wrong").status_code for _ in range(5)][-1] == 429
        assert enter(other, "clerk").status_code == 429
        assert enter(client, "clerk").status_code == 302, "from the same address, in the person's own browser"
        client.post(reverse("organisation:logout"))
        assert [enter(client, "clerk", "wrong").status_code for _ in range(5)][-1] == 429, "there it is counted too"
        assert enter(client, "clerk", REMOTE_ADDR="10.9.9.9").status_code == 429
        assert enter(client, "handler").status_code == 302, "somebody else who sits down there"
        clock.shift(timedelta(minutes=31))
        assert enter(client, "clerk").status_code == 302


def test_no_browser_says_by_itself_that_it_is_known(client, cast):
    client.cookies["browser"] = signing.dumps(["x", [cast.clerk.pk]], salt="another")
    assert [enter(client, "clerk", "wrong").status_code for _ in range(5)][-1] == 429
    assert AccessAttempt.objects.get().user_agent == ""


def test_it_takes_all_addresses_of_one_home_for_one(client, cast):
    for n in range(4):
        assert enter(client, "clerk", "wrong", REMOTE_ADDR=f"2001:db8:0:1::{n + 1}").status_code == 200
    assert enter(client, "clerk", "wrong", REMOTE_ADDR="2001:db8:0:1:ffff::9").status_code == 429
    assert enter(client, "clerk", REMOTE_ADDR="2001:db8:0:2::1").status_code == 302


def test_it_slows_everybody_down_where_one_password_is_tried_with_all_names(client, cast, monkeypatch):
    monkeypatch.setattr(brake, "OVERALL_LIMIT", 20)
    with time_machine.travel(START, tick=False) as clock:
        known = type(client)()
        enter(known, "handler")
        known.post(reverse("organisation:logout"))
        for n in range(20):
            answer = enter(client, f"name{n}", "Summer-2026", REMOTE_ADDR=f"10.0.{n}.1")
        assert answer.status_code == 429 and "锁定 2 秒" in answer.content.decode()
        assert enter(client, "clerk", REMOTE_ADDR="10.9.9.9").status_code == 429
        assert enter(known, "handler").status_code == 302, "whoever is known in their browser goes on"
        clock.shift(timedelta(seconds=2))
        assert enter(client, "clerk", REMOTE_ADDR="10.9.9.9").status_code == 302


def test_it_ends_a_session_in_which_the_old_password_is_guessed(client, login, cast):
    login(cast.clerk)
    data = {"old_password": "wrong", "new_password1": "Zhongnan-88-shan", "new_password2": "Zhongnan-88-shan"}
    for _ in range(4):
        assert client.post(reverse("organisation:password"), data).status_code == 200
    assert client.post(reverse("organisation:password"), data)["Location"] == "/login"
    assert client.get(reverse("organisation:password")).status_code == 302
    assert AccessRecord.objects.filter(verb="password", succeeded=False).count() == 5


def test_it_forgets_sessions_and_attempts_that_count_no_more(client, login, cast):
    with time_machine.travel(START, tick=False) as clock:
        login(cast.clerk)
        enter(type(client)(), "handler", "wrong")
        forget_overdue()
        assert (LoginSession.objects.count(), AccessAttempt.objects.count()) == (1, 1)
        clock.shift(timedelta(hours=13))
        forget_overdue()
        assert (LoginSession.objects.count(), AccessAttempt.objects.count()) == (0, 0)


def test_it_refuses_a_closed_account_in_the_same_words(client, cast):
    wrong = enter(client, "handler", "wrong").content.decode()
    accounts.close_account(cast.handler, actor=cast.security_admin, at=timezone.now(), reason="调离")
    closed = enter(client, "handler").content.decode()
    sentence = "登录名或密码不对"
    assert sentence in wrong
    assert sentence in closed


def test_it_locks_the_name_from_that_address_after_five_failures(client, cast):
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(4):
            assert enter(client, "clerk", "wrong").status_code == 200
        answer = enter(client, "clerk", "wrong")
        assert answer.status_code == 429
        assert "锁定 30 分钟" in answer.content.decode()
        clock.shift(timedelta(minutes=29))
        assert enter(client, "clerk").status_code == 429, "the right password does not open a lock"
        assert enter(client, "clerk", REMOTE_ADDR="10.9.9.9").status_code == 302, "nobody can lock out another office"
        client.logout()
        clock.shift(timedelta(minutes=2))
        assert enter(client, "clerk").status_code == 302, "trying while locked does not make the lock longer"
    assert verbs().count("locked") == 1
    assert verbs().count("login_failed") == 6


def test_it_opens_the_lock_when_the_password_is_reset(client, cast):
    for _ in range(5):
        enter(client, "handler", "wrong")
    assert enter(client, "handler").status_code == 429
    password = accounts.reset_password(cast.handler, actor=cast.security_admin, at=timezone.now())
    assert enter(client, "handler", password).status_code == 302


def test_it_sends_strangers_to_the_login_page(client, cast):
    answer = client.get(reverse("organisation:password"))
    assert (answer.status_code, answer["Location"]) == (302, "/login?next=/password")


def test_it_sends_a_part_of_a_page_to_the_whole_login_page(client, cast):
    answer = client.get(reverse("organisation:password"), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/login"


def test_it_ends_a_session_after_thirty_idle_minutes_and_says_so(client, login, cast):
    with time_machine.travel(START, tick=False) as clock:
        login(cast.clerk)
        client.get("/password")
        clock.shift(timedelta(minutes=30))
        assert client.get("/password").status_code == 200
        clock.shift(timedelta(minutes=30, seconds=1))
        answer = client.get("/password", follow=True)
    assert "超过 30 分钟没有操作" in answer.content.decode()
    assert LoginSession.objects.filter(user=cast.clerk).count() == 0
    assert AccessRecord.objects.get(verb="logout").reason.startswith("超过 30 分钟没有操作")


def test_it_ends_a_busy_session_after_twelve_hours(client, login, cast):
    with time_machine.travel(START, tick=False) as clock:
        login(cast.clerk)
        for _ in range(12 * 3):
            assert client.get("/password").status_code == 200
            clock.shift(timedelta(minutes=20))
        clock.shift(timedelta(minutes=1))
        assert client.get("/password").status_code == 302


def test_it_counts_afresh_when_the_same_person_logs_in_again(client, cast):
    with time_machine.travel(START, tick=False) as clock:
        enter(client, "clerk")
        client.get("/password")
        clock.shift(timedelta(minutes=20))
        client.logout()
        enter(client, "clerk")
        clock.shift(timedelta(minutes=20))
        assert client.get("/password").status_code == 200


def test_it_writes_the_session_at_most_once_a_minute(client, login, cast, django_assert_num_queries):
    with time_machine.travel(START, tick=False) as clock:
        login(cast.clerk)
        client.get("/organisation/areas/search?q=x")
        written = LoginSession.objects.get().session_data
        clock.shift(timedelta(seconds=59))
        client.get("/organisation/areas/search?q=x")
        assert LoginSession.objects.get().session_data == written
        clock.shift(timedelta(seconds=1))
        client.get("/organisation/areas/search?q=x")
        assert LoginSession.objects.get().session_data != written


def test_it_lets_nothing_of_a_logged_in_page_stay_in_a_cache(client, login, cast):
    login(cast.clerk)
    assert client.get("/password")["Cache-Control"] == "no-store, private"


def test_it_logs_out_by_post_only_and_records_it(client, cast):
    enter(client, "clerk")
    assert client.get("/logout").status_code == 405
    answer = client.post("/logout")
    assert answer["Location"] == "/login"
    # What a phone keeps are reports that have not been sent, of whoever uses the phone.
    assert "Clear-Site-Data" not in answer
    assert verbs() == ["login", "logout"]
    assert client.get("/password").status_code == 302


def test_it_throws_a_closed_account_out_at_once(client, login, cast):
    login(cast.handler)
    assert client.get("/password").status_code == 200
    accounts.close_account(cast.handler, actor=cast.security_admin, at=timezone.now(), reason="调离")
    assert LoginSession.objects.count() == 0
    assert client.get("/password").status_code == 302


def test_it_leaves_every_place_at_once(client, login, cast):
    login(cast.clerk)
    other = type(client)()
    other.force_login(cast.clerk, backend="governance.organisation.accounts.backends.PostBackend")
    client.post(reverse("organisation:leave_everywhere"))
    assert other.get("/password").status_code == 302
    assert client.get("/password").status_code == 302
    assert AccessRecord.objects.get(verb="logout").reason == "退出所有会话"
