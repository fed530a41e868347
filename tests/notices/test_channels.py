"""A second way out of the system is a class named in the settings."""

import pytest

from governance.notices.channels import NotDelivered
from governance.notices.delivery import deliver_due
from governance.notices.kinds import KINDS
from governance.notices.mail import letter
from governance.notices.models import Delivery, Notice
from governance.notices.outbox import Message, post_many
from tests.access.latin import foreign
from tests.notices.people import NOON, person

pytestmark = pytest.mark.django_db


class TextMessages:
    """Writes down what it would have sent; a number that ends in 9 cannot be reached today."""

    code = "sms"
    label = "短信"
    reachable = "phone <> ''"
    sent: list = []

    def reaches(self, user):
        return bool(user.phone)

    def address_of(self, user):
        return user.phone

    def open(self):
        return self

    def send(self, notice):
        if notice.recipient.phone.endswith("9"):
            raise NotDelivered("短信平台没有应答", line_is_down=True)
        self.sent.append((notice.recipient.phone, notice.text))

    def close(self):
        pass


@pytest.fixture
def two_channels(settings):
    TextMessages.sent.clear()
    settings.NOTICE_CHANNELS = ["governance.notices.mail.EmailChannel", f"{__name__}.TextMessages"]


def test_it_goes_every_way_that_reaches_the_person(two_channels, smtp):
    both = person("both", email="both@example.org", phone="13800000001")
    phone = person("phone", phone="13800000002")
    mail = person("mail", email="mail@example.org")
    post_many([Message(user.pk, "system", "系统维护", "", user.username) for user in (both, phone, mail)], NOON)
    assert deliver_due(NOON).sent == 4
    assert sorted(TextMessages.sent) == [("13800000001", "系统维护"), ("13800000002", "系统维护")]
    assert len(smtp) == 2


def test_it_goes_the_other_way_when_one_is_down(two_channels, smtp):
    li = person("li", email="li@example.org", phone="13800000009")
    post_many([Message(li.pk, "system", "系统维护", "", "k")], NOON)
    outcome = deliver_due(NOON)
    assert (outcome.sent, outcome.retried) == (1, 1)
    states = dict(Delivery.objects.values_list("channel", "state"))
    assert states == {"email": "sent", "sms": "waiting"}


def test_an_address_that_no_server_can_be_told_keeps_no_other_letter(two_channels, smtp):
    wrong, right = person("wrong", email=f"a@{'例' * 60}.cn"), person("right", email="right@例子.中国")
    post_many([Message(user.pk, "system", "系统维护", "", user.username) for user in (wrong, right)], NOON)
    outcome = deliver_due(NOON)
    assert (outcome.sent, outcome.failed) == (1, 1)
    assert Delivery.objects.get(notice__recipient=wrong).last_error == "收件地址的写法不对"


def test_it_shows_the_number_that_could_not_be_reached(two_channels, cast, login):
    cast.handler.phone = "13800000009"
    cast.handler.save(update_fields=["phone"])
    post_many([Message(cast.handler.pk, "system", "系统维护", "", "k")], NOON)
    deliver_due(NOON)
    page = login(cast.system_admin).get("/notices/undelivered").content.decode()
    assert '短信 <span class="grey small">13800000009</span>' in page
    assert "短信平台没有应答" in page


def test_no_mail_says_a_word_of_the_machine():
    to = person("li", email="li@example.org")
    for kind in KINDS:
        notice = Notice(recipient=to, kind=kind, text="转送到您单位。", subject_key="XF2026-000001", created_at=NOON)
        letters = letter(notice)
        pages = [letters.alternatives[0].content, f"<p>{letters.subject} {letters.body}</p>"]
        assert [foreign(page) for page in pages] == [set(), set()], kind
