"""Whoever is named in an accusation is shut out: at once or later, rightly or not, in whatever signs."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.http import Http404

from governance.cases import access, deadlines
from governance.cases.access.proof import breaches
from governance.cases.common_facts import ASKED
from governance.cases.models import Case, CaseAccusedPerson
from governance.cases.steps import actions, secrecy
from governance.dashboard import workbench
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import Post, Unit, User
from governance.organisation.standing import standing_of
from petitions.models import Petition
from tests import builders
from tests.builders import sees


@pytest.fixture
def case(cast):
    return builders.accusation(cast)


NAMES_HOUSING = {
    "petition_class": "accusation",
    "route": "",
    "accused_unit": "housing",
    "reason": "来信补充说明被反映的单位。",
}


def name_accused(cast, case, unit, actor, later=2):
    change = {**NAMES_HOUSING, "accused_unit": unit}
    builders.step(case, "reclassify", actor, later=later, replay=False, **change)


def test_it_shuts_out_an_accused_who_is_named_only_later(cast):
    case = builders.accusation(cast, accused_unit=None, accused_names=cast.water_handler.name)
    name_accused(cast, case, cast.housing, cast.clerk)
    assert access.accused_units(case) == {cast.housing.pk}
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "transfer", cast.clerk, later=3, to_unit=cast.housing, **builders.TRANSFER)
    assert "不得将检举控告材料" in refused.value.errors["to_unit"]
    assert not any(sees(person, case) for person in (cast.handler, cast.second_handler, cast.lead))


@pytest.mark.parametrize("name", ["supplement", "ask_to_withdraw"])
def test_whom_the_accuser_names_later_is_shut_out_at_once_and_hears_nothing(cast, case, name):
    said = {"note" if name == "supplement" else "reason": f"{cast.clerk.name}也收了礼金。"}
    assert sees(cast.clerk, case)
    builders.step(case, name, None, later=1, replay=False, others_named=True, **said)
    assert sees(cast.clerk, case)
    heard = Notice.objects.filter(recipient=cast.clerk).count()
    builders.step(case, "supplement", None, later=2, replay=False, note=f"{cast.clerk.name}收了礼金，还打了电话。")
    assert not sees(cast.clerk, case) and cast.clerk.name in case.accused_names
    assert Notice.objects.filter(recipient=cast.clerk).count() <= heard
    assert breaches(office_day(case.opened_at + timedelta(days=3))) == []


def test_whom_the_accuser_names_when_rating_is_shut_out_too(cast):
    case = builders.accusation(cast)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.discipline, **builders.TRANSFER)
    Petition.objects.filter(pk=case.pk).update(status="served", served_on=office_day(case.opened_at))
    deadlines.start(case, "petition.rating", since=case.opened_at)
    on = office_day(case.opened_at + timedelta(days=3))
    told = {
        "alike": "apart",
        "rating": "satisfied",
        "office_rating": "satisfied",
        "heard_by": "online",
        "rated_on": on,
        **ASKED,
    }
    said = f"{cast.township_lead.name}也收了礼金。"
    assert sees(cast.township_lead, case)
    builders.step(case, "rate", None, later=3, replay=False, note=said, **told)
    assert not sees(cast.township_lead, case) and cast.township_lead.name in case.accused_names


def test_what_the_accused_were_asked_for_keeps_nobody_from_the_answer(cast):
    """信访工作条例 art. 24, 30: a part that was asked of whoever turns out to be accused is owed no more."""
    case = builders.in_status(cast, "handling")
    builders.step(case, "invite", cast.lead, later=3, unit=cast.water, note="查清供水。", days=12)
    assert case.clocks.filter(term_code="petition.share", ended_at=None).exists()
    name_accused(cast, case, cast.water, cast.lead, later=4)
    assert case.clocks.get(term_code="petition.share").outcome == "cancelled"


def test_who_handled_a_part_of_an_ordinary_matter_owes_it_no_more_and_can_be_asked_anew(cast):
    """Whoever knows of it no more cannot answer, and whoever deals with it waits for nobody."""
    case = builders.in_status(cast, "handling")
    part = {"unit": cast.water, "note": "查清供水。", "days": 12}
    builders.step(case, "invite", cast.lead, later=3, **part)
    name_accused(cast, case, cast.station, cast.lead, later=4)
    assert case.clocks.get(term_code="petition.share").outcome == "cancelled" and not sees(cast.water_handler, case)
    assert "区水务局" in dict(case.events.latest("seq").facts["told"])["不再协办"]
    Post.objects.filter(user=cast.water_handler).update(role=Group.objects.get(name="unit_lead"))
    builders.step(case, "invite", cast.lead, later=5, **part)
    assert sees(cast.water_handler, case)


def test_a_unit_whose_head_is_accused_has_no_part_in_it(cast):
    """信访工作条例 art. 30 para 3: as it does not lie with such a unit, nor is any of it done there."""
    head = User.objects.create(username="water_head", name="上官水生", phone="13800000077")
    role = Group.objects.get(name="unit_lead")
    Post.objects.create(user=head, unit=cast.water, role=role, starts_on=date(2024, 1, 1))
    case = builders.in_status(cast, "handling")
    builders.step(case, "invite", cast.lead, later=3, unit=cast.water, note="查清供水。", days=12)
    change = {**NAMES_HOUSING, "accused_unit": None, "accused_names": head.name}
    builders.step(case, "reclassify", cast.lead, later=4, replay=False, **change)
    assert not case.case_units.filter(unit=cast.water, part="co_handler").exists()
    assert case.clocks.get(term_code="petition.share").outcome == "cancelled"
    assert breaches(office_day(case.opened_at + timedelta(days=5))) == []
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "invite", cast.lead, later=5, unit=cast.water, note="查清供水。", days=12)
    assert "由被检举控告的人员负责" in refused.value.errors["unit"]


def test_whoever_is_named_after_many_others_is_shut_out_as_well(cast):
    case = builders.accusation(cast, accused_unit=None, accused_names="某" * 199)
    builders.step(case, "supplement", None, later=1, replay=False, note=f"{cast.clerk.name}也收了礼金。")
    assert not sees(cast.clerk, case) and case.accused_names == f"{'某' * 199}、{cast.clerk.name}"


def test_it_leaves_the_hands_of_a_holder_who_is_named_as_accused(cast):
    case = builders.accusation(cast, accused_unit=None, accused_names=cast.water_handler.name)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.housing, **builders.TRANSFER)
    assert sees(cast.lead, case) and Notice.objects.filter(recipient=cast.lead, text__contains=case.title).exists()
    name_accused(cast, case, cast.housing, cast.lead)
    assert case.lead_unit == cast.weiqu and case.sender_unit is None
    assert not any(sees(person, case) for person in (cast.handler, cast.lead))
    told = Notice.objects.filter(recipient=cast.lead)
    assert told.exists() and not told.filter(text__contains=case.title).exists()
    assert not told.exclude(link="", subject_key="").exists()


def test_it_shuts_out_the_right_unit_when_the_wrong_one_was_named(cast, case):
    name_accused(cast, case, cast.water, cast.clerk)
    # Whoever was named before stays shut out until somebody else has looked at it.
    assert access.accused_units(case) == {cast.housing.pk, cast.water.pk}
    builders.let_in(case, cast.water_handler)
    assert not sees(cast.water_handler, case)
    with pytest.raises(FactMissing, match="不得将检举控告材料"):
        builders.step(case, "transfer", cast.clerk, later=3, to_unit=cast.housing, **builders.TRANSFER)
    builders.step(case, "let_off", cast.clerk, later=3, reason="来信写错了单位。")
    assert access.accused_units(case) == {cast.housing.pk, cast.water.pk}
    at = case.opened_at + timedelta(days=4)
    actions.decide(case.proposals.get(decision=""), approve=True, actor=cast.township_lead, at=at)
    assert access.accused_units(case) == {cast.water.pk}
    builders.let_in(case, cast.handler)
    assert sees(cast.handler, case) and not sees(cast.water_handler, case)
    assert breaches(office_day(at)) == []


def test_who_corrects_the_accused_lets_nobody_off(cast):
    case = builders.accusation(cast, accused_unit=None, accused_names=f"{cast.inspector.name}、{cast.lead.name}")
    with pytest.raises(StepNotPossible, match="没有更正前写明"):
        builders.step(case, "let_off", cast.clerk, later=1, reason="核实。")
    corrected = NAMES_HOUSING | {"accused_unit": None, "accused_names": cast.lead.name}
    builders.step(case, "reclassify", cast.township_lead, later=2, **corrected)
    people = CaseAccusedPerson.objects.filter(case=case)
    assert set(people.values_list("user__username", flat=True)) == {"inspector", "lead"}
    for actor in (cast.clerk, cast.township_lead):
        case.proposals.update(decision="lapsed", decided_at=case.opened_at)
        builders.step(case, "let_off", actor, later=3, reason="核实。")
        with pytest.raises(StepNotAllowed):
            at = case.opened_at + timedelta(days=4)
            actions.decide(case.proposals.get(decision=""), approve=True, actor=cast.township_lead, at=at)
    assert people.count() == 2
    builders.step(case, "let_off", None, later=5, reason="核实。")
    assert set(people.values_list("user__username", flat=True)) == {"lead"}


def test_where_only_the_head_who_corrected_is_left_the_organ_above_lets_off(cast):
    """韦曲 has one head; their word on their own correction is the centre's to give, which learns of it for that."""
    Unit.objects.filter(pk=cast.weiqu.pk).update(parent=cast.centre)
    case = builders.accusation(cast, accused_unit=None, accused_names=f"{cast.inspector.name}、{cast.lead.name}")
    corrected = NAMES_HOUSING | {"accused_unit": None, "accused_names": cast.lead.name}
    builders.step(case, "reclassify", cast.township_lead, later=2, **corrected)
    assert not sees(cast.staff, case)
    builders.step(case, "let_off", cast.clerk, later=3, replay=False, reason="核实。")
    proposal = case.proposals.get(decision="")
    assert proposal.unit == cast.centre and sees(cast.staff, case)
    assert Notice.objects.filter(recipient=cast.staff).exists()
    standing = standing_of(cast.staff, office_day(case.opened_at))
    assert [each.pk for each in workbench.approvals(standing, 5)[0]] == [proposal.pk]
    at = case.opened_at + timedelta(days=4)
    with pytest.raises(StepNotAllowed):
        actions.decide(proposal, approve=True, actor=cast.township_lead, at=at)
    actions.decide(proposal, approve=True, actor=cast.staff, at=at)
    people = CaseAccusedPerson.objects.filter(case=case)
    assert set(people.values_list("user__username", flat=True)) == {"lead"}


