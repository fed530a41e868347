"""Which unit the rules propose for a petition, a dispute and an event, and which ones beside it."""

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


def rule(cast, of: Category, area: str, unit, *co_units) -> RoutingRule:
    made = RoutingRule(category=of, area=cast.area(area), unit=unit)
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
