"""The hotline 12345 in both directions: what is called in is registered, and what becomes of it is pushed back."""

import json
from datetime import datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.test import Client

from governance.cases.models import Case
from governance.exchange import actions as platforms
from governance.exchange import sending
from governance.exchange.models import Asked, Matter, Parcel, Partner
from governance.exchange.sending import send_due
from governance.frame.days import CHINA
from petitions.models import Petition
from tests import builders
from tests.exchange.pages import hotline
from tests.outside import outside

pytestmark = pytest.mark.django_db

ADDRESS = "/api/hotline/petitions/"
NOW = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)
CALLED = {
    "number": "HL-2026-0310-17",
    "petition_class": "appeal_request",
    "summary": "请求恢复小区供水。",
    "facts_and_reasons": "泵房三天前停用，物业不修。",
    "area": "610116001002",
    "place": "凤栖路 12 号",
    "people": [{"name": "赵秀英", "phone": "13911112222", "address": "凤栖路社区3组8号"}],
}
ACCUSING = CALLED | {
    "number": "HL-2026-0310-18",
    "petition_class": "accusation",
    "summary": "检举住建局王海涛收受好处。",
    "accused_unit": "长安区住房和城乡建设局",
    "accused_names": "王海涛",
}


@pytest.fixture(autouse=True)
def day(time_machine):
    time_machine.move_to(NOW, tick=False)


