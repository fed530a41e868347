"""Where a quarrel is settled, and who holds it on the way: on the spot, handed up and handed down."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases import deadlines
from governance.cases.models import CaseUnit
from governance.figures.measures import MEASURES
from governance.frame.days import office_day
from governance.organisation.models import Unit
from mediation import reference
from mediation.models import Dispute
from tests import builders, disputes
from tests.mediation.test_register import typed
from tests.mediation.tracking import refused, running

pytestmark = pytest.mark.django_db
REASON = {"reason": "涉及征地，村里无力化解。"}
ON_SPOT = {"on_spot": "on", "on_spot_result": "双方握手言和，当场赔付。"}


def pass_on(whole, actor, unit, *, later=1):
    builders.step(whole, "pass_on", actor, later=later, to_unit=unit, **REASON)


def test_a_dispute_goes_up_with_its_clocks_and_history_and_down_again(cast):
    whole = disputes.dispute(cast, unit=cast.fengqi, grade="major")
    deadlines.scan(whole.opened_at + timedelta(hours=1))
    before = {clock.term_code: clock.due for clock in whole.clocks.filter(ended_at=None)}
    pass_on(whole, None, cast.weiqu)
    assert (whole.lead_unit, whole.first_unit, whole.sender_unit) == (cast.weiqu, cast.fengqi, cast.fengqi)
    assert {clock.term_code: clock.due for clock in whole.clocks.filter(ended_at=None)} == before
    assert whole.case_units.filter(unit=cast.fengqi, part=CaseUnit.Part.FORMER).exists()
    pass_on(whole, cast.clerk, cast.centre, later=2)
    pass_on(whole, None, cast.weiqu, later=3)
    assert whole.events.filter(step="pass_on").count() == 3


def test_its_mediation_goes_on_when_a_dispute_goes_up(cast):
    whole = disputes.dispute(cast)
    case = disputes.track(cast, of=whole)
    disputes.accept(case, cast)
    clocks = running(case)
    pass_on(whole, cast.clerk, cast.centre, later=3)
    case.refresh_from_db()
    assert (case.status, running(case)) == ("accepted", clocks)


def test_a_dispute_goes_to_no_unit_beside(cast):
    whole = disputes.dispute(cast)
    for unit in (cast.guodu, cast.station):
        assert "to_unit" in refused(whole, "pass_on", cast.clerk, to_unit=unit, **REASON)


def test_what_a_village_settles_on_the_spot_is_registered_and_closed_on_one_page(login, cast):
    reference.load()
    client = login(cast.village_mediator)
    response = client.post(reverse("mediation:register"), typed(**ON_SPOT))
    assert response.status_code == 302, response.content.decode()[:2000]
    whole = Dispute.objects.get()
    assert (whole.status, whole.solved_level, whole.closed_at is not None) == ("resolved", "village", True)
    assert running(whole) == set()
    assert "双方握手言和" in str(whole.events.get(step="settle_on_spot").facts)


@pytest.mark.parametrize(
    ("typing", "field"), [({"on_spot_result": ""}, "请写明化解情况"), ({"direct": "on"}, "不再启动调解")]
)
def test_it_says_what_a_settlement_on_the_spot_still_wants(login, cast, typing, field):
    reference.load()
    client = login(cast.village_mediator)
    response = client.post(reverse("mediation:register"), typed(**ON_SPOT | typing))
    page = response.content.decode()
    assert response.status_code == 422 and field in page and "选“已经当场化解”的必填" in page
    assert not Dispute.objects.exists()


def test_a_quarrel_was_not_over_before_it_came(cast):
    whole = disputes.dispute(cast)
    told = {"summary_of_result": "和好。", "both_content": True}
    early = office_day(whole.opened_at) - timedelta(days=1)
    assert "settled_on" in refused(whole, "settle_on_spot", cast.clerk, later=1, settled_on=early, **told)


def test_what_the_township_settles_counts_for_the_township(cast):
    whole = disputes.dispute(cast)
    told = {"settled_on": office_day(whole.opened_at), "summary_of_result": "和好。", "both_content": True}
    assert "solved_level" in refused(whole, "settle_on_spot", cast.clerk, later=1, solved_level="village", **told)
    builders.step(whole, "settle_on_spot", cast.clerk, later=1, **told)
    assert (whole.status, whole.solved_level) == ("resolved", "township")
    assert ["化解层级", "乡镇（街道）"] in whole.events.get(step="settle_on_spot").facts["told"]


@pytest.mark.parametrize(("by", "label"), [("family", "家族"), ("group", "村（居）民小组")])
def test_what_an_elder_or_a_group_settled_counts_for_them_and_as_settled_in_the_village(login, cast, by, label):
    reference.load()
    client = login(cast.village_mediator)
    assert client.post(reverse("mediation:register"), typed(**ON_SPOT, settled_by=by)).status_code == 302
    whole = Dispute.objects.get()
    assert (whole.solved_level, whole.get_solved_level_display()) == (by, label)
    assert {"dispute.solved_family", "dispute.solved_group"} < set(MEASURES["dispute.solved_locally"].parts)


@pytest.mark.parametrize(("area", "level"), [("610116001002", "village"), ("610116001", "township")])
def test_what_was_mediated_counts_for_the_level_of_who_mediated(cast, area, level):
    case = disputes.track(cast)
    Unit.objects.filter(pk=case.lead_unit_id).update(area=area)
    for move in (disputes.accept, disputes.sit, disputes.agree, disputes.perform):
        move(case, cast)
    whole = case.dispute
    whole.refresh_from_db()
    builders.step(whole, "resolve", cast.clerk, later=31, summary_of_result="全部履行。")
    assert whole.solved_level == level
