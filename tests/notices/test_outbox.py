import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from governance.notices import kinds
from governance.notices.models import Delivery, Notice, Preference
from governance.notices.outbox import Message, post, post_many
from tests.notices.people import EVENING, NOON, person

pytestmark = pytest.mark.django_db


def test_it_lies_in_the_inbox_and_waits_to_be_mailed():
    li = person("li", email="li@example.org")
    new = post(
        li, text="您有新的事项", link="/cases/X1/", key="X1:assigned", kind="assigned", at=NOON, subject_key="X1"
    )
    assert new is True
    notice = Notice.objects.get()
    assert (notice.recipient, notice.text, notice.link, notice.read_at) == (li, "您有新的事项", "/cases/X1/", None)
    assert (notice.created_at, notice.kind_label, notice.subject_key) == (NOON, "新到事项", "X1")
    delivery = notice.deliveries.get()
    assert (delivery.channel, delivery.state, delivery.next_try_at) == ("email", "waiting", NOON)


def test_it_says_the_same_thing_once():
    li = person("li", email="li@example.org")
    row = Message(li.pk, "deadline", "明天到期", "/cases/X1/", "clock:7:0:1")
    assert post_many([row, row], NOON) == 1
    assert post_many([row], NOON + timedelta(hours=1)) == 0
    assert post(li, text="别的话", key="clock:7:0:1", kind="deadline", at=NOON) is False
    assert Notice.objects.get().text == "明天到期"
    assert Delivery.objects.count() == 1


def test_it_goes_with_the_transaction_of_the_caller():
    li = person("li", email="li@example.org")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post(li, text="不该留下", key="k", kind="system", at=NOON)
        raise ZeroDivisionError
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("email", "is_active", "email_notices"),
    [("", True, True), ("li@example.org", False, True), ("li@example.org", True, False)],
    ids=["no address", "disabled", "switched off"],
)
def test_it_owes_no_mail_to_whom_it_cannot_reach(email, is_active, email_notices):
    li = person("li", email=email, is_active=is_active)
    Preference.objects.create(user=li, email_notices=email_notices)
    assert post(li, text="您有新的事项", key="k", kind="assigned", at=NOON)
    assert Notice.objects.count() == 1
    assert not Delivery.objects.exists()


def test_it_mails_in_the_morning_what_comes_in_the_evening_unless_it_is_urgent():
    li = person("li", email="li@example.org")
    post(li, text="明天到期", key="a", kind="deadline", at=EVENING)
    post(li, text="水库险情", key="b", kind="emergency", at=EVENING)
    times = dict(Delivery.objects.values_list("notice__key", "next_try_at"))
    assert times == {"a": EVENING.replace(hour=7, minute=30) + timedelta(days=1), "b": EVENING}


def test_it_cuts_a_long_text_and_refuses_an_unknown_kind_and_a_foreign_link():
    li = person("li")
    post(li, text="长" * 500, key="a", kind="system", at=NOON)
    assert Notice.objects.get().text == "长" * 299 + "…"
    with pytest.raises(KeyError, match="gossip"):
        post(li, text="x", key="b", kind="gossip", at=NOON)
    for link in ("https://evil.example/", "//evil.example/", "/\\evil.example/"):
        with pytest.raises(IntegrityError), transaction.atomic():
            post(li, text="x", key="c", kind="system", at=NOON, link=link)


def test_it_posts_ten_thousand_in_two_statements(django_assert_num_queries):
    people = [person(f"p{n}", email=f"p{n}@example.org") for n in range(10)]
    rows = [Message(people[n % 10].pk, "overdue", f"第{n}件已超期", f"/cases/{n}/", f"k{n}") for n in range(10_000)]
    started = time.monotonic()
    with django_assert_num_queries(2):
        assert post_many(rows, NOON) == 10_000
    # Half a second is usual on two cores; the bound only catches a statement a row.
    assert time.monotonic() - started < 5
    assert Delivery.objects.count() == 10_000


def test_it_posts_nothing_for_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert post_many([], NOON) == 0


def test_it_lets_nobody_take_a_kind_that_is_taken():
    with pytest.raises(ValueError, match="case"):
        kinds.KINDS.register(kinds.MessageKind("case", "别的"))
    assert kinds.label_of("case") == "办理进展"
    assert kinds.label_of("gossip") == "其他"