def test_what_was_made_of_it_before_is_hidden_with_it(cast):
    case = builders.in_status(cast, "routed")
    mediated = {"unit": cast.village_committee, "reason": "双方愿意调解。", "both_agree": True}
    builders.step(case, "refer_to_mediation", cast.handler, later=2, **mediated)
    dispute = Case.objects.get(kind="dispute")
    assert sees(cast.lead, dispute) and sees(cast.staff, dispute)
    name_accused(cast, case, cast.housing, cast.lead, later=3)
    dispute.refresh_from_db()
    assert dispute.is_restricted and access.accused_units(dispute) == {cast.housing.pk}
    assert not any(sees(person, dispute) for person in (cast.handler, cast.lead, cast.staff))
    assert dispute.version == 1 + dispute.events.count()


def test_it_shuts_out_the_accused_person_who_leads_the_window(cast):
    case = builders.accusation(cast, accused_unit=None, accused_names="何建军主任", title="反映街道办主任收受好处")
    assert (case.lead_unit, case.sender_unit) == (cast.centre, cast.weiqu)
    assert {person.username for person in cast.people if sees(person, case)} == {"clerk", "staff"}
    builders.let_in(case, cast.township_lead)
    assert not sees(cast.township_lead, case)
    with pytest.raises(Http404):
        access.case_for(cast.township_lead, case.number)


