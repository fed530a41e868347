import re
import smtplib
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend as MemoryBackend
from django.core.management import call_command
from django.db import connection, transaction

from governance.notices import delivery
from governance.notices.delivery import deliver_due, wait_after
from governance.notices.models import Delivery, Preference
from governance.notices.outbox import Message, post, post_many
from governance.notices.tasks import deliver_notices
from tests.notices.people import EVENING, NOON, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def li(db):
    return person("li", email="li@example.org")


def tell(user, key="k", **changes):
    facts = {"text": "韦曲街道物业停水一事今天到期", "link": "/cases/X1/", "kind": "deadline", "at": NOON} | changes
    post(user, key=key, **facts)
    return Delivery.objects.get(notice__key=key)


def minutes(number):
    return timedelta(minutes=number)


def test_it_reaches_a_real_mailbox(li, smtp):
    row = tell(li, subject_key="XF1")
    assert deliver_due(NOON).sent == 1
    (letter,) = smtp
    assert letter["Subject"].strip() == "【县综治中心】时限提醒：韦曲街道物业停水一事今天到期"
    assert letter["To"] == "李强 <li@example.org>"
    body = letter.get_body(("plain",)).get_content()
    assert "编号：XF1" in body
    assert "http://127.0.0.1:8000/cases/X1/" in body
    html = letter.get_body(("html",)).get_content()
    assert 'href="http://127.0.0.1:8000/cases/X1/"' in html
    assert not re.findall(r"<(?:img|link|script|style)|\sstyle=", html)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.next_try_at, row.last_error) == ("sent", 1, None, "")
    assert NOON <= row.sent_at < NOON + minutes(1)
    assert deliver_due(NOON + minutes(60)).taken == 0
    assert len(smtp) == 1


def test_it_puts_no_word_of_a_restricted_case_into_a_letter(li, smtp):
    tell(li, restricted=True, subject_key="XF1", text="检举张某", link="/cases/XF1/")
    deliver_due(NOON)
    (letter,) = smtp
    assert letter["Subject"].strip() == "【县综治中心】您有一条新消息，请登录查看"
    whole = "".join([letter["Subject"], *(letter.get_body((form,)).get_content() for form in ("plain", "html"))])
    assert "http://127.0.0.1:8000/notices/" in whole
    for secret in ("检举", "张某", "XF1", "时限提醒"):
        assert secret not in whole


def test_it_shows_markup_as_text(li, smtp):
    tell(li, text="<b>物业</b> & 停水")
    deliver_due(NOON)
    (letter,) = smtp
    assert "<b>物业</b> & 停水" in letter.get_body(("plain",)).get_content()
    assert "&lt;b&gt;物业&lt;/b&gt; &amp; 停水" in letter.get_body(("html",)).get_content()


def test_it_cannot_be_given_a_second_header(li, smtp):
    tell(li, text="到期\nBcc: all@example.org\r\n请办理")
    deliver_due(NOON)
    assert smtp[0]["Bcc"] is None
    assert smtp[0]["Subject"].endswith("到期 Bcc: all@example.org 请办理")


def test_it_tries_again_after_a_refusal_for_now(li, smtp):
    row = tell(li)
    smtp.refuse = "451 try again later"
    assert deliver_due(NOON).retried == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert row.last_error == "邮件被拒收：451 try again later"
    assert minutes(1) <= row.next_try_at - NOON < minutes(1.5)
    assert deliver_due(NOON + minutes(0.9)).taken == 0
    smtp.refuse = ""
    assert deliver_due(NOON + minutes(2)).sent == 1
    assert len(smtp) == 1


def test_it_gives_up_at_once_on_a_refusal_for_good_and_still_sends_the_others(li, smtp):
    row = tell(li)
    smtp.refuse = "554 no such mailbox"
    assert deliver_due(NOON).failed == 1
    row.refresh_from_db()
    assert (row.state, row.next_try_at, row.last_error) == ("failed", None, "邮件被拒收：554 no such mailbox")


def test_it_fails_after_eight_tries_with_doubled_waits(li, smtp):
    row = tell(li)
    smtp.refuse = "451 busy"
    at, waits = NOON, []
    for _ in range(8):
        assert deliver_due(at).taken == 1
        row.refresh_from_db()
        if row.next_try_at:
            waits.append(round((row.next_try_at - at).total_seconds() / 60))
            at = row.next_try_at
    assert waits == [1, 2, 4, 8, 16, 32, 64]
    assert (row.state, row.attempts) == ("failed", 8)
    assert wait_after(9) == minutes(256)
    assert wait_after(10) == wait_after(30) == timedelta(hours=6)


