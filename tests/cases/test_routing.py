"""Which unit the rules propose for a petition, a dispute and an event, and which ones beside it."""

import re

import pytest
from django.utils import timezone

from governance.cases.models import Category, RoutingRule
from governance.cases.routing.rules import next_co_unit, rule_for, set_rule
from governance.cases.steps import actions
from governance.organisation.models import AccessRecord
from tests import builders, disputes
from tests.grid import events

pytestmark = pytest.mark.django_db


def category(kind: str, path: str) -> Category:
    parent = None
    for depth, name in enumerate(path.split("/"), start=1):
        said = {"name": name, "parent": parent}
        parent, _ = Category.objects.get_or_create(kind=kind, path="/".join(path.split("/")[:depth]), defaults=said)
    return parent


def rule(cast, of: Category, area: str, unit, *co_units, grade="") -> RoutingRule:
    made = RoutingRule(category=of, area=cast.area(area), unit=unit, grade=grade)
    set_rule(made, list(co_units), actor=cast.county, at=timezone.now())
    return made


def test_the_nearest_place_comes_before_the_nearest_category_and_a_closed_unit_never(cast):
    leaf = category("petition", "城乡建设/住房/物业服务")
    case = builders.petition(cast, category=leaf, area_id="610116001002")
    assert rule_for(case) is None
    broad = rule(cast, leaf.parent.parent, "610116", cast.water)
    assert rule_for(case) == broad
    near = rule(cast, leaf, "610116", cast.housing)
    assert rule_for(case) == near
    local = rule(cast, leaf.parent, "610116001", cast.weiqu)
    rule(cast, leaf, "610116002", cast.guodu)
    assert rule_for(case) == local
    cast.weiqu.is_active = False
    cast.weiqu.save(update_fields=["is_active"])
    assert rule_for(case) == near


def shown(login, who, case, step: str) -> str:
    return login(who).get(f"/cases/{case.number}/steps/{step}/").content.decode()


def test_petitions_disputes_and_events_begin_with_what_the_rule_says(cast, login):
    petition = builders.petition(cast, category=category("petition", "城乡建设/物业服务"))
    rule(cast, petition.category, "610116", cast.housing, cast.water)
    page = shown(login, cast.clerk, petition, "transfer")
    assert f'value="{cast.housing.name}"' in page and "按分派规则由区水务局协办" in page

    event = events.event(cast)
    rule(cast, event.category, "610116", cast.water)
    assert f'value="{cast.water.name}"' in shown(login, cast.clerk, event, "dispatch")

    dispute = disputes.dispute(cast, category=category("dispute", "邻里/用水"))
    rule(cast, dispute.category, "610116001", cast.station)
    assert f'value="{cast.station.name}"' in shown(login, cast.township_lead, dispute, "invite")


def test_every_unit_of_the_rule_is_proposed_in_turn_to_work_along(cast):
    case = builders.petition(cast, category=category("petition", "城乡建设/物业服务"))
    rule(cast, case.category, "610116", cast.housing, cast.water)
    proposed = []
    while unit := next_co_unit(case):
        proposed.append(unit)
        told = {"unit": unit, "note": "请一同到场。"}
        actions.take_step(case, "invite", told, actor=cast.township_lead, at=timezone.now())
        case.refresh_from_db()
    assert proposed == [cast.housing, cast.water]


def test_the_county_office_lays_down_a_rule_with_those_who_work_along(cast, login):
    leaf = category("petition", "城乡建设/物业服务")
    told = {"category": leaf.path, "area": "长安区", "unit": cast.housing.name, "co_unit_1": cast.housing.name}
    client = login(cast.county)
    page = client.post("/settings/routing/petition/", told)
    assert page.status_code == 422 and "这个单位已经写在上面。" in page.content.decode()
    told |= {"co_unit_1": cast.water.name, "co_unit_2": cast.police.name}
    assert client.post("/settings/routing/petition/", told).status_code == 302
    made = RoutingRule.objects.get()
    assert (made.unit, set(made.co_units.all())) == (cast.housing, {cast.water, cast.police})
    assert AccessRecord.objects.filter(subject__contains="分派规则", reason__contains="协办").exists()
    assert "区水务局、公安长安分局" in "".join(client.get("/settings/routing/petition/").content.decode().split())


