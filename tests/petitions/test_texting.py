"""Text messages to whoever put a petition forward and agreed to it, over a real gateway on this machine."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from governance.frame.days import office_day
from petitions.models import CitizenText, Petition
from petitions.texting import agreeing
from petitions.texting.sending import MOST_AN_HOUR, send_due
from tests import builders
from tests.outside import outside
from tests.petitions import reviews as built
from tests.petitions.handing_in import SAID, hand_in, say
from tests.petitions.test_looking_up import MINE, ask, shown

pytestmark = pytest.mark.django_db
PHONE = "13911112222"
KEY = "what-the-gateway-and-we-know"
AGREED = {"texts": "on"}
KINDS = ("已经受理", "书面答复", "复查、复核意见", "听证", "告知或者决定")
SECRETS = ("赵秀英", "供水", "凤栖路", "泵房")


@pytest.fixture
def gateway(settings):
    with outside() as here:
        settings.SMS_URL, settings.SMS_ACCOUNT, settings.SMS_KEY = here.url, "county", KEY
        yield here


@pytest.fixture
def noon(time_machine):
    time_machine.move_to(builders.OPENED, tick=False)
    return builders.OPENED


def handed_in(**pages) -> Petition:
    hand_in(Client(), **{"people": AGREED} | pages)
    return Petition.objects.latest("pk")


def answered(cast, petition, later=10) -> None:
    """Sent on, taken on, answered and served."""
    builders.step(petition, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(petition, "accept", cast.handler, later=2, **builders.ACCEPT)
    builders.step(petition, "issue_opinion", cast.lead, later=later - 1, **builders.OPINION)
    served_on = office_day(petition.opened_at + timedelta(days=later))
    told = {"method": "direct", "receiver": "本人", "proof": "签收"}
    builders.step(petition, "serve", cast.handler, later=later, served_on=served_on, **told)


def texts(gateway) -> list[str]:
    assert {body["phone"] for body in gateway.bodies} <= {PHONE}
    return [body["text"] for body in gateway.bodies]


def test_receipt_answer_and_rating_are_said_once_each_and_name_nobody(gateway, cast, noon):
    petition = handed_in()
    assert send_due(noon) == 1
    answered(cast, petition)
    assert send_due(noon + timedelta(days=10, hours=1)) == 2
    assert send_due(noon + timedelta(days=16)) == 0
    assert send_due(noon + timedelta(days=18)) == 1
    assert send_due(noon + timedelta(days=19)) == 0
    first, *between, third = texts(gateway)
    assert all(petition.number in text and text.startswith("【县综治中心】") for text in (first, *between, third))
    assert "已经登记" in first and "评价" in third
    assert ["已经受理" in text for text in between] == ["书面答复" not in text for text in between]
    assert not [word for word in SECRETS for _, _, body in gateway.came if word in body.decode()]
    assert all(re.search(r"https?://\S+$", text) for text in (first, *between, third))
    assert gateway.is_signed(KEY)
    assert set(CitizenText.objects.filter(state="sent").values_list("phone_sealed")) == {("",)}


def test_what_comes_again_is_said_again(gateway, cast, noon):
    """An answer that was revoked on review, after a hearing that was put off, and its second: each when it comes."""
    petition = handed_in()

    def said(later: float) -> set[str]:
        before = len(gateway.bodies)
        send_due(noon + timedelta(days=later, hours=2))
        told = texts(gateway)[before:]
        found = [word for text in told for word in KINDS if word in text]
        assert len(found) == len(set(found))
        return set(found)

    built.answered(cast, made=petition)
    assert said(22) == {"已经受理", "书面答复"}
    review = built.asked(cast, petition, 25)
    built.accepted(cast, review)
    built.called(cast, review)
    assert said(30) == {"已经受理", "听证"}
    again = {"hearing_at": review.opened_at + timedelta(days=20), "place": "街道礼堂", "reason": "信访人住院。"}
    builders.step(review, "put_off_hearing", cast.bureau_handler, later=7, **again)
    assert (said(33), said(34)) == ({"听证"}, set())
    built.held(cast, review, 20)
    built.decided(cast, review, 21, told=built.REVOKE)
    assert said(46) == set()
    built.served(cast, review, 22)
    assert said(47) == {"复查、复核意见"}
    petition.refresh_from_db()
    opinion = built.OPINION | {"facts": "重新调查，情况不属实。", "new_facts": "补充调取了出警记录和监控录像。"}
    builders.step(petition, "issue_opinion", None, later=55, **opinion)
    served_on = office_day(petition.opened_at + timedelta(days=56))
    builders.step(petition, "serve", cast.officer, later=56, served_on=served_on, **built.SERVED)
    assert (said(56), said(57)) == ({"书面答复"}, set())


def test_what_closes_it_is_said_and_the_number_is_gone(gateway, cast, noon):
    earlier, petition = builders.petition(cast, at=noon - timedelta(days=1)), handed_in()
    send_due(noon)
    told = {"into": earlier, "note": "同一人同一事项。", "told_by": "electronic"}
    builders.step(petition, "merge", cast.clerk, later=1, **told)
    petition.refresh_from_db()
    assert petition.closed_at is not None
    assert send_due(noon + timedelta(days=3)) == 1 and "告知或者决定" in texts(gateway)[-1]
    assert not CitizenText.objects.filter(state="waiting").exists()
    assert not CitizenText.objects.exclude(phone_sealed="").exists()


def test_whoever_did_not_ask_for_it_is_told_nothing(gateway, cast, noon):
    handed_in(people={})
    assert not CitizenText.objects.exists()
    assert send_due(noon) == 0 and gateway.came == []


def test_of_an_accusation_no_phone_is_ever_kept(gateway, cast, noon):
    assert handed_in(matter={"petition_class": "accusation", "summary": "有人收钱。"}).is_restricted
    assert not CitizenText.objects.exists()


def test_what_becomes_hidden_or_ends_is_said_no_more_and_its_number_forgotten(gateway, cast, noon):
    hidden, over = handed_in(), handed_in()
    told = {"petition_class": "accusation", "accused_unknown": True, "reason": "经核对，反映的是工作人员收钱。"}
    builders.step(hidden, "reclassify", cast.clerk, later=0, **told)
    over.clocks.update(ended_at=noon, outcome="cancelled", alert_at=None)
    Petition.objects.filter(pk=over.pk).update(closed_at=noon, status="withdrawn", next_due_at=None)
    assert send_due(noon) == 0 and gateway.came == []
    assert set(CitizenText.objects.values_list("state", "phone_sealed")) == {("dropped", "")}


def test_it_can_be_stopped_where_it_is_looked_up_and_is_offered_to_nobody_else(gateway, cast, noon):
    client, petition = Client(), handed_in()
    assert "停发短信" in shown(client, petition)
    assert ask(client, "quiet").status_code == 302
    assert send_due(noon) == 0 and not CitizenText.objects.exclude(phone_sealed="").exists()
    assert "停发短信" not in client.get(MINE).content.decode()


def test_a_mobile_is_wanted_and_without_a_gateway_nobody_is_asked(gateway, settings, cast, noon):
    client = Client()
    for page in ("matter", "place", "village"):
        say(client, page)
    wrong = say(client, "people", phone_1="0298529000", **AGREED)
    assert wrong.status_code == 422 and "要发短信的，请填写手机号。" in wrong.content.decode()
    settings.SMS_URL = ""
    page = client.get(reverse("petitions:hand_in_page", args=["people"]))
    assert "用短信告诉我" not in page.content.decode()
    assert say(client, "people", **AGREED).status_code == 302 and "texts" not in SAID["people"]


def test_nobody_is_rung_at_night_or_without_end(gateway, cast, noon):
    for _ in range(MOST_AN_HOUR + 1):
        handed_in()
    night = noon.replace(hour=22)
    assert send_due(night) == 0 and CitizenText.objects.exclude(next_try_at=None).count() == MOST_AN_HOUR + 1
    assert send_due(night + timedelta(hours=10)) == MOST_AN_HOUR
    assert CitizenText.objects.get(state="failed").last_error == "同一号码一小时内的短信太多"


def test_what_could_not_be_said_in_the_evening_waits_for_the_morning(gateway, cast, noon):
    handed_in()
    evening, gateway.answers = noon.replace(hour=20, minute=58), [503]
    assert send_due(evening) == 0 and len(gateway.bodies) == 1
    assert send_due(evening + timedelta(minutes=5)) == 0 and len(gateway.bodies) == 1
    assert send_due(evening + timedelta(hours=12)) == 1


def test_whoever_rated_over_night_is_not_asked_to_in_the_morning(gateway, cast, noon):
    petition = handed_in()
    answered(cast, petition)
    send_due(noon + timedelta(days=10, hours=1))
    evening = noon.replace(hour=22) + timedelta(days=18)
    assert send_due(evening) == 0 and petition.texts.get(word="rating").next_try_at == evening
    petition.clocks.filter(term_code="petition.rating").update(ended_at=evening, outcome="met", alert_at=None)
    assert send_due(evening + timedelta(hours=10)) == 0
    assert petition.texts.get(word="rating", state="failed").last_error.startswith("已经评价")


def test_a_stranger_whose_number_was_written_down_hears_nothing_once_it_is_put_right(gateway, cast, noon):
    petition, other = handed_in(), handed_in()
    send_due(noon)
    for case, phone in ((petition, "13822223333"), (other, "029-85290001")):
        told = {"person": case.participants.get(), "phone": phone, "note": "号码写错了。"}
        told |= {name: getattr(case, name) for name in ("title", "summary", "area", "place")}
        builders.step(case, "amend", cast.clerk, later=1, **told)
    before = len(gateway.bodies)
    answered(cast, petition), answered(cast, other)
    assert send_due(noon + timedelta(days=10, hours=1)) == 2
    assert {body["phone"] for body in gateway.bodies[before:]} == {"13822223333"}
    assert not other.texts.filter(state="waiting").exists() and not other.texts.exclude(phone_sealed="").exists()


@pytest.mark.parametrize("withheld", [{}, {"withheld": "on"}])
def test_of_several_whoever_withdraws_is_told_nothing_more(gateway, cast, noon, withheld):
    two = {"name_2": "李明", "phone_2": "13722223333", "address_2": "广场社区", "people_count": "2"}
    petition = handed_in(people=AGREED | two | withheld)
    other, first = sorted(petition.petitioners, key=lambda person: -person.position)
    for person, waits in ((other, True), (first, False)):
        agreeing.leave(petition, person, noon)
        assert petition.texts.filter(state="waiting").exists() is waits
    petition = handed_in(people=AGREED | two)
    send_due(noon)
    told = builders.WITHDRAWAL | {"person": petition.petitioners[0]}
    builders.step(petition, "withdraw_one", cast.township_lead, later=1, **told)
    assert not petition.texts.filter(state="waiting").exists() and not petition.texts.exclude(phone_sealed="").exists()


def test_a_gateway_that_is_down_is_asked_again_with_the_same_key(gateway, cast, noon):
    handed_in()
    gateway.answers = [503]
    assert send_due(noon) == 0
    assert CitizenText.objects.get(word="receipt").last_error == "短信平台答复 503"
    assert send_due(noon + timedelta(minutes=2)) == 1
    assert len(set(gateway.keys)) == 1


def test_the_window_asks_whether_they_want_it(gateway, cast, login, noon):
    typed = {
        "channel": "visit",
        "received_on": office_day(noon).isoformat(),
        "name_1": "赵秀英",
        "phone_1": PHONE,
        "address_1": "凤栖路社区3组8号",
        "people_count": "1",
        "area": "韦曲街道 / 凤栖路社区",
        "petition_class": "appeal_request",
        "route": "handling",
        "summary": "请求恢复供水。",
        "texts": "on",
    }
    client = login(cast.clerk)
    assert "信访人同意用短信告知" in client.get(reverse("petitions:register")).content.decode()
    assert client.post(reverse("petitions:register"), typed).status_code == 302
    assert send_due(noon) == 1 and len(gateway.bodies) == 1