def test_it_shuts_out_everybody_who_bears_the_name(cast):
    twin = User.objects.create(username="twin", name=cast.lead.name, phone="13800000098")
    Post.objects.create(
        user=twin, unit=cast.discipline, role=Group.objects.get(name="unit_lead"), starts_on=date(2024, 1, 1)
    )
    case = builders.accusation(cast, accused_unit=None, accused_names=f"{cast.lead.name}、不在册的人")
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    assert sees(cast.inspector, case) and not sees(twin, case) and not sees(cast.lead, case)
    assert not Notice.objects.filter(recipient__in=(twin, cast.lead)).exists()


TYPED = ("孙　国庆", "孙 国 庆", "孙·国庆", "孙国\u200b庆", "ＳＵＮ科长、孙  国庆（中心）", "孫國慶", "主任孙國慶")


@pytest.mark.parametrize("typed", TYPED)
def test_it_shuts_out_the_accused_however_their_name_is_set(cast, typed):
    case = builders.accusation(cast, accused_unit=None, accused_names=typed, title="反映中心工作人员收受好处")
    assert case.lead_unit == cast.weiqu and not sees(cast.staff, case)
    builders.step(case, "comment", cast.clerk, later=1, note="续报。")
    builders.let_in(case, cast.staff)
    assert not sees(User.objects.get(pk=cast.staff.pk), case)
    assert breaches(office_day(case.opened_at)) == []


def test_who_was_told_before_the_name_was_recognised_knows_no_more(cast):
    case = builders.accusation(cast, accused_unit=None, accused_names="孫國慶", title="反映中心工作人员收受好处")
    CaseAccusedPerson.objects.filter(case=case).delete()
    access.grant(case, [cast.staff], on=office_day(case.opened_at))
    assert sees(User.objects.get(pk=cast.staff.pk), case)
    assert secrecy.end_knowing(builders.OPENED + timedelta(hours=1)) == 1
    assert not sees(User.objects.get(pk=cast.staff.pk), case)
    assert CaseAccusedPerson.objects.get(case=case).user == cast.staff
    assert secrecy.end_knowing(builders.OPENED + timedelta(hours=2)) == 0