class Hotline:
    """The program of a hotline, which knows its token and what it was answered."""

    def __init__(self, token: str):
        self.client, self.token = Client(), token

    def post(self, body, path: str = ADDRESS, key: str = "call-0001"):
        """Status and JSON."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        body = body if isinstance(body, str) else json.dumps(body)
        answer = self.client.post(path, body, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    def follow(self, number: str = CALLED["number"]):
        """Status and JSON."""
        answer = self.client.get(f"{ADDRESS}{number}/", headers={"Authorization": f"Bearer {self.token}"})
        return answer.status_code, answer.json()


@pytest.fixture
def there():
    with outside() as server:
        yield server


@pytest.fixture
def partner(cast, there):
    made, token = hotline(cast, url=there.url)
    made.program = Hotline(token)
    return made


@pytest.fixture
def program(partner):
    return partner.program


def handed_in(program, **changes) -> Petition:
    status, said = program.post(CALLED | changes)
    assert status == 201, said
    return Petition.objects.get(number=said["number"])


def answered(case, cast) -> None:
    """It is sent on, accepted, answered and served."""
    for name, actor, days, facts in (
        ("transfer", cast.clerk, 1, {"to_unit": cast.housing, **builders.TRANSFER}),
        ("accept", cast.handler, 2, builders.ACCEPT),
        ("reclassify", None, 2, {"petition_class": "suggestion", "reason": "属于建议。"}),
        ("study", cast.handler, 2, STUDIED),
        ("reply", cast.lead, 3, {"reply": "水泵今天换好，已经恢复供水。", "adopted": "none"}),
        ("serve", cast.handler, 4, SERVED),
    ):
        builders.step(case, name, actor, at=NOW + timedelta(days=days), replay=name != "transfer", **facts)


STUDIED = {
    "studied_by": "局办公会",
    "studied_on": (NOW + timedelta(days=2)).date(),
    "finding": "已经解决。",
    "adopted": "none",
    "reason": "不用再建。",
}
SERVED = {"method": "electronic", "served_on": (NOW + timedelta(days=4)).date(), "receiver": "本人", "proof": "已签收"}


def test_a_call_goes_all_the_way_and_its_answer_comes_back(partner, program, there, cast):
    case = handed_in(program)
    assert (case.lead_unit, case.channel, case.area_id) == (cast.weiqu, "phone", "610116001002")
    told = case.events.get().facts["told"]
    assert told == [["提出方式", "12345 热线转来"], ["对方编号", CALLED["number"]]]
    answered(case, cast)
    assert send_due(NOW + timedelta(days=5)).sent == 6
    assert [body["stage"] for body in there.bodies] == ["transfer", "accept", "reclassify", "study", "reply", "serve"]
    assert there.bodies[0]["unit"] == cast.housing.name
    assert there.bodies[-1] | {"sequence": 0} == {
        "number": CALLED["number"],
        "sequence": 0,
        "at": "2026-03-14T10:00:00+08:00",
        "stage": "serve",
        "day": "2026-03-14 周六",
        "words": "答复已送达",
        "unit": "",
        "outcome": "",
        "answer": "水泵今天换好，已经恢复供水。",
    }
    sequences = [body["sequence"] for body in there.bodies]
    assert sequences == sorted(sequences)
    assert there.is_signed(partner.key)
    status, said = program.follow()
    assert status == 200
    assert [entry["words"] for entry in said["entries"]] == [body["words"] for body in there.bodies]
    assert not [word for word in ("赵秀英", "13911112222", "3组8号") if word in json.dumps(said, ensure_ascii=False)]
    assert send_due(NOW + timedelta(days=6)).sent == 0


def test_what_it_is_told_is_written_with_the_step_or_not_at_all(partner, program, cast):
    case = handed_in(program)
    assert not Parcel.objects.exists()
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    row = Parcel.objects.get()
    assert (row.event, row.state) == (case.events.get(step="transfer"), "waiting")
    other = builders.petition(cast)
    builders.step(other, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    assert Parcel.objects.count() == 1


def test_it_is_told_in_order_and_again_until_it_has_taken_it(partner, program, there, cast):
    case = handed_in(program)
    second = handed_in_as(program, "HL-2")
    answered(case, cast)
    builders.step(second, "transfer", cast.clerk, later=6, to_unit=cast.housing, **builders.TRANSFER)
    there.answers = [503]
    now = NOW + timedelta(days=7)
    assert send_due(now).sent == 0
    # It does not answer, and nobody else's parcel is tried on it in that round.
    assert len(there.came) == 1
    assert send_due(now + timedelta(seconds=30)).sent == 1
    # The second matter went; the first one waits for its turn, with nothing of it gone ahead.
    assert there.bodies[-1]["number"] == "HL-2"
    assert send_due(now + timedelta(minutes=2)).sent == 6
    mine = [body["stage"] for body in there.bodies if body["number"] == CALLED["number"]]
    assert mine == ["transfer", "transfer", "accept", "reclassify", "study", "reply", "serve"]
    assert there.keys[0] == there.keys[2]


def handed_in_as(program, number: str) -> Petition:
    status, said = program.post(CALLED | {"number": number}, key=f"call-{number}-1")
    assert status == 201, said
    return Petition.objects.get(number=said["number"])


def test_what_it_refuses_holds_up_the_rest_until_somebody_looks(partner, program, there, cast, login):
    case = handed_in(program)
    answered(case, cast)
    there.answers = [422]
    now = NOW + timedelta(days=5)
    assert send_due(now).failed == 1
    assert send_due(now + timedelta(days=1)).sent == 0
    time = now + timedelta(days=1)
    page = login(cast.system_admin).get(f"/exchange/{partner.pk}/").content.decode()
    assert "12345 热线答复 422" in page and CALLED["number"] in page
    assert "停水" not in page and "赵秀英" not in page and case.number not in page
    assert login(cast.system_admin).post(f"/exchange/{partner.pk}/resend/").status_code == 302
    assert send_due(time).sent == 6


def test_what_could_not_be_pushed_of_a_matter_hidden_since_is_in_no_number(partner, program, there, cast, login):
    case, desk = handed_in(program), login(cast.system_admin)
    answered(case, cast)
    there.answers = [422]
    assert send_due(NOW + timedelta(days=5)).failed == 1
    assert "1 条" in desk.get("/exchange/").content.decode()
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted")
    assert "0 条" in desk.get("/exchange/").content.decode()
    said = desk.post(f"/exchange/{partner.pk}/resend/", follow=True).content.decode()
    assert "已重新交发 0 条" in said


def test_it_follows_nobody_to_another_address(partner, program, there, cast):
    case = handed_in(program)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    with outside() as elsewhere:
        there.answers, there.elsewhere = [307], elsewhere.url
        assert send_due(NOW + timedelta(days=2)).retried == 1
        assert elsewhere.came == []
    assert Parcel.objects.get().last_error == "12345 热线要求转到别的网址（307），没有照办；网址由系统管理员核对。"


def test_a_call_made_twice_is_registered_once(partner, program):
    first = program.post(CALLED)
    assert first[0] == 201
    assert program.post(CALLED) == (200, first[1])
    assert Petition.objects.count() == 1
    status, said = program.post(CALLED | {"summary": "别的事"})
    assert (status, said["code"]) == (409, "refused") and "已经用于另一次调用" in said["detail"]
    status, said = program.post(CALLED, key="call-0002")
    assert status == 409 and "已经登记过" in said["detail"]
    assert Petition.objects.count() == Matter.objects.count() == Asked.objects.count() == 1
    # Neither number nor unit lies there to be read.
    assert first[1]["number"] not in Asked.objects.get().answer_sealed


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"summary": ""}, "summary", "请填写您的请求。"),
        ({"petition_class": "complaint"}, "petition_class", "请选择一种。"),
        ({"area": "610199"}, "area", "没有这个乡镇"),
        ({"area": "610116"}, "area", "没有这个乡镇"),
        ({"people": []}, "people.0.name", "请填写姓名"),
        ({"people": [{"name": "赵秀英", "phone": "1391", "address": "3组"}]}, "people.0.phone", "位"),
        ({"people": [{"name": f"第{n}人", "address": "3组"} for n in range(6)]}, "people.4.name", "不超过"),
        ({"people_count": 0}, "people_count", "1"),
        ({"number": "a b"}, "number", ""),
        ({"summary": "举报他贪污"}, "not_accusing", "检举控告"),
        ({"petition_class": "accusation"}, "accused_unknown", "请写单位或者人员"),
        ({"people": "赵秀英"}, "people", ""),
    ],
)
def test_it_says_at_the_field_what_is_wrong_and_keeps_nothing(partner, program, changes, field, sentence):
    status, said = program.post(CALLED | changes)
    assert (status, said["code"]) == (422, "fact_missing"), said
    assert sentence in said["errors"][field], said["errors"]
    assert not Case.objects.exists() and not Asked.objects.exists()


@pytest.mark.parametrize("key", ["", "short", "k" * 65, "中文中文中文中文中文"])
def test_a_call_without_a_key_of_its_own_is_not_made(partner, key):
    answer = Client().post(
        ADDRESS,
        json.dumps(CALLED),
        content_type="application/json",
        headers={"Authorization": f"Bearer {partner.program.token}", "Idempotency-Key": key.encode().decode("latin-1")},
    )
    assert answer.status_code == 422 and "Idempotency-Key" in answer.json()["errors"]
    assert not Case.objects.exists()


def test_an_accusation_is_as_hidden_as_one_from_the_window_and_told_to_nobody(partner, program, there, cast, login):
    status, said = program.post(ACCUSING)
    assert status == 201
    case = Petition.objects.get(number=said["number"])
    # It went past the township, and past whom it accuses.
    assert case.is_restricted and case.accused_unit == cast.housing and case.accused_names == "王海涛"
    assert case.lead_unit != cast.weiqu
    for accused in (cast.lead, cast.handler, cast.clerk):
        assert not Case.objects.visible_to(accused).filter(pk=case.pk).exists()
        assert login(accused).get(f"/cases/{case.number}/").status_code == 404
    builders.step(case, "comment", None, later=1, note="核对。")
    assert not Parcel.objects.exists()
    assert program.follow(ACCUSING["number"]) == (200, {"number": ACCUSING["number"], "entries": []})
    page = login(cast.system_admin).get(f"/exchange/{partner.pk}/").content.decode()
    assert ACCUSING["number"] not in page and case.number not in page


def test_what_becomes_hidden_later_is_told_no_further(partner, program, there, cast):
    case = handed_in(program)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.water, **builders.TRANSFER)
    assert send_due(NOW + timedelta(days=2)).sent == 1
    before = program.follow()
    builders.step(case, "accept", cast.water_handler, later=2, **builders.ACCEPT)
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted")
    assert send_due(NOW + timedelta(days=3)).sent == 0
    assert program.follow() == before
    assert [body["stage"] for body in there.bodies] == ["transfer"]


def test_it_adds_to_its_own_matter_once(partner, program, cast):
    case = handed_in(program)
    path = f"{ADDRESS}{CALLED['number']}/supplements/"
    assert program.post({"note": "又停了一天。"}, path, key="more-0001") == (201, {"taken": True})
    assert program.post({"note": "又停了一天。"}, path, key="more-0001") == (200, {"taken": True})
    assert case.events.filter(step="supplement").count() == 1
    status, said = program.post({"note": "他受贿"}, path, key="more-0002")
    assert status == 422 and "not_accusing" in said["errors"]


@pytest.mark.parametrize("said", [{}, {"others_named": True}])
def test_whom_it_names_later_in_an_accusation_is_accused_unless_it_says_otherwise(partner, program, cast, said):
    """信访工作条例 art. 30 para 3; which names are known here it is not told."""
    program.post(ACCUSING)
    case = Petition.objects.get(petition_class="accusation")
    path = f"{ADDRESS}{ACCUSING['number']}/supplements/"
    told = {"note": f"{cast.inspector.name}也在场，收受了礼金。"} | said
    assert program.post(told, path, key="more-0003") == (201, {"taken": True})
    case.refresh_from_db()
    assert case.accused_names == ("王海涛" if said else f"王海涛、{cast.inspector.name}")


def test_a_platform_learns_nothing_of_what_others_handed_in(partner, program, cast):
    handed_in(program)
    _, token = hotline(cast, name="市民服务平台")
    other = Hotline(token)
    nowhere, theirs = other.follow("HL-0"), other.follow()
    assert nowhere == theirs == (404, {"code": "not_found", "detail": "没有登记过这个编号的事项。"})
    assert other.post({"note": "x"}, f"{ADDRESS}{CALLED['number']}/supplements/")[0] == 404
    # Its own number may be the same as another's.
    assert other.post(CALLED)[0] == 201


def test_a_token_is_good_for_its_scopes_and_days_alone(cast, there, time_machine):
    partner, token = hotline(cast, url=there.url, scopes=("petitions.follow",))
    program = Hotline(token)
    status, said = program.post(CALLED)
    assert (status, said["detail"]) == (403, "这个令牌不能做这件事。")
    assert program.follow()[0] == 404
    assert Hotline("x" * 43).follow() == (
        401,
        {"code": "authentication_failed", "detail": "令牌不对、过期或者已经作废。"},
    )
    assert Client().get(f"{ADDRESS}1/").status_code == 401
    time_machine.move_to(NOW + timedelta(days=31), tick=False)
    assert program.follow()[0] == 401
    time_machine.move_to(NOW, tick=False)
    platforms.revoke(partner.tokens.get(), reason="令牌外泄", actor=cast.system_admin, at=NOW)
    assert program.follow()[0] == 401


def test_a_platform_that_is_switched_off_is_let_in_no_more(partner, program):
    Partner.objects.update(is_active=False)
    assert program.follow()[0] == 401


def test_it_calls_so_often_an_hour_and_no_more(partner, program):
    Partner.objects.update(hourly=2)
    assert [program.follow()[0] for _ in range(3)] == [404, 404, 429]
    assert Petition.objects.count() == 0


def test_without_an_address_nothing_is_pushed_and_all_can_be_asked(cast):
    _, token = hotline(cast)
    program = Hotline(token)
    case = handed_in(program)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    assert send_due(NOW + timedelta(days=2)).sent == 0
    assert Parcel.objects.get().state == "kept"
    assert [entry["stage"] for entry in program.follow()[1]["entries"]] == ["transfer"]


def test_what_cannot_be_told_holds_up_nothing_of_another_matter(partner, program, there, cast, monkeypatch):
    first, second = handed_in(program), handed_in_as(program, "HL-2")
    for case in (first, second):
        builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    words = sending.said

    def said(event):
        if event.case_id == first.pk:
            raise InvalidTag
        return words(event)

    monkeypatch.setattr(sending, "said", said)
    done = send_due(NOW + timedelta(days=2))
    assert (done.sent, done.retried) == (1, 1)
    assert Parcel.objects.get(matter__case=first).last_error == "内容无法生成，请联系系统管理员"


@pytest.mark.parametrize("number", ["ＨＬ－2026－0310－17", "HL-2026-0310-17\u200b", " HL-2026-0310-17\n"])
def test_a_number_of_theirs_is_the_same_however_it_is_written(partner, program, number):
    handed_in(program)
    assert program.post(CALLED | {"number": number}, key="call-0002")[0] == 409
    assert Petition.objects.count() == 1


@pytest.mark.parametrize("number", [".", "..", "", "a/b", "a" * 41])
def test_a_number_that_no_address_can_hold_is_refused(partner, program, number):
    status, said = program.post(CALLED | {"number": number})
    assert (status, list(said["errors"])) == (422, ["number"])


@pytest.mark.parametrize(
    ("body", "field", "sentence"),
    [
        ("null", "body", "JSON 对象"),
        ("[]", "body", "JSON 对象"),
        (json.dumps({"summary": "停水"}), "number", "请填写对方编号。"),
        (json.dumps(CALLED | {"people": ["赵秀英"]}), "people", "每个人写成一个 JSON 对象"),
    ],
)
def test_it_says_in_the_words_of_the_house_what_a_body_lacks(partner, program, body, field, sentence):
    status, said = program.post(body)
    assert status == 422 and sentence in said["errors"][field]
