"""A dispute that comes out of a petition, and parties who are named later."""

import json

import pytest

from governance.cases.models import Case, CaseLink, Participant
from governance.frame.refusals import StepNotPossible
from mediation.models import Dispute
from tests import builders, disputes
from tests.mediation.tracking import refused

pytestmark = pytest.mark.django_db

REASON = "小区停水是邻居私接水管引起的，双方愿意调解。"
OTHER = {"part": "respondent", "party_name": "孟广田", "phone": "13922220002", "address": "凤栖路社区5号楼401室"}


@pytest.fixture
def referred(cast):
    """A dispute that a petition turned into, at the committee."""
    number = "610116196503120029"
    case = builders.petition(cast, people=[builders.person(id_number=number), builders.person("吴律师", part="agent")])
    told = {"unit": cast.mediation, "both_agree": True, "reason": REASON}
    builders.step(case, "refer_to_mediation", cast.clerk, later=1, **told)
    return Dispute.objects.get()


def test_it_stands_at_the_committee_with_those_who_asked_as_applicants(cast, referred):
    assert (referred.lead_unit, referred.sender_unit, referred.source) == (cast.mediation, cast.weiqu, "petition")
    assert (referred.summary, referred.area_id) == (REASON, "610116001002")
    people = {person.part: person for person in referred.participants.all()}
    assert (people["applicant"].phone, people["applicant"].id_number) == ("13911112222", "610116196503120029")
    assert people["agent"].name == "吴律师"
    assert CaseLink.objects.get().kind == CaseLink.Kind.ORIGIN
    assert Case.objects.visible_to(cast.clerk).filter(pk=referred.pk).exists()


def test_it_begins_no_mediation_before_the_other_side_is_named(cast, referred):
    facts = {"track": "people_mediation", "organisation": cast.mediation, "procedure": "general", "referral": "none"}
    with pytest.raises(StepNotPossible, match="先补充当事人"):
        builders.step(referred, "start_mediation", cast.mediator, later=1, **facts)
    builders.step(referred, "add_party", cast.mediator, later=1, **OTHER)
    builders.step(referred, "start_mediation", cast.mediator, later=1, **facts)
    assert referred.status == "mediating"


def test_it_seals_the_numbers_of_a_party_and_tells_only_the_name(cast, referred):
    builders.step(referred, "add_party", cast.mediator, later=1, **OTHER)
    told = json.dumps(referred.events.latest("seq").facts, ensure_ascii=False)
    assert "孟广田" in told and "13922220002" not in told and "401室" not in told
    assert Participant.objects.get(name="孟广田").phone == "13922220002"
    assert "孟广田" in referred.search_text
    assert referred.people_count == 3


@pytest.mark.parametrize(
    ("changes", "field", "part"),
    [
        ({"party_name": "赵秀英", "phone": "13911112222"}, "party_name", "同一人不能同时是双方当事人"),
        ({"phone": "没有"}, "phone", "电话里有“没”"),
        ({"id_number": "610116196503120020"}, "id_number", "校验位"),
    ],
)
def test_it_refuses_a_wrong_party_at_its_field(cast, referred, changes, field, part):
    errors = refused(referred, "add_party", cast.mediator, **OTHER | changes)
    assert part in errors[field]
    assert not referred.participants.filter(part="respondent").exists()


def test_it_takes_five_representatives_and_no_sixth(cast):
    whole = disputes.dispute(cast)
    for place in range(5):
        builders.step(whole, "add_party", cast.clerk, later=1, part="representative", party_name=f"代表{place}")
    errors = refused(whole, "add_party", cast.clerk, part="representative", party_name="第六人")
    assert errors == {"party_name": "一方推选的代表人不超过5人。"}
