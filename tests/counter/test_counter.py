"""What is said at the window goes into the matter that it becomes, once; who waits is a number."""

from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from django.utils import timezone

from governance.cases.law import county
from governance.cases.models import Case, CountyRule
from governance.counter import turns, waiting
from governance.counter.models import Turn
from governance.frame.days import office_day
from governance.frame.refusals import StepNotPossible
from tests import builders
from tests.builders import OPENED

pytestmark = pytest.mark.django_db
SAID = "楼上漏水三个月，物业说不归他管。"


def told(becomes: str, **changes) -> dict:
    return {"key": str(uuid4()), "said": SAID, "area": "韦曲街道 / 凤栖路社区", "becomes": becomes} | changes


def sent_on(client, becomes: str, **changes):
    answer = client.post("/counter/", told(becomes, **changes))
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


@pytest.mark.parametrize(
    ("becomes", "page"),
    [
        ("event", "/grid/events/register/"),
        ("service", "/grid/events/register/"),
        ("petition", "/petitions/register/"),
        ("dispute", "/mediation/register/"),
    ],
)
def test_what_was_said_stands_in_the_register_page_of_what_it_becomes(cast, login, becomes, page):
    client = login(cast.clerk)
    url = sent_on(client, becomes)
    assert url.startswith(page)
    shown = client.get(url).content.decode()
    assert SAID in shown and "韦曲街道 / 凤栖路社区" in shown and "来人所述已填入" in shown


def test_the_matter_that_comes_of_it_ends_the_turn_and_what_was_said_is_kept_there_alone(cast, login):
    client = login(cast.clerk)
    url = sent_on(client, "petition")
    sent = {
        "channel": "visit",
        "received_on": office_day(timezone.now()).isoformat(),
        "area": "韦曲街道 / 凤栖路社区",
        "petition_class": "appeal_request",
        "route": "handling",
        "visit_form": "individual",
        "people_count": "1",
        "name_1": "王秀芳",
        "phone_1": "13812342201",
        "summary": SAID,
        "then": "open",
        "from": url.partition("from=")[2],
    }
    answer = client.post(url.partition("?")[0], sent)
    assert answer.status_code == 302, answer.content.decode()
    turn, case = Turn.objects.get(), Case.objects.get()
    assert (turn.case_id, turn.state, turn.told) == (case.pk, "served", {})
    # The back button and the same form again make no second matter.
    again = client.post(url.partition("?")[0], sent)
    assert again.status_code in (409, 422) and "已经登记，没有再次登记" in again.content.decode()
    assert Case.objects.count() == 1


def test_what_was_said_is_read_by_nobody_but_who_listened(cast, login):
    """It may accuse a colleague at the same window, or the head of the unit."""
    url = sent_on(login(cast.clerk), "petition")
    turn = Turn.objects.get()
    for address in (url, f"/counter/turns/{turn.pk}/"):
        assert SAID in login(cast.clerk).get(address).content.decode()
        page = login(cast.township_lead).get(address)
        assert SAID not in page.content.decode(), (address, page.status_code)


def test_nothing_is_chosen_or_said_keeps_what_was_typed(cast, login):
    client = login(cast.clerk)
    answer = client.post("/counter/", told(""))
    assert answer.status_code == 422
    assert SAID in answer.content.decode() and "请选择按什么办理。" in answer.content.decode()
    answer = client.post("/counter/", told("petition", said=""))
    assert "请先写下来人所说的事。" in answer.content.decode()
    assert not Turn.objects.exists()


def test_the_same_page_sent_twice_is_one_turn(cast, login):
    client, key = login(cast.clerk), str(uuid4())
    assert sent_on(client, "dispute", key=key) == sent_on(client, "dispute", key=key)
    assert Turn.objects.count() == 1


def test_a_mediator_of_no_window_is_not_let_in_and_a_grid_worker_is_offered_what_is_theirs(cast, login):
    assert login(cast.mediator).get("/counter/").status_code == 403
    shown = login(cast.grid_worker).get("/counter/").content.decode()
    assert "网格事件" in shown and "对机关和工作人员提出" in shown
    shown = login(cast.township_lead).get("/counter/").content.decode()
    assert "网格事件" in shown and "对机关和工作人员提出" not in shown


def test_a_county_that_has_people_take_numbers_calls_them_at_the_window(cast, login):
    county.load_reference()
    client = login(cast.clerk)
    assert client.get("/counter/queue/").status_code == 404
    CountyRule.objects.filter(code="counter_queue").update(value="on")
    key = {"key": str(uuid4())}
    assert client.post("/counter/queue/take/", key).url == "/counter/queue/"
    client.post("/counter/queue/take/", key)
    assert Turn.objects.count() == 1 and "1 号" in client.get("/counter/queue/").content.decode()
    assert client.post("/counter/queue/call/", {"window": ""}).status_code == 422
    client.post("/counter/queue/call/", {"window": "2"})
    turn = Turn.objects.get()
    assert (turn.state, turn.window, turn.served_by) == ("called", "2号窗口", cast.clerk)
    assert client.get(f"/counter/turns/{turn.pk}/").status_code == 200
    assert login(cast.outsider).get(f"/counter/turns/{turn.pk}/").status_code == 404
    login(cast.clerk).post(f"/counter/turns/{turn.pk}/end/", {"state": "served"})
    turn.refresh_from_db()
    assert (turn.state, turn.case) == ("served", None)


