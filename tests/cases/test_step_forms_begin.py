"""What a step's form asks only where it applies, and what stands in its boxes already."""

import pytest
from django.urls import reverse

from governance.cases import registry
from governance.organisation.models import Unit
from tests import builders, disputes

pytestmark = pytest.mark.django_db


# Days that nearly always lie before the one on which they are written down.
EARLIER = {"since", "performed_on", "applied_on", "transferred_on", "asked_on", "decided_on", "known_on", "ended_on"}


def form_of(client, case, step):
    return client.get(reverse("cases:step", args=[case.number, step]))


def test_a_day_that_is_written_down_at_once_begins_with_today():
    steps = [step for kind in registry.KINDS.values() for step in kind.workflow.steps]
    days = [(step.name, fact) for step in steps for fact in step.facts if fact.kind == "date" and fact.past_only]
    asked = {(name, fact.name) for name, fact in days if fact.required and not fact.begins and fact.name != "held_on"}
    assert {(name, fact) for name, fact in asked if fact not in EARLIER} == set()


def test_serving_begins_with_today_and_the_one_who_asked(client, login, cast):
    case = builders.in_status(cast, "answered")
    login(cast.handler)
    page = form_of(client, case, "serve")
    form = page.context["step_form"]
    assert form["served_on"].initial == form.setting.on
    assert form["receiver"].initial == case.own.petitioners[0].name


def test_an_opinion_begins_with_the_organ_above_and_asks_of_execution_only_where_supported(client, login, cast):
    case = builders.in_status(cast, "handling")
    login(cast.handler)
    page = form_of(client, case, "issue_opinion")
    assert page.context["step_form"]["review_organ"].initial == getattr(case.lead_unit.parent, "name", "")
    assert 'data-when="outcome=supported"' in page.content.decode()


def test_mediation_begins_with_the_committee_of_the_place(client, login, cast):
    dispute = disputes.dispute(cast)
    committee = (
        Unit.objects.filter(kind="mediation", area=dispute.area_id).order_by("area_id", "position", "id").first()
    )
    login(cast.clerk)
    page = form_of(client, dispute, "start_mediation")
    form = page.context["step_form"]
    initial = {name: form[name].initial for name in ("track", "referral", "organisation")}
    assert (initial["track"], initial["referral"]) == ("people_mediation", "none")
    assert initial.get("organisation") == (committee.pk if committee else None)
    text = page.content.decode()
    assert 'data-narrow="track=people_mediation:general labour medical;' in text
    assert 'data-when="referral=delegated_pre_filing' in text
