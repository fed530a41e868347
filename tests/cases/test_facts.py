"""Amounts, moments, several choices, picked rows and tables: told on the page, through the API and by a call."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.models import Event
from governance.cases.steps import actions
from governance.cases.steps.words import as_codes
from governance.cases.workflow import Fact, Step
from governance.frame.days import minute_text
from governance.frame.refusals import FactMissing
from governance.organisation.models import Unit
from tests import builders
from tests.builders import CHINA

pytestmark = pytest.mark.django_db

WAYS = (("cash", "现金"), ("transfer", "转账"))
ITEMS = Fact(
    "items",
    "履行事项",
    "rows",
    columns=(
        Fact("what", "内容", limit=20),
        Fact("amount", "金额", "money", required=False),
        Fact("due_on", "履行日期", "date"),
        Fact("way", "方式", "choice", choices=WAYS, required=False),
        Fact("receiver", "收款单位", "pick", of="courts", required=False),
        Fact("account", "账号", required=False, needed_if=("way", "transfer")),
    ),
)
SETTLE = Step(
    name="settle",
    label="达成协议",
    sources=(),
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("total", "标的额", "money"),
        Fact("held_at", "调解时间", "moment", past_only=True),
        Fact("present", "到场", "several", choices=(("a", "申请人"), ("b", "被申请人"), ("w", "证人"))),
        Fact("witness", "证人姓名", required=False, needed_if=("present", "w")),
        Fact("court", "法院", "pick", of="courts", required=False),
        ITEMS,
    ),
)
TOLD = {
    "total": "12,000.50",
    "held_at": "2026-03-10T09:30",
    "present": ["a", "b"],
    "items": [
        {"what": "医疗费", "amount": "8000", "due_on": "2026-05-01"},
        {"what": "赔礼道歉", "due_on": "2026-04-01"},
    ],
}
AT = builders.OPENED + timedelta(hours=1)


@pytest.fixture
def seen(try_steps):
    """The cleaned facts of every step ``settle`` that was taken."""
    caught = []

    def settle(case, *, act, facts):
        caught.append(facts)
        if facts["total"] == 13:
            raise FactMissing({"items-1-due_on": "这一天不行。", "total": "不能是十三。"})

    step = Step(**{**{name: getattr(SETTLE, name) for name in SETTLE.__dataclass_fields__}, "effect": "settle"})
    try_steps(step, effects={"settle": settle}, choosers={"courts": lambda row, on: Unit.objects.filter(kind="police")})
    return caught


@pytest.fixture
def case(cast, seen):
    return builders.petition(cast)


def take(case, actor, **told):
    return actions.take_step(case, "settle", {**TOLD, **told}, actor=actor, at=AT)


def wrong(case, actor, **told) -> dict:
    with pytest.raises(FactMissing) as refusal:
        take(case, actor, **told)
    return refusal.value.errors


def test_it_gives_every_fact_in_its_own_type(cast, case, seen):
    take(case, cast.clerk, court=cast.station.pk)
    facts = seen[0]
    assert facts["total"] == Decimal("12000.50")
    assert facts["held_at"] == datetime(2026, 3, 10, 9, 30, tzinfo=CHINA)
    assert facts["present"] == ["a", "b"]
    assert facts["court"] == cast.station
    first, second = facts["items"]
    assert (first["amount"], first["due_on"]) == (Decimal("8000"), date(2026, 5, 1))
    assert (second["amount"], second["receiver"]) == (None, None)


def test_it_takes_a_call_with_rows_dates_and_amounts_as_they_are(cast, case, seen):
    rows = [{"what": "医疗费", "amount": Decimal("1"), "due_on": AT.date(), "receiver": cast.police}]
    take(case, cast.clerk, total=Decimal("5"), held_at=AT, items=rows, court=cast.station)
    assert seen[0]["items"][0]["receiver"] == cast.police
    assert seen[0]["held_at"] == AT


def test_it_tells_a_table_a_line_a_row(cast, case):
    told = dict(take(case, cast.clerk, court=cast.station.pk).facts["told"])
    assert told == {
        "标的额": "12,000.50元",
        "调解时间": "2026-03-10 09:30",
        "到场": "申请人、被申请人",
        "法院": "韦曲派出所",
        "履行事项": "1. 内容：医疗费，金额：8,000.00元，履行日期：2026-05-01\n2. 内容：赔礼道歉，履行日期：2026-04-01",
    }


def test_it_keeps_the_codes_behind_the_words(cast, case):
    untold = Fact("number", "证件号", untold=True)
    assert as_codes((untold, SETTLE.facts[0]), {"number": "610116", "total": Decimal("5")}) == {"total": "5"}
    codes = take(case, cast.clerk, court=cast.station.pk).facts["codes"]
    rows = codes.pop("items")
    assert codes == {
        "total": "12000.50",
        "held_at": "2026-03-10T09:30:00+08:00",
        "present": ["a", "b"],
        "court": cast.station.pk,
    }
    assert [(row["what"], row["amount"], row["due_on"]) for row in rows] == [
        ("医疗费", "8000", "2026-05-01"),
        ("赔礼道歉", None, "2026-04-01"),
    ]


def test_it_drops_rows_that_hold_nothing(cast, case, seen):
    rows = [{}, {"what": "", "amount": ""}, {"what": "医疗费", "due_on": "2026-05-01"}, {"what": None}]
    take(case, cast.clerk, items=rows)
    assert [row["what"] for row in seen[0]["items"]] == ["医疗费"]


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        ({"total": "-1"}, {"total": "金额不能小于零。"}),
        ({"total": "很多"}, {"total": "请填写金额，例如 1200 或者 1200.50。"}),
        ({"total": "NaN"}, {"total": "请填写金额，例如 1200 或者 1200.50。"}),
        ({"total": "1.005"}, {"total": "金额最多写到分。"}),
        ({"total": "1" * 13}, {"total": "金额过大，请核对。"}),
        ({"held_at": "2026-03-10T11:01"}, {"held_at": "调解时间不能晚于现在。"}),
        ({"held_at": 5}, {"held_at": None}),
        ({"present": []}, {"present": "请选择到场。"}),
        ({"present": "a"}, {"present": None}),
        ({"present": ["x"]}, {"present": None}),
        ({"present": ["w"]}, {"witness": "请填写证人姓名。"}),
        ({"court": 10**6}, {"court": None}),
        ({"items": []}, {"items": "请填写履行事项。"}),
        ({"items": [{}]}, {"items": "请填写履行事项。"}),
        ({"items": "医疗费"}, {"items": "请一行一行填写。"}),
        ({"items": ["医疗费"]}, {"items": "请一行一行填写。"}),
        ({"items": [{"what": "一", "due_on": "2026-05-01"}] * 61}, {"items": "最多填写 60 行。"}),
        ({"items": [{"what": "一"}]}, {"items-0-due_on": "请填写履行日期。"}),
        (
            {"items": [{}, {"what": "一", "due_on": "2026-05-01"}, {"amount": "-2", "due_on": "明天"}]},
            {"items-1-what": "请填写内容。", "items-1-amount": "金额不能小于零。", "items-1-due_on": None},
        ),
        (
            {"items": [{"what": "一", "due_on": "2026-05-01", "way": "transfer"}]},
            {"items-0-account": "请填写账号。"},
        ),
        ({"items": [{"what": "一", "due_on": "2026-05-01", "extra": "1"}]}, {"items-0": "没有“extra”这一栏。"}),
    ],
)
def test_it_says_at_the_fact_or_cell_what_is_wrong(cast, case, told, errors):
    found = wrong(case, cast.clerk, **told)
    assert set(found) == set(errors)
    assert {name: said for name, said in found.items() if errors[name]} == {k: v for k, v in errors.items() if v}
    assert not Event.objects.filter(case=case, step="settle").exists()


def test_it_picks_only_from_what_the_chooser_offers(cast, case):
    assert set(wrong(case, cast.clerk, court=cast.housing.pk)) == {"court"}


# The page


def page_of(case) -> str:
    return reverse("cases:step", args=[case.number, "settle"])


def posted(case, **fields) -> dict:
    flat = {name: value for name, value in TOLD.items() if name != "items"} | {"held_at": minute_text(case.opened_at)}
    for place, row in enumerate(TOLD["items"]):
        flat |= {f"items-{place}-{name}": value for name, value in row.items()}
    return {"version": case.version, **flat, **fields}


@pytest.fixture
def recent(cast, seen):
    return builders.petition(cast, at=timezone.now() - timedelta(days=1))


def test_it_shows_blank_rows_to_spare_and_a_pattern_for_more(login, cast, recent):
    page = login(cast.clerk).get(page_of(recent)).content.decode()
    assert all(f'name="items-{place}-amount"' in page for place in (0, 1, 2))
    assert 'name="items-3-amount"' not in page and 'name="items-__n__-amount"' in page
    assert 'type="datetime-local" name="held_at"' in page and 'inputmode="decimal"' in page
    assert page.count('<input type="checkbox" name="present"') == 3
    assert '<option value="" selected>请选择</option>' in page.split('name="items-0-way"')[1].split("</select>")[0]
    assert 'aria-describedby="id_items-0' not in page


def test_it_takes_a_table_from_the_page(login, cast, recent, seen):
    response = login(cast.clerk).post(page_of(recent), posted(recent, **{"items-7-what": "", "items-9-due_on": ""}))
    assert response.status_code == 302
    assert [row["what"] for row in seen[0]["items"]] == ["医疗费", "赔礼道歉"]


def test_it_keeps_a_wrong_table_and_says_so_at_the_cell(login, cast, recent):
    sent = posted(recent, **{"items-1-due_on": "随时", "items-5-what": "误工费", "present": ["a", "w"]})
    response = login(cast.clerk).post(page_of(recent), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count('class="cell-wrong"') == 2
    assert 'value="赔礼道歉"' in page and 'value="误工费"' in page and 'name="items-5-what"' in page
    assert 'id="id_items-1-due_on_error"' in page and 'id="id_items-2-due_on_error"' in page
    assert "请填写证人姓名。" in page and page.count(" checked") == 2


def test_it_says_at_the_cell_what_the_law_refuses(login, cast, recent):
    response = login(cast.clerk).post(page_of(recent), posted(recent, total="13"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "不能是十三。" in page and 'id="id_items-1-due_on_error"' in page and "这一天不行。" in page
    assert "items-1-due_on：" not in page


def test_it_asks_the_database_no_more_for_more_rows(login, cast, recent, django_assert_max_num_queries):
    client = login(cast.clerk)
    counts = []
    client.get(page_of(recent))
    for rows in (1, 20):
        sent = {"version": recent.version, **{f"items-{n}-what": "费用" for n in range(rows)}}
        with django_assert_max_num_queries(200) as captured:
            client.post(page_of(recent), sent)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# The API


def test_it_describes_the_table_to_a_program(login, cast, recent):
    said = login(cast.clerk).get(f"/api/cases/{recent.number}/steps/").json()
    schema = next(step for step in said["steps"] if step["name"] == "settle")["facts"]
    table = schema["properties"]["items"]
    assert table["type"] == "array" and table["items"]["required"] == ["what", "due_on"]
    assert table["items"]["additionalProperties"] is False
    assert {"const": cast.police.pk, "title": "公安长安分局"} in schema["properties"]["court"]["oneOf"]
    assert schema["properties"]["present"]["items"]["oneOf"][0] == {"const": "a", "title": "申请人"}
    assert schema["allOf"][0]["if"]["properties"] == {"present": {"contains": {"const": "w"}}}


@pytest.mark.parametrize(
    ("told", "status", "errors"),
    [
        ({}, 200, None),
        ({"total": 12.5}, 200, None),
        ({"items": [{"what": {"a": 1}}]}, 422, {"items"}),
        ({"present": [["a"]]}, 422, {"present"}),
        ({"total": ["1"]}, 422, {"total"}),
        ({"held_at": 7}, 422, {"held_at"}),
        ({"held_at": 20260310}, 422, {"held_at"}),
        ({"held_at": ["2026-03-10T09:30"]}, 422, {"held_at"}),
        ({"held_at": "2026-03-09T09:30"}, 422, {"held_at"}),
        ({"items": {"what": "一"}}, 422, {"items"}),
        ({"items": [{"what": "一", "due_on": 3}]}, 422, {"items-0-due_on"}),
    ],
)
def test_it_takes_the_facts_of_a_program(login, cast, recent, told, status, errors):
    body = {"version": recent.version, "facts": {**TOLD, "held_at": minute_text(recent.opened_at), **told}}
    answer = login(cast.clerk).post(f"/api/cases/{recent.number}/steps/settle/", body, content_type="application/json")
    assert answer.status_code == status, answer.json()
    assert errors is None or set(answer.json()["errors"]) == errors


# Approval


def test_it_keeps_every_fact_until_it_is_approved(cast, try_steps, seen):
    caught = []
    step = {name: getattr(SETTLE, name) for name in SETTLE.__dataclass_fields__}
    step |= {"name": "settle_up", "permission": "cases.work_case", "approval": "cases.approve_case", "effect": "catch"}
    try_steps(Step(**step), effects={"catch": lambda case, *, act, facts: caught.append(facts)})
    case = builders.petition(cast)
    rows = [{"what": "医疗费", "amount": Decimal("1.20"), "due_on": AT.date(), "receiver": cast.police}]
    actions.take_step(case, "settle_up", {**TOLD, "items": rows, "court": cast.station}, actor=cast.clerk, at=AT)
    proposal = case.proposals.get()
    assert not caught and proposal.facts["items"][0]["amount"] == "1.20"
    actions.decide(proposal, approve=True, actor=cast.township_lead, at=AT + timedelta(hours=1))
    assert caught[0]["items"] == [{**rows[0], "way": "", "account": ""}]
    assert (caught[0]["court"], caught[0]["present"]) == (cast.station, ["a", "b"])