def test_numbers_go_up_are_called_in_turn_and_begin_anew_each_day(cast):
    first, second = (turns.take(uuid4(), cast.weiqu, at=OPENED + timedelta(minutes=n)) for n in (0, 1))
    assert (first.number, second.number) == (1, 2)
    assert turns.take(first.key, cast.weiqu, at=OPENED).pk == first.pk
    assert turns.take(uuid4(), cast.guodu, at=OPENED).number == 1
    assert turns.take(uuid4(), cast.weiqu, at=OPENED + timedelta(days=1)).number == 1
    called = [
        turns.call_next(cast.weiqu, "1号窗口", actor=cast.clerk, at=OPENED + timedelta(minutes=9)) for _ in range(3)
    ]
    assert [turn and turn.number for turn in called] == [1, 2, None]
    turns.end(first, "left", at=OPENED + timedelta(minutes=10))
    with pytest.raises(StepNotPossible, match="已经结束"):
        turns.end(first, "served", at=OPENED + timedelta(minutes=11))


def test_waiting_is_counted_by_day_in_minutes_of_those_who_were_called(cast):
    for number, wait in enumerate((4, 10, 30)):
        turn = turns.take(uuid4(), cast.weiqu, at=OPENED + timedelta(minutes=number))
        turns.call_next(cast.weiqu, "1号窗口", actor=cast.clerk, at=turn.taken_at + timedelta(minutes=wait))
        turns.end(turn, "served", at=turn.taken_at + timedelta(minutes=wait + 5))
    gone = turns.take(uuid4(), cast.weiqu, at=OPENED + timedelta(minutes=5))
    turns.end(gone, "left", at=OPENED + timedelta(minutes=50))
    row = waiting.by_day(cast.weiqu, OPENED.date(), OPENED.date())[0]
    assert (row.came, row.served, row.left, row.usual, row.longest) == (4, 3, 1, 10, 30)


def test_what_is_said_is_read_and_ended_by_who_takes_it_down_alone(cast, login):
    url = sent_on(login(cast.clerk), "petition", said="检举本街道负责人收礼。", place="三楼")
    turn = Turn.objects.get()
    # The head of the same unit serves at the same window, and is the one it is about.
    client = login(cast.township_lead)
    assert client.get(f"/counter/turns/{turn.pk}/").status_code == 404
    assert client.post(f"/counter/turns/{turn.pk}/", told("event", said="改成好话")).status_code == 404
    assert client.post(f"/counter/turns/{turn.pk}/end/", {"state": "left"}).status_code == 404
    assert client.get(f"/grid/events/register/?from=counter-{turn.pk}").status_code == 404
    turn.refresh_from_db()
    assert (turn.told["said"], turn.ended_at) == ("检举本街道负责人收礼。", None)
    assert "检举本街道负责人收礼。" in login(cast.clerk).get(url).content.decode()


def test_what_waits_is_read_in_no_row_and_opens_in_no_other(cast, login):
    sent_on(login(cast.clerk), "petition", said="CANARY 检举负责人收礼。", place="CANARY 三楼")
    turn, other = Turn.objects.get(), turns.take(uuid4(), cast.weiqu, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM counter_turn t")
        assert "CANARY" not in str(cursor.fetchall())
    assert turn.told == {"said": "CANARY 检举负责人收礼。", "place": "CANARY 三楼"}
    Turn.objects.filter(pk=other.pk).update(told_sealed=turn.told_sealed)
    with pytest.raises(InvalidTag):
        _ = Turn.objects.get(pk=other.pk).told


def test_a_turn_that_is_over_says_nothing_of_where_and_is_shown_to_nobody_else(cast, login):
    sent_on(login(cast.clerk), "petition", place="三楼")
    turn = Turn.objects.get()
    turns.end(turn, "served", at=timezone.now())
    turn.refresh_from_db()
    assert (turn.told, turn.becomes, turn.area) == ({}, "", None)
    client = login(cast.township_lead)
    assert client.get(f"/counter/turns/{turn.pk}/").status_code == 404
    assert client.post(f"/counter/turns/{turn.pk}/end/", {"state": "left"}).status_code == 404


def test_what_was_left_behind_on_an_earlier_day_is_gone(cast, login):
    sent_on(login(cast.clerk), "petition", place="三楼")
    waiting = turns.take(uuid4(), cast.weiqu, at=timezone.now())
    assert turns.end_left_behind(timezone.now()) == 0
    assert turns.end_left_behind(timezone.now() + timedelta(days=1)) == 2
    assert set(Turn.objects.values_list("state", "told_sealed")) == {("left", "")}
    waiting.refresh_from_db()
    assert waiting.ended_at is not None


@pytest.mark.parametrize("confidentiality", ["normal", "restricted"])
def test_of_every_matter_that_came_of_a_turn_the_same_is_said(cast, login, confidentiality):
    sent_on(login(cast.clerk), "petition")
    case, turn = builders.petition(cast), Turn.objects.get()
    Case.objects.filter(pk=case.pk).update(confidentiality=confidentiality)
    turns.end(turn, "served", at=timezone.now(), case=case)
    again = login(cast.clerk).post(f"/counter/turns/{turn.pk}/end/", {"state": "left"}, follow=True).content.decode()
    assert f"{turn}这次来访已经登记，没有再次登记。" in again and case.number not in again
