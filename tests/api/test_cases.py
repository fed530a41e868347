"""Reading cases through the API: the same doors, the same masks, the same filters."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.cases import access
from governance.cases.models import Case
from governance.organisation.models import AccessRecord
from tests import builders

pytestmark = pytest.mark.django_db
CASES = "/api/cases/"
EVERYBODY = (
    "clerk",
    "township_lead",
    "handler",
    "lead",
    "water_handler",
    "outsider",
    "staff",
    "leader",
    "county",
    "mediator",
    "grid_worker",
    "system_admin",
    "audit_admin",
)


def numbers(said) -> list[str]:
    return [row["number"] for row in said["results"]]


@pytest.fixture
def cases(cast):
    return {
        "ours": builders.petition(cast),
        "routed": builders.in_status(cast, "routed", title="已转住建局"),
        "theirs": builders.petition(
            cast, unit=cast.guodu, actor=cast.outsider, area=cast.area("610116002001"), title="郭杜的一件"
        ),
        "accusation": builders.accusation(cast),
    }


@pytest.mark.parametrize("name", EVERYBODY)
def test_it_lists_what_each_role_may_see_and_nothing_else(cast, cases, call, name):
    user = getattr(cast, name)
    status, said = call(user).get(CASES + "?scope=all")
    assert status == 200
    assert set(numbers(said)) == set(Case.objects.visible_to(user).values_list("number", flat=True))


@pytest.mark.parametrize("name", EVERYBODY)
def test_it_answers_404_for_every_case_a_role_may_not_know_of(cast, cases, call, name):
    user = getattr(cast, name)
    caller = call(user)
    known = set(Case.objects.visible_to(user).values_list("number", flat=True))
    for case in cases.values():
        for path in (f"{CASES}{case.number}/", f"{CASES}{case.number}/steps/"):
            status, said = caller.get(path)
            assert status == (200 if case.number in known else 404)
            if status == 404:
                assert said == caller.get(path.replace(case.number, "XF2099-999999"))[1]
        if case.number not in known:
            assert caller.post(f"{CASES}{case.number}/steps/accept/", {"version": 1, "facts": {}})[0] == 404


def test_it_sends_strangers_away_with_a_sentence(client, db):
    answer = client.get(CASES)
    assert answer.status_code == 403
    assert answer.json() == {"code": "not_authenticated", "detail": "身份认证信息未提供。"}
    assert client.get("/api/schema/").status_code == 403


def test_it_tells_one_case_with_its_deadlines_and_history(cast, cases, call):
    status, said = call(cast.clerk).get(f"{CASES}{cases['routed'].number}/")
    assert status == 200
    assert (said["status"], said["status_label"], said["kind_label"]) == ("routed", "待受理", "信访件")
    assert said["area"] == {"code": "610116001002", "name": "凤栖路社区"}
    assert [event["step"] for event in said["events"]] == ["register", "transfer"]
    assert said["events"][1]["actor"] == "周晓兰" and said["events"][1]["post"] == "韦曲街道办·登记员"
    terms = {clock["term"]: clock for clock in said["deadlines"]}
    assert terms["petition.route"]["outcome"] == "met"
    assert terms["petition.notice_transferred"]["due"] == "2026-03-26"
    assert said["deadline"]["light"] == "overdue" and said["version"] == cases["routed"].version


def test_it_masks_people_as_the_page_does(cast, cases, call):
    path = f"{CASES}{cases['ours'].number}/"
    shown = {name: call(getattr(cast, name)).get(path)[1]["people"][0] for name in ("clerk", "leader")}
    assert (shown["clerk"]["name"], shown["leader"]["name"]) == ("赵秀英", "赵**")
    assert {person["phone"] for person in shown.values()} == {"139****2222"}
    for name in ("clerk", "leader"):
        whole = json.dumps(call(getattr(cast, name)).get(path)[1], ensure_ascii=False)
        assert "13911112222" not in whole
    assert "赵秀英" not in json.dumps(call(cast.leader).get(CASES)[1], ensure_ascii=False)


def test_it_records_who_opens_a_restricted_case(cast, cases, call):
    call(cast.clerk).get(f"{CASES}{cases['ours'].number}/")
    assert not AccessRecord.objects.filter(verb="open").exists()
    call(cast.clerk).get(f"{CASES}{cases['accusation'].number}/")
    assert AccessRecord.objects.get(verb="open").subject == access.named_in_records(cases["accusation"])


def test_it_filters_as_the_list_does(cast, cases, call):
    caller = call(cast.staff)
    assert numbers(caller.get(CASES + "?kind=petition&status=routed")[1]) == [cases["routed"].number]
    assert numbers(caller.get(CASES + "?area=610116002")[1]) == [cases["theirs"].number]
    assert numbers(caller.get(CASES + "?q=郭杜")[1]) == [cases["theirs"].number]
    assert numbers(caller.get(CASES + "?q=收受好处")[1]) == []
    assert numbers(caller.get(CASES + f"?unit={cast.housing.pk}")[1]) == [cases["routed"].number]
    assert numbers(caller.get(CASES + "?scope=closed")[1]) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=nonsense", "kind"),
        ("owner__password=x", "owner__password"),
        ("order_by=-title", "order_by"),
        ("kind=petition&status=nonsense", "status"),
        ("start=yesterday", "start"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("after=garbage", "after"),
        ("q=13911112222", "q"),
        ("area=1%27--", "area"),
    ],
)
def test_it_says_which_parameter_is_wrong(cast, call, query, field):
    status, said = call(cast.staff).get(f"{CASES}?{query}")
    assert status == 400 and said["code"] == "bad_parameter"
    assert list(said["errors"]) == [field] and said["errors"][field]


def test_it_wants_a_word_or_a_family_name_to_search(cast, call):
    status, said = call(cast.staff).get(CASES + "?q=a")
    assert status == 400 and said["errors"] == {"q": "请输入至少两个字的词，或者一个姓。"}


def test_it_pages_without_losing_or_doubling_a_case(cast, call):
    same = builders.OPENED + timedelta(days=1)
    made = [builders.petition(cast, at=same) for _ in range(3)] + [
        builders.petition(cast, at=builders.OPENED + timedelta(days=day)) for day in (0, 2, 3)
    ]
    caller, path, found = call(cast.staff), CASES + "?limit=2", []
    while path:
        status, said = caller.get(path)
        assert status == 200 and len(said["results"]) <= 2
        found += numbers(said)
        path = said["next"]
    newest_first = sorted(made, key=lambda case: (case.opened_at, case.pk), reverse=True)
    assert found == [case.number for case in newest_first]


def test_it_asks_the_database_no_more_for_many_than_for_one(cast, call):
    caller = call(cast.staff)

    def queries(count):
        for _ in range(count):
            builders.in_status(cast, "routed")
        with CaptureQueriesContext(connection) as asked:
            assert len(caller.get(CASES)[1]["results"]) >= count
        return len(asked)

    queries(1)
    assert queries(1) == queries(20)


def test_it_slows_down_a_program_gone_wild(cast, call, monkeypatch):
    monkeypatch.setattr("rest_framework.throttling.UserRateThrottle.rate", "3/min", raising=False)
    caller = call(cast.staff)
    assert [caller.get(CASES)[0] for _ in range(5)] == [200, 200, 200, 429, 429]


def test_it_changes_nothing_by_get(cast, cases, call):
    before = list(Case.objects.order_by("pk").values_list("pk", "version", "status"))
    for name in ("clerk", "staff"):
        caller = call(getattr(cast, name))
        for case in cases.values():
            caller.get(f"{CASES}{case.number}/steps/")
        assert caller.get(f"{CASES}{cases['ours'].number}/steps/accept/")[0] == 405
    assert list(Case.objects.order_by("pk").values_list("pk", "version", "status")) == before