# The item is 一般 in the event list: what the rules for it and its group say, and the grade that holds in 凤栖路.
COUNTY, TOWN, VILLAGE, ELSEWHERE = "610116", "610116001", "610116001002", "610116002"


@pytest.mark.parametrize(
    ("rules", "grade", "days"),
    [
        ([], "general", 7),
        ([("leaf", COUNTY, "simple")], "simple", 1),
        ([("group", COUNTY, "complex")], "complex", 20),
        ([("group", COUNTY, "complex"), ("leaf", COUNTY, "simple")], "simple", 1),
        ([("leaf", COUNTY, "simple"), ("group", TOWN, "complex")], "complex", 20),
        ([("group", TOWN, "complex"), ("leaf", VILLAGE, "simple")], "simple", 1),
        ([("leaf", COUNTY, "complex"), ("leaf", TOWN, "")], "complex", 20),
        ([("leaf", ELSEWHERE, "complex")], "general", 7),
    ],
)
def test_an_event_is_as_urgent_as_the_nearest_rule_with_a_grade_says_or_else_its_item(cast, rules, grade, days):
    item = events.listed("公共设施/道路破损")
    of = {"leaf": item.category, "group": item.category.parent}
    for named, area, said in rules:
        rule(cast, of[named], area, cast.housing, grade=said)
    case = events.event(cast, item="公共设施/道路破损")
    assert case.grade == grade
    told = {"to_unit": cast.housing, "grade": case.grade, "reason": "请处置。"}
    actions.take_step(case, "dispatch", told, actor=cast.clerk, at=case.opened_at, replay=True)
    clock = case.clocks.get(term__code=f"event.{grade}")
    assert clock.amount == days


def test_a_rule_whose_unit_is_closed_gives_no_grade_and_what_is_reported_keeps_its_own(cast, login):
    item = events.listed("公共设施/道路破损")
    held = rule(cast, item.category, COUNTY, cast.water, grade="simple")
    case = events.event(cast, item="公共设施/道路破损")
    set_rule(
        RoutingRule(category=held.category, area=held.area, unit=cast.water, grade="complex"),
        actor=cast.county,
        at=timezone.now(),
    )
    case.refresh_from_db()
    assert case.grade == "simple"
    page = login(cast.clerk).get(f"/cases/{case.number}/steps/dispatch/").content.decode()
    assert re.search(r'value="simple"[^>]*(selected|checked)', page)
    cast.water.is_active = False
    cast.water.save(update_fields=["is_active"])
    assert events.event(cast, item="公共设施/道路破损").grade == "general"


def test_the_page_offers_the_grades_of_the_kind_and_no_other(cast, login):
    item = events.listed("公共设施/道路破损")
    client = login(cast.county)
    assert 'name="grade"' not in client.get("/settings/routing/dispute/").content.decode()
    told = {"category": item.category.path, "area": "长安区", "unit": cast.housing.name, "grade": "当天"}
    refused = client.post("/settings/routing/grid_event/", told)
    assert refused.status_code == 422 and not RoutingRule.objects.exists() and "长安区" in refused.content.decode()
    assert client.post("/settings/routing/grid_event/", told | {"grade": "complex"}).status_code == 302
    assert RoutingRule.objects.get().grade == "complex"
    assert "复杂" in client.get("/settings/routing/grid_event/").content.decode()
    assert AccessRecord.objects.filter(subject__contains="分派规则", reason__contains="按复杂事项办结").exists()
    assert "复杂" in client.get("/grid/items/").content.decode()