def test_it_asks_a_dead_server_once_a_round(li, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
        post_many([Message(li.pk, "system", "x", "", f"k{n}") for n in range(delivery.BATCH + 5)], NOON)
        assert deliver_due(NOON).retried == delivery.BATCH
    assert set(Delivery.objects.filter(attempts=1).values_list("last_error", flat=True)) == {"连不上邮件服务器"}
    assert Delivery.objects.filter(attempts=0).count() == 5


def test_it_sends_a_letter_again_under_the_same_name_when_the_answer_was_lost(li, settings):
    """The server takes the letter and never says so: the mailbox may see it twice and can tell."""
    with deaf_then_polite_server() as (address, letters):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = address
        settings.EMAIL_TIMEOUT = 0.5
        row = tell(li)
        assert deliver_due(NOON).retried == 1
        row.refresh_from_db()
        assert row.last_error == "邮件服务器没有在规定时间内应答"
        assert deliver_due(NOON + minutes(5)).sent == 1
    ids = [line for letter in letters for line in letter.splitlines() if line.startswith("Message-ID:")]
    assert len(ids) == 2
    assert len(set(ids)) == 1


@contextmanager
def deaf_then_polite_server():
    """Speaks just enough SMTP; after the first letter it says nothing more."""
    letters: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk():
            for number in range(2):
                line, _ = server.accept()
                with line, line.makefile("rw", newline="\r\n") as stream:
                    converse(stream, letters, answers=number > 0)

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield server.getsockname(), letters
        thread.join(5)


def converse(stream, letters, *, answers):
    def say(words):
        stream.write(words + "\n")
        stream.flush()

    say("220 ready")
    while word := stream.readline().strip().upper():
        if word == "DATA":
            say("354 go on")
            letters.append("".join(iter(stream.readline, ".\r\n")))
            if not answers:
                stream.readline()
                return
        say("221 bye" if word == "QUIT" else "250 ok")


def test_it_waits_for_the_morning_unless_it_is_urgent(li, smtp):
    calm = tell(li, "calm", at=EVENING)
    tell(li, "urgent", at=EVENING, kind="emergency", text="水库险情")
    Delivery.objects.filter(pk=calm.pk).update(next_try_at=EVENING)
    assert deliver_due(EVENING).sent == 1
    assert [letter["Subject"].strip() for letter in smtp] == ["【县综治中心】紧急情况：水库险情"]
    morning = EVENING.replace(hour=7, minute=30) + timedelta(days=1)
    assert deliver_due(morning - minutes(1)).taken == 0
    assert deliver_due(morning).sent == 1


def test_it_puts_off_a_retry_that_would_fall_into_the_night(li, smtp):
    row = tell(li, at=NOON.replace(hour=20, minute=59))
    smtp.refuse = "451 busy"
    deliver_due(NOON.replace(hour=20, minute=59, second=30))
    row.refresh_from_db()
    assert row.next_try_at == NOON.replace(hour=7, minute=30) + timedelta(days=1)


def test_it_drops_what_is_not_owed_any_more(li, smtp):
    left, moved, silent, old = (person(n, email=f"{n}@example.org") for n in ("left", "moved", "silent", "old"))
    for user in (left, moved, silent):
        tell(user, user.username)
    tell(old, "old", at=NOON - timedelta(days=4))
    left.is_active = False
    left.save(update_fields=["is_active"])
    moved.email = ""
    moved.save(update_fields=["email"])
    Preference.objects.create(user=silent, email_notices=False)
    assert deliver_due(NOON).dropped == 4
    assert smtp == []
    reasons = dict(Delivery.objects.filter(state="dropped").values_list("notice__key", "last_error"))
    assert reasons == {
        "left": "收件人已停用",
        "moved": "收件人没有地址，或已关闭外发",
        "silent": "收件人没有地址，或已关闭外发",
        "old": "已过时，消息仍可登录查看",
    }


def test_it_drops_what_was_meant_for_a_channel_that_is_gone(li, settings):
    row = tell(li)
    settings.NOTICE_CHANNELS = []
    assert deliver_due(NOON).dropped == 1
    row.refresh_from_db()
    assert row.last_error == "这一渠道已停用"
    assert post(li, text="x", key="later", kind="system", at=NOON)
    assert not Delivery.objects.filter(notice__key="later").exists()


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the deliverer may catch it."""


class DeadlyBackend(MemoryBackend):
    def send_messages(self, messages):
        raise Killed


def test_it_tries_again_after_the_lease_what_a_killed_worker_had_claimed(li, smtp, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.DeadlyBackend"
    row = tell(li)
    with pytest.raises(Killed):
        deliver_due(NOON)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.next_try_at) == ("waiting", 1, NOON + delivery.LEASE)
    settings.EMAIL_BACKEND = working
    assert deliver_due(NOON + delivery.LEASE - minutes(0.1)).taken == 0
    assert deliver_due(NOON + delivery.LEASE).sent == 1


class RefusingBackend(MemoryBackend):
    error: Exception

    def send_messages(self, messages):
        raise self.error


@pytest.mark.parametrize(
    ("error", "words", "state"),
    [
        (
            smtplib.SMTPRecipientsRefused({"li@example.org": (550, b"no such user")}),
            "收件地址被拒绝：550 no such user",
            "failed",
        ),
        (
            smtplib.SMTPRecipientsRefused({"li@example.org": (450, b"greylisted")}),
            "收件地址被拒绝：450 greylisted",
            "waiting",
        ),
        (
            smtplib.SMTPSenderRefused(553, b"who are you", "centre@localhost"),
            "发件地址被拒绝：553 who are you",
            "waiting",
        ),
        (
            smtplib.SMTPAuthenticationError(535, "密码错".encode()),
            "邮件服务器不接受本系统的账号：535 密码错",
            "waiting",
        ),
        (smtplib.SMTPResponseException(421, b"too many"), "邮件服务器拒绝连接：421 too many", "waiting"),
        (smtplib.SMTPServerDisconnected("closed"), "邮件服务器中途断开", "waiting"),
        (ConnectionResetError(), "连不上邮件服务器", "waiting"),
        (TimeoutError(), "邮件服务器没有在规定时间内应答", "waiting"),
        (OSError("no route"), "连不上邮件服务器：no route", "waiting"),
        (ValueError("bad header"), "收件地址的写法不对", "failed"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_it_says_in_words_what_went_wrong(li, settings, monkeypatch, error, words, state):
    monkeypatch.setattr(RefusingBackend, "error", error, raising=False)
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    row = tell(li)
    deliver_due(NOON)
    row.refresh_from_db()
    assert (row.last_error, row.state) == (words, state)


class PoisonedBackend(MemoryBackend):
    def send_messages(self, messages):
        if "毒" in messages[0].subject:
            raise KeyError("nobody expected this")
        return super().send_messages(messages)


def test_it_sends_the_others_when_one_row_breaks_the_program(li, settings, mailoutbox):
    settings.EMAIL_BACKEND = f"{__name__}.PoisonedBackend"
    tell(li, "a")
    bad = tell(li, "b", text="毒")
    tell(li, "c")
    outcome = deliver_due(NOON)
    assert (outcome.sent, outcome.retried) == (2, 1)
    bad.refresh_from_db()
    assert bad.last_error == "内容无法生成，请联系系统管理员"


def test_it_gives_back_what_it_had_no_time_for(li, smtp, monkeypatch):
    monkeypatch.setattr(delivery, "WORKING_SECONDS", -1)
    row = tell(li)
    assert deliver_due(NOON).taken == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    assert row.next_try_at - NOON < minutes(1)


def test_it_takes_no_more_than_it_is_told(li, smtp):
    post_many([Message(li.pk, "system", "x", "", f"k{n}") for n in range(7)], NOON)
    assert deliver_due(NOON, limit=3).sent == 3
    assert deliver_due(NOON).sent == 4


def test_it_rings_by_celery_and_by_command_alike(li, smtp, capsys, time_machine):
    time_machine.move_to(NOON, tick=False)
    tell(li, "a")
    deliver_notices()
    deliver_notices()
    tell(li, "b")
    call_command("deliver_notices")
    assert capsys.readouterr().out == "已发送 1，稍后再试 0，未能送达 0，不再发送 0\n"
    assert len(smtp) == 2


@pytest.mark.django_db(transaction=True)
def test_it_sends_each_letter_once_when_two_deliver_at_the_same_time(smtp, transactional_db):
    li = person("li", email="li@example.org")
    post_many([Message(li.pk, "system", f"第{n}条", "", f"k{n}") for n in range(200)], NOON)
    together = threading.Barrier(2)
    outcomes = []

    def run():
        together.wait()
        try:
            outcomes.append(deliver_due(NOON))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome.sent for outcome in outcomes) == 200
    assert len({letter["Message-ID"] for letter in smtp}) == len(smtp) == 200


@pytest.mark.django_db(transaction=True)
def test_it_passes_by_a_row_that_another_transaction_holds(smtp):
    li = person("li", email="li@example.org")
    tell(li, "held")
    tell(li, "free")
    outcomes = []

    def run():
        try:
            outcomes.append(deliver_due(NOON))
        finally:
            connection.close()

    with transaction.atomic():
        list(Delivery.objects.select_for_update().filter(notice__key="held"))
        thread = threading.Thread(target=run)
        thread.start()
        thread.join(10)
        assert [outcome.sent for outcome in outcomes] == [1]
