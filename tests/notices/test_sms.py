"""Text messages over a real gateway on this machine."""

from datetime import timedelta

import pytest

from governance.notices import posting
from governance.notices.delivery import deliver_due
from governance.notices.models import Delivery
from governance.notices.outbox import Message, post_many
from tests.notices.people import EVENING, NOON, person
from tests.outside import outside

pytestmark = pytest.mark.django_db

KEY = "what-the-gateway-and-we-know"
SECRETS = ("张三", "XF2026-000001", "停水", "检举")


@pytest.fixture
def gateway(settings):
    with outside() as here:
        settings.NOTICE_CHANNELS = ["governance.notices.sms.SmsChannel"]
        settings.SMS_URL, settings.SMS_ACCOUNT, settings.SMS_KEY = here.url, "county", KEY
        yield here


def tell(user, key="k", kind="emergency", **more):
    text = "张三反映的停水 XF2026-000001 今天到期，检举"
    post_many([Message(user.pk, kind, text, "/cases/X/", key, subject_key="XF2026-000001", **more)], EVENING)


def test_it_texts_what_is_urgent_without_person_number_or_matter(gateway):
    li = person("li", phone="13800000001")
    tell(li)
    tell(li, "hidden", restricted=True)
    assert deliver_due(EVENING).sent == 2
    assert gateway.bodies == [
        {"account": "county", "phone": "13800000001", "text": "【县综治中心】您有一条“紧急情况”消息，请登录查看。"},
        {"account": "county", "phone": "13800000001", "text": "【县综治中心】您有一条新消息，请登录查看。"},
    ]
    assert not [word for word in SECRETS for _, _, body in gateway.came if word in body.decode()]
    assert gateway.is_signed(KEY)
    assert gateway.came[0][0] == "/hand-in?from=centre"


@pytest.mark.parametrize(("kind", "phone"), [("deadline", "13800000001"), ("emergency", ""), ("emergency", "0793-123")])
def test_it_owes_no_text_for_what_can_wait_or_to_no_mobile(gateway, kind, phone):
    tell(person("li", phone=phone), kind=kind)
    assert not Delivery.objects.exists()


def test_it_tries_again_with_the_same_key_when_the_gateway_was_down(gateway):
    gateway.answers = [503]
    tell(person("li", phone="13800000001"))
    assert deliver_due(EVENING).retried == 1
    row = Delivery.objects.get()
    assert (row.state, row.last_error) == ("waiting", "短信平台答复 503")
    assert deliver_due(EVENING + timedelta(minutes=2)).sent == 1
    first, second = gateway.keys
    assert first == second


@pytest.mark.parametrize(
    ("status", "state", "sentence"),
    [
        (400, "failed", "短信平台答复 400"),
        (302, "waiting", "短信平台要求转到别的网址（302），没有照办；网址由系统管理员核对。"),
    ],
)
def test_it_follows_nobody_elsewhere_and_shows_the_office_why(gateway, cast, login, status, state, sentence):
    cast.handler.phone = "13800000001"
    cast.handler.save(update_fields=["phone"])
    with outside() as elsewhere:
        gateway.answers, gateway.elsewhere = [status], elsewhere.url
        tell(cast.handler)
        deliver_due(EVENING)
        assert elsewhere.came == []
    row = Delivery.objects.get()
    assert (row.state, row.last_error) == (state, sentence)
    page = login(cast.system_admin).get("/notices/undelivered").content.decode()
    assert sentence in page and "短信" in page
    assert not [word for word in SECRETS if word in page]


def test_it_says_that_nobody_answers_there(settings, gateway):
    settings.SMS_URL = "http://127.0.0.1:9/"
    tell(person("li", phone="13800000001"))
    assert deliver_due(EVENING).retried == 1
    assert Delivery.objects.get().last_error == "连不上短信平台"


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        ("https://sms.example.cn/send?a=1", True),
        ("http://127.0.0.1:8080/", True),
        ("http://sms.example.cn/", False),
        ("http://127.0.0.1.example.cn/", False),
        ("https://user:word@sms.example.cn/", False),
        ("ftp://sms.example.cn/", False),
        ("https:///send", False),
        ("https://sms.example.cn:port/", False),
        ("https://[::1/", False),
    ],
)
def test_it_speaks_only_to_full_addresses_that_nobody_can_read(url, is_good):
    assert (posting.why_no_address(url) == "") is is_good


def test_it_waits_for_nothing_at_noon(gateway):
    tell(person("li", phone="13800000001"))
    assert deliver_due(NOON + timedelta(days=1)).sent == 1
