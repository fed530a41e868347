"""The administrator sets up a platform, gives it a token, and takes it away again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.exchange import actions, once
from governance.exchange.models import Asked, Partner
from governance.frame.days import office_day
from governance.organisation.models import AccessRecord
from tests.exchange.pages import hotline

pytestmark = pytest.mark.django_db

CREATE = "petitions.create"


@pytest.fixture
def admin(cast, login):
    return login(cast.system_admin)


def test_it_is_set_up_and_its_token_shown_once(cast, admin):
    told = {"name": "12345 热线", "url": "https://12345.example.cn/news", "hourly": "60", "version": "0"}
    page = admin.post("/exchange/", told)
    partner = Partner.objects.get()
    assert page.url == f"/exchange/{partner.pk}/"
    until = office_day(timezone.now()) + timedelta(days=90)
    page = admin.post(f"{page.url}tokens/", {"scopes": ["petitions.create"], "expires_on": until.isoformat()})
    token = page.content.decode().split("<output>")[1].split("</output>")[0]
    assert actions.found(token, timezone.now()).partner == partner
    assert token not in admin.get(f"/exchange/{partner.pk}/").content.decode()
    key = admin.post(f"/exchange/{partner.pk}/key/", {"reason": "换人。"}).content.decode()
    key = key.split("<output>")[1].split("</output>")[0]
    partner.refresh_from_db()
    assert partner.key == key and key not in partner.key_sealed
    said = list(AccessRecord.objects.filter(subject="对接平台 12345 热线").values_list("reason", flat=True))
    assert len(said) == 3 and not [words for words in said if token in words or key in words]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"url": "http://12345.example.cn/"}, "请用 https 的网址"),
        ({"url": "12345"}, "请填写完整的网址"),
        ({"name": ""}, "请填写平台名称。"),
        ({"hourly": "0"}, "请填 1 到"),
        ({"name": "12345 热线"}, "已经有叫这个名称的平台。"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(cast, admin, changes, sentence):
    hotline(cast)
    page = admin.post("/exchange/", {"name": "平台", "url": "", "hourly": "60", "version": "0"} | changes)
    assert page.status_code == 422 and sentence in page.content.decode()
    assert Partner.objects.count() == 1


def test_two_who_change_it_at_once_hear_of_each_other(cast, admin):
    partner, _ = hotline(cast)
    told = {"name": "12345", "url": "", "hourly": "60", "is_active": "on", "version": "1"}
    assert admin.post(f"/exchange/{partner.pk}/", told).status_code == 302
    assert admin.post(f"/exchange/{partner.pk}/", told | {"hourly": "9"}).status_code == 409
    assert Partner.objects.get().hourly == 60


@pytest.mark.parametrize(("days", "scopes"), [(0, [CREATE]), (400, [CREATE]), (9, []), (9, ["x"])])
def test_no_token_is_good_for_nothing_or_for_ever(cast, admin, days, scopes):
    partner, _ = hotline(cast)
    until = office_day(timezone.now()) + timedelta(days=days)
    page = admin.post(f"/exchange/{partner.pk}/tokens/", {"scopes": scopes, "expires_on": until.isoformat()})
    assert page.status_code == 422 and partner.tokens.count() == 1


def test_a_token_is_revoked_once(cast, admin):
    partner, token = hotline(cast)
    path = f"/exchange/tokens/{partner.tokens.get().pk}/revoke/"
    assert "作废以后不能恢复" in admin.get(path).content.decode()
    assert admin.post(path, {"reason": "令牌外泄。"}).status_code == 302
    assert actions.found(token, timezone.now()) is None
    for again in (admin.get(path, follow=True), admin.post(path, {"reason": "令牌外泄。"}, follow=True)):
        assert again.redirect_chain == [(f"/exchange/{partner.pk}/", 302)]
        assert "已经作废" in again.content.decode() and "作废以后不能恢复" not in again.content.decode()


def test_answers_are_remembered_for_a_week(cast):
    partner, _ = hotline(cast)
    now = timezone.now()
    once.once(partner, "call-0001", {"a": 1}, lambda: {"number": 1}, at=now)
    assert once.forget_before(now) == 0
    assert once.forget_before(now + timedelta(seconds=1)) == 1
    assert not Asked.objects.exists()
