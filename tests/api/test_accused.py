"""Whoever is accused learns nothing through the API: not by a filter, a method, a step, a figure, a throttle."""

import json

import pytest
from django.urls import reverse

from governance.cases.models import Case
from governance.figures.measures import MEASURES
from tests import builders

pytestmark = pytest.mark.django_db
CASES, FIGURES = "/api/cases/", "/api/figures/"
NEVER_GIVEN = "XF2026-999999"
# The accused, their head, and who oversees all that is not hidden.
SHUT_OUT = ("handler", "lead", "county", "staff", "leader")
WORDS = {"title": "白鹭工程有人收好处", "summary": "灰鲸账本记有回扣", "place": "青鸾巷九号"}
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")


def queries(cast) -> list[str]:
    """Every filter of the list, with what would find the accusation and what would not."""
    kind = "kind=petition&scope=all"
    found = ["", "scope=all", "scope=mine", "scope=closed", "limit=1&scope=all", kind]
    found += [f"{kind}&status={status}" for status in ("registered", "routed", "handling")]
    found += [f"scope=all&q={word}" for word in (*WORDS.values(), "收好处", "赵秀英", "赵")]
    found += [f"scope=all&due={due}" for due in ("overdue", "today", "soon", "none", "silent")]
    found += [f"scope=all&area={area}" for area in ("610116001", "610116002")]
    found += [f"scope=all&unit={unit.pk}" for unit in (cast.weiqu, cast.housing, cast.discipline)]
    found += [f"scope=all&channel={channel}" for channel in ("visit", "letter")]
    found += ["scope=all&start=2026-03-10&end=2026-03-10"]
    return [f"{CASES}?{query}" for query in found]


def told(client, asked) -> dict[str, tuple]:
    return {url: (answer.status_code, answer.content) for url in asked if (answer := client.get(url))}


def accuse(cast) -> Case:
    """It lies at the window, goes to the discipline organ, which takes it on."""
    case = builders.accusation(cast, **WORDS)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.discipline, **builders.TRANSFER)
    builders.step(case, "accept", cast.inspector, later=2, **builders.ACCEPT)
    return case


@pytest.mark.parametrize("name", SHUT_OUT)
def test_no_filter_no_order_no_page_and_no_figure_is_another_than_before(cast, login, name):
    for day in range(3):
        builders.in_status(cast, "routed", at=builders.OPENED.replace(day=9 + day))
    client = login(getattr(cast, name))
    subjects = {measure.subject for measure in MEASURES.values()}
    asked = [*queries(cast), *(f"{FIGURES}?subject={subject}&period=year" for subject in sorted(subjects))]
    before = told(client, asked)
    assert {status for status, _ in before.values()} <= {200, 403}
    case = accuse(cast)
    assert told(client, asked) == before
    assert case.number in login(cast.inspector).get(f"{CASES}?scope=all").content.decode()


@pytest.mark.parametrize("name", SHUT_OUT)
def test_every_method_at_every_door_answers_as_for_a_number_never_given(cast, login, name):
    case, client = accuse(cast), login(getattr(cast, name))
    doors = [("api-case", []), ("api-steps", [])]
    doors += [("api-step", [step]) for step in ("comment", "recall", "transfer", "accept", "no_such_step")]
    for address, rest in doors:
        for method in METHODS:
            said = []
            for number in (case.number, NEVER_GIVEN):
                url, how = reverse(address, args=[number, *rest]), {}
                if method not in ("get", "head"):
                    body = {"version": case.version, "facts": {"note": "看看"}}
                    how = {"data": json.dumps(body), "content_type": "application/json"}
                answer = getattr(client, method)(url, **how)
                said.append((answer.status_code, dict(answer.headers), answer.content.replace(number.encode(), b"")))
            assert said[0] == said[1], f"{name} {method} {address}"


def test_whoever_asks_too_often_is_told_the_same_of_both(cast, login, monkeypatch):
    monkeypatch.setattr("rest_framework.throttling.UserRateThrottle.rate", "6/min", raising=False)
    case, client = accuse(cast), login(cast.lead)
    said = [client.get(f"{CASES}{number}/").status_code for number in (case.number, NEVER_GIVEN) * 4]
    assert said == [404] * 6 + [429] * 2


def test_a_matter_that_becomes_an_accusation_by_the_api_is_hidden_at_once(cast, call):
    case = builders.petition(cast, **WORDS)
    url = f"{CASES}{case.number}/steps/"
    facts = {"petition_class": "accusation", "route": "", "accused_unit": cast.housing.pk, "reason": "检举住建局。"}
    nobody = {**facts, "accused_unit": None}
    status, said = call(cast.clerk).post(f"{url}reclassify/", {"version": case.version, "facts": nobody})
    assert status == 422 and "accused_unknown" in said["errors"]
    assert call(cast.staff).get(f"{CASES}{case.number}/")[0] == 200
    status, said = call(cast.clerk).post(f"{url}reclassify/", {"version": case.version, "facts": facts})
    assert status == 200 and said["visible"]
    case.refresh_from_db()
    for name in SHUT_OUT:
        assert call(getattr(cast, name)).get(f"{CASES}{case.number}/")[0] == 404
    sent = {"to_unit": cast.housing.pk, "reason": "转送。", "told_by": "post"}
    status, said = call(cast.clerk).post(f"{url}transfer/", {"version": case.version, "facts": sent})
    assert status == 422 and "第三十条" in said["errors"]["to_unit"]
    back = {"petition_class": "appeal_request", "route": "handling", "accused_unit": None, "reason": "改回。"}
    status, said = call(cast.clerk).post(f"{url}reclassify/", {"version": case.version, "facts": back})
    assert status == 422 and "不得放开" in said["errors"]["petition_class"]


def test_what_waits_for_another_is_approved_by_nobody_through_the_api(cast, call):
    case = builders.in_status(cast, "handling")
    url, told = f"{CASES}{case.number}/steps/issue_opinion/", {"version": case.version, "facts": builders.OPINION}
    assert call(cast.handler).post(url, told)[0] == 202
    case.refresh_from_db()
    again = {**told, "version": case.version}
    for name, answered in (
        ("handler", 409),
        ("second_handler", 409),
        ("clerk", 403),
        ("staff", 403),
        ("outsider", 404),
    ):
        assert call(getattr(cast, name)).post(url, again)[0] == answered, name
    case.refresh_from_db()
    assert case.status == "handling" and case.own.outcome == ""
    for made_up in ("approve", "decide", "issue_opinion.approved"):
        assert call(cast.lead).post(f"{CASES}{case.number}/steps/{made_up}/", again)[0] == 404
