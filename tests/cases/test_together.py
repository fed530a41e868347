"""One step for many cases: each goes for itself, what cannot go says why, and what nobody may see is not there."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from governance.cases import registry
from governance.cases.models import Event
from governance.cases.together.choosing import MOST, candidates, chosen, offers
from governance.cases.together.taking import take_together
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.OPENED + timedelta(days=1)
# Addresses whose path is that of a list, and which lead away or run something.
ELSEWHERE = (
    "//elsewhere.cn/cases/",
    "https://elsewhere.cn/cases/",
    "javascript:/cases/",
    "/\\elsewhere.cn/cases/",
    "//[/cases/",
)


@pytest.fixture
def held(cast):
    """Three petitions that the housing department holds, the last of them accepted."""
    made = [builders.petition(cast, unit=cast.housing, title=f"停水{n}") for n in range(3)]
    builders.step(made[2], "accept", cast.handler, later=1, **builders.ACCEPT)
    return made


def numbers(cases) -> list[str]:
    return [case.number for case in cases]


def named(each) -> list[str]:
    return numbers(found.case for found in each)


def test_it_offers_what_at_least_one_can_take_and_counts(cast, held):
    found = {offer.name: offer.count for offer in offers(chosen(cast.lead, numbers(held)), cast.lead, AT)}
    assert found == {"accept": 2, "assign": 3, "claim": 3}
    overseen = {offer.name: offer.count for offer in offers(chosen(cast.staff, numbers(held)), cast.staff, AT)}
    assert overseen["urge"] == 3


def test_it_says_of_the_others_why_they_do_not_go(cast, held):
    found = candidates(chosen(cast.handler, numbers(held)), "accept", cast.handler, AT)
    assert named(found.able) == numbers(held[:2])
    assert [(each.case.number, each.why) for each in found.others] == [
        (held[2].number, "事项现在的状态是“办理中”，不能“受理”。")
    ]


def test_what_waits_for_approval_does_not_lapse_among_others(cast, held):
    waiting = builders.petition(cast, unit=cast.housing, route="arbitration")
    builders.step(waiting, "not_accept", cast.handler, later=1, replay=False, **builders.REFUSAL)
    cases = chosen(cast.handler, numbers([waiting, held[0]]))
    found = candidates(cases, "accept", cast.handler, AT)
    assert named(found.able) == [held[0].number]
    assert [each.why for each in found.others] == ["“不予受理”等待审批，这一件请单独办理。"]
    assert {offer.name: offer.count for offer in offers(cases, cast.handler, AT)}["accept"] == 1
    assert named(candidates(cases, "claim", cast.handler, AT).able) == numbers(cases)


def test_cases_of_another_unit_get_no_handler_of_this_one(cast, held):
    other = builders.petition(cast, unit=cast.water)
    found = candidates(chosen(cast.county, numbers([*held, other])), "assign", cast.county, AT)
    assert found.step is None and len(found.others) == 4
    at_housing = candidates(chosen(cast.lead, numbers([*held, other])), "assign", cast.lead, AT)
    assert named(at_housing.able) == numbers(held) and at_housing.others == []


def test_what_one_may_not_see_is_not_among_them_and_no_more_than_so_many_are_taken(cast, held):
    hidden = builders.petition(cast, unit=cast.water)
    assert numbers(chosen(cast.handler, [held[1].number, hidden.number, "XF0000-000000", held[0].number])) == [
        held[1].number,
        held[0].number,
    ]
    assert len(chosen(cast.staff, [held[0].number] * (MOST + 5))) == 1


def test_each_goes_for_itself_and_what_was_changed_meanwhile_stays(cast, held):
    first, second, third = held
    versions = {case.number: case.version for case in chosen(cast.handler, numbers(held))}
    builders.step(second, "comment", cast.lead, later=2, note="先核实。")
    results = take_together(
        [first, second, third], "accept", builders.ACCEPT, versions=versions, actor=cast.handler, at=AT
    )
    assert numbers(each.case for each in results.done) == [first.number]
    said = {each.case.number: each.words for each in results.refused}
    assert "已被他人更新" in said[second.number] and "不能“受理”" in said[third.number]
    assert {case.number: _status(case) for case in held} == {
        first.number: "handling",
        second.number: "registered",
        third.number: "handling",
    }


def _status(case) -> str:
    case.refresh_from_db()
    return case.status


def test_a_case_whose_version_was_not_read_is_left_alone(cast, held):
    results = take_together(held[:1], "accept", builders.ACCEPT, versions={}, actor=cast.handler, at=AT)
    assert results.done == [] and _status(held[0]) == "registered"


def test_it_is_chosen_told_and_answered_in_the_browser(cast, held, login, time_machine):
    time_machine.move_to(AT, tick=False)
    client = login(cast.lead)
    page = client.get("/petitions/").content.decode()
    assert f'name="n" value="{held[0].number}"' in page and "对列出的全部 3 件一起办理" in page
    of = quote("/petitions/?due=none")
    assert "没有选中事项" in client.get(f"/cases/together/?of={of}").content.decode()
    chosen_page = client.get("/cases/together/", {"n": numbers(held[:2]), "back": "/petitions/"}).content.decode()
    assert "指定承办人" in chosen_page and "2 件可以" in chosen_page
    form = client.get("/cases/together/assign/", {"n": numbers(held[:2])}).content.decode()
    sent = [f"{case.number}:{case.version}" for case in chosen(cast.lead, numbers(held[:2]))]
    assert all(f'value="{each}"' in form for each in sent)
    wrong = client.post("/cases/together/assign/", {"n": sent, "note": "尽快"})
    assert wrong.status_code == 422 and "请选择承办人" in wrong.content.decode() and "尽快" in wrong.content.decode()
    assert not Event.objects.filter(step="assign").exists()
    done = client.post("/cases/together/assign/", {"n": sent, "handler": cast.handler.pk, "note": "尽快"})
    assert "指定承办人：2 件已办" in done.content.decode()
    assert Event.objects.filter(step="assign").count() == 2


@pytest.mark.parametrize("changed", [0, 1])
def test_what_was_changed_before_a_refusal_is_left_alone_after_it(cast, held, login, time_machine, changed):
    time_machine.move_to(AT + timedelta(days=2))
    page = login(cast.handler)
    address = "/cases/together/accept/"
    form = page.get(address, {"n": numbers(held[:2])}).content.decode()
    told = {"n": re.findall(r'name="n" value="([^"]+)"', form)}
    builders.step(held[changed], "comment", cast.lead, later=2, note="先核实。")
    refused = page.post(address, told)
    assert refused.status_code == 422
    told["n"] = re.findall(r'name="n" value="([^"]+)"', refused.content.decode())
    page.post(address, told | builders.ACCEPT)
    for case in held[:2]:
        case.refresh_from_db()
    assert [case.status == "handling" for case in held[:2]] == [changed == 1, changed == 0]


def test_all_of_a_list_is_taken_in_its_order_and_no_other_page_is_a_list(cast, held, login):
    client = login(cast.staff)
    page = client.get("/cases/together/?of=" + quote("/petitions/?scope=all")).content.decode()
    assert all(case.number in page for case in held)
    for nowhere in (
        *ELSEWHERE,
        "/notices/",
        "/cases/together/",
        "https://elsewhere.cn/",
        "/petitions/register/",
        "x" * 3000,
    ):
        assert client.get("/cases/together/", {"of": nowhere}).status_code == 404
    assert client.get("/cases/together/withdraw/").status_code == 404
    assert client.get("/cases/together/none/").status_code == 404


@pytest.mark.parametrize("back", ELSEWHERE)
def test_it_leads_back_to_a_list_of_this_site_alone(cast, held, login, back):
    client = login(cast.lead)
    sent = {"n": [f"{case.number}:{case.version}" for case in held[:1]], "back": back, "handler": cast.handler.pk}
    token = {"csrfmiddlewaretoken": "of the page"}
    pages = [client.get("/cases/together/", {"n": numbers(held), "back": back})]
    pages += [client.get("/cases/together/assign/", {"n": numbers(held), "back": back})]
    pages += [client.post("/cases/together/assign/", sent | token)]
    assert Event.objects.filter(step="assign").count() == 1
    for page in pages:
        assert page.status_code == 200
        assert not re.search(r'(href|action)="[^"?]*(elsewhere|javascript:)', page.content.decode())
    again = client.post("/cases/together/assign/", sent | token)
    assert (again.status_code, again.url) == (302, "/cases/")


def test_the_boxes_are_only_for_those_who_can_do_something_with_them(cast, held, login):
    assert 'form="together"' in login(cast.handler).get("/petitions/?scope=all").content.decode()
    assert 'form="together"' not in login(cast.leader).get("/petitions/?scope=all").content.decode()


def test_what_goes_together_asks_nothing_of_one_case_alone():
    for kind in registry.KINDS.values():
        for step in kind.workflow.steps:
            if step.together:
                kinds = {fact.kind for fact in step.facts if fact.required}
                assert not kinds & {"pick", "case", "rows", "files"}, (kind.code, step.name)
                assert not any(fact.column in ("title", "summary", "area") for fact in step.facts)


def test_the_form_for_many_begins_with_nothing_that_one_of_them_says(cast, login):
    made = [builders.petition(cast, channel=channel) for channel in ("online", "letter")]
    client = login(cast.clerk)
    one = client.get("/cases/together/transfer/", {"n": numbers(made[:1])}).context["form"]
    assert one["told_by"].initial == "electronic" and one["reason"].initial
    many = client.get("/cases/together/transfer/", {"n": numbers(made)}).context["form"]
    assert {name: many[name].initial for name in many.fields} == dict.fromkeys(many.fields)