def test_a_person_whose_own_name_is_in_the_other_signs_is_recognised_within_a_sentence(cast):
    User.objects.filter(pk=cast.staff.pk).update(name="劉乾")
    assert secrecy.only_mentioned("反映刘乾坤等人", "") == ["劉乾"]
    assert secrecy.only_mentioned("反映劉干收受好处", "刘乾") == []


def test_a_namesake_with_something_added_is_shut_out_too(cast):
    User.objects.filter(pk=cast.staff.pk).update(name="孙国庆（小）")
    case = builders.accusation(cast, accused_unit=None, accused_names="孙国庆")
    builders.let_in(case, cast.staff)
    assert not sees(cast.staff, case)
    other = builders.accusation(cast, accused_unit=None, accused_names="孙国、庆阳")
    assert not CaseAccusedPerson.objects.filter(case=other).exists()


def test_whoever_is_accused_under_a_name_that_is_set_wide_is_not_asked_about_as_mentioned(cast):
    text = "高　敏和 孙·国庆都在场。"
    assert secrecy.only_mentioned(text, "孙国庆") == ["高敏"]
    assert secrecy.only_mentioned(text, "孙  国庆、高敏") == []


def test_a_person_accused_later_gives_the_case_up_and_stays_shut_out_under_another_name(cast, case):
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    builders.step(case, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    assert case.handler == cast.inspector
    second = User.objects.create(username="second", name="闻立", phone="13800000097")
    Post.objects.create(
        user=second, unit=cast.discipline, role=Group.objects.get(name="handler"), starts_on=date(2024, 1, 1)
    )
    names = {**NAMES_HOUSING, "accused_unit": cast.housing, "accused_names": f"闻立、{cast.inspector.name}"}
    builders.step(case, "reclassify", cast.inspector, later=3, replay=False, **names)
    assert (case.lead_unit, case.handler) == (cast.weiqu, None)
    assert not sees(cast.inspector, case) and not sees(second, case) and sees(cast.clerk, case)
    assert not Notice.objects.filter(recipient=cast.inspector, text__contains=case.title).exists()
    User.objects.filter(pk=second.pk).update(name="闻一立")
    builders.step(case, "comment", cast.clerk, later=4, note="续报。")
    builders.let_in(case, second)
    assert not sees(User.objects.get(pk=second.pk), case)


def test_what_was_made_of_it_is_kept_from_the_accused_person_too(cast):
    case = builders.in_status(cast, "routed")
    mediated = {"unit": cast.village_committee, "reason": "双方愿意调解。", "both_agree": True}
    builders.step(case, "refer_to_mediation", cast.handler, later=2, **mediated)
    dispute = Case.objects.get(kind="dispute")
    names = {**NAMES_HOUSING, "accused_unit": None, "accused_names": cast.village_mediator.name}
    builders.step(case, "reclassify", cast.lead, later=3, **names)
    builders.let_in(dispute, cast.village_mediator)
    assert not sees(cast.village_mediator, dispute)


def test_the_tree_is_shut_out_as_it_was_and_as_it_is(cast, case):
    under = Unit.objects.create(
        name="住建局质监站", short_name="质监站", kind="department", area_id="610116", parent=cast.housing
    )
    name_accused(cast, case, cast.water, cast.clerk, later=1)
    name_accused(cast, case, cast.housing, cast.clerk, later=2)
    Unit.objects.filter(pk=under.pk).update(parent=None)
    Unit.objects.filter(pk=cast.water.pk).update(parent=cast.housing)
    Post.objects.create(
        user=cast.outsider, unit=under, role=Group.objects.get(name="handler"), starts_on=date(2024, 1, 1)
    )
    for person in (cast.outsider, cast.water_handler):
        builders.let_in(case, person)
        assert not sees(User.objects.get(pk=person.pk), case)
    for unit in (under, cast.water):
        with pytest.raises(FactMissing):
            builders.step(case, "transfer", cast.clerk, later=3, to_unit=unit, **builders.TRANSFER)


def test_what_becomes_an_accusation_is_met_no_more_under_the_number_that_was_known(cast):
    case = builders.in_status(cast, "routed")
    builders.step(case, "comment", cast.handler, later=1, replay=False, note="已收。")
    before = case.number
    name_accused(cast, case, cast.water, cast.lead, later=2)
    assert case.number != before and before not in case.search_text
    for person in (cast.staff, cast.handler, cast.county):
        for number in (before, case.number):
            with pytest.raises(Http404):
                access.case_for(person, number)
    assert access.case_for(cast.lead, before) == access.case_for(cast.lead, case.number) == Case(pk=case.pk)
    assert ["原编号", before] in case.events.get(step="reclassify").facts["told"]
    told = Notice.objects.filter(recipient=cast.lead)
    assert not told.filter(text__contains=before).exists() and not told.filter(link__contains=before).exists()
    assert builders.petition(cast).number not in (before, case.number)
