"""An accusation is restricted from its first second; the accused unit and everyone under it are shut out."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.http import Http404

from governance.cases import access, registry
from governance.cases.access.proof import breaches
from governance.cases.accusations import why_accusing
from governance.cases.common_facts import NOT_ACCUSING
from governance.cases.models import Case, CaseAccusedPerson
from governance.cases.search import cases as search
from governance.cases.steps import actions, secrecy
from governance.cases.views.case_parts import related
from governance.dashboard import workbench
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from governance.organisation.models import Post, Unit, User
from governance.organisation.standing import standing_of
from tests import builders
from tests.cases.clocks import moment

POOR = {"rating": "dissatisfied", "office_rating": "fair"}


@pytest.fixture
def case(cast):
    return builders.accusation(cast)


def sees(person, case):
    return Case.objects.visible_to(person).filter(pk=case.pk).exists()


def test_it_is_known_only_to_who_took_it_in_and_to_their_lead(cast, case):
    assert case.confidentiality == "restricted"
    knowing = {person.username for person in cast.people if sees(person, case)}
    assert knowing == {"clerk", "township_lead"}


def test_it_stays_hidden_from_those_who_oversee_the_whole_area(cast, case):
    ordinary = builders.petition(cast)
    for person in (cast.staff, cast.county, cast.leader):
        assert sees(person, ordinary)
        assert not sees(person, case)
        with pytest.raises(Http404):
            access.case_for(person, case.number)


def test_it_cannot_be_found_by_its_words_or_its_people(cast, case):
    for person in (cast.handler, cast.lead, cast.staff):
        assert not search.search(person, "收受好处").exists()
        assert not search.search(person, "13911112222").exists()
    assert search.search(cast.clerk, "收受好处").get() == Case.objects.get(pk=case.pk)


def test_it_is_not_transferred_to_the_accused_unit_nor_to_one_under_it(cast, case):
    under = Unit.objects.create(
        name="住建局质监站", short_name="质监站", kind="department", area_id="610116", parent=cast.housing
    )
    for unit in (cast.housing, under):
        with pytest.raises(FactMissing) as refused:
            builders.step(case, "transfer", cast.clerk, later=1, to_unit=unit, **builders.TRANSFER)
        assert "不得将检举控告材料" in refused.value.errors["to_unit"]


def test_it_reaches_the_discipline_organ_and_nobody_else(cast, case):
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    knowing = {person.username for person in cast.people if sees(person, case)}
    assert knowing == {"clerk", "township_lead", "inspector"}
    heard = set(Notice.objects.values_list("recipient__username", flat=True))
    assert heard <= knowing


def test_it_shuts_out_a_holder_of_the_permission_who_joins_the_accused_unit(cast, case):
    builders.let_in(case, cast.handler)
    assert not sees(cast.handler, case)
    Post.objects.create(
        user=cast.clerk, unit=cast.housing, role=Group.objects.get(name="handler"), starts_on=date(2024, 1, 1)
    )
    cast.clerk.__dict__.pop("_standing", None)
    assert not sees(cast.clerk, case)


def test_it_is_held_by_the_centre_when_the_window_itself_is_accused(cast):
    case = builders.accusation(cast, accused_unit=cast.weiqu, title="反映街道办工作人员推诿")
    assert case.lead_unit == cast.centre
    knowing = {person.username for person in cast.people if sees(person, case)}
    assert knowing == {"staff"}


def test_it_tells_nothing_more_to_a_person_who_joins_the_accused_unit(cast, case):
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.discipline, **builders.TRANSFER)
    Post.objects.create(
        user=cast.clerk, unit=cast.housing, role=Group.objects.get(name="handler"), starts_on=date(2024, 1, 1)
    )
    builders.step(case, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    assert set(Notice.objects.values_list("recipient__username", flat=True)) == {"township_lead"}


def test_it_goes_back_to_the_window_when_its_holder_turns_out_to_be_accused(cast):
    case = builders.in_status(cast, "routed")
    change = {"petition_class": "accusation", "accused_unit": cast.housing, "reason": "实为反映该局工作人员问题。"}
    builders.step(case, "reclassify", cast.handler, later=2, replay=False, **change)
    assert (case.lead_unit, case.accused_unit, case.is_restricted) == (cast.weiqu, cast.housing, True)
    knowing = {person.username for person in cast.people if sees(person, case)}
    assert knowing == {"township_lead"}
    builders.step(case, "hand_on", cast.township_lead, later=3, to_unit=cast.discipline, **builders.HAND_ON)
    assert sees(cast.inspector, case)


def test_it_is_not_named_in_a_file_that_its_accused_may_read(cast, case):
    ordinary = builders.petition(cast)
    with pytest.raises(FactMissing) as refused:
        builders.step(ordinary, "link", cast.clerk, later=2, other=case, relation="repeat")
    assert "限制知悉" in refused.value.errors["other"]
    elsewhere = builders.accusation(cast, accused_unit=cast.water)
    with pytest.raises(FactMissing):
        builders.step(elsewhere, "merge", cast.clerk, later=2, into=case, note="同一人提出。", told_by="post")
    builders.step(case, "link", cast.clerk, later=2, other=ordinary, relation="repeat")
    assert related(case, cast.clerk) and sees(cast.staff, ordinary) and not related(ordinary, cast.staff)


def test_it_becomes_restricted_when_its_class_changes_and_never_opens_again(cast):
    case = builders.in_status(cast, "registered")
    assert sees(cast.staff, case)
    change = {"petition_class": "accusation", "route": "", "reason": "实为反映工作人员问题。"}
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "reclassify", cast.clerk, later=1, **change)
    assert "没有说明的，请勾选" in refused.value.errors["accused_unknown"]
    builders.step(case, "reclassify", cast.clerk, later=1, **change, accused_names="某科长")
    assert not sees(cast.staff, case)
    assert sees(cast.clerk, case)
    with pytest.raises(FactMissing) as refused:
        builders.step(
            case,
            "reclassify",
            cast.clerk,
            later=2,
            petition_class="suggestion",
            reason="改回。",
            accused_names="某科长",
        )
    assert "petition_class" in refused.value.errors


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


@pytest.mark.parametrize("window", ["clerk", "petition_clerk", "staff"])
def test_it_finds_a_holder_beside_when_the_whole_government_is_accused(cast, window):
    government = Unit.objects.create(name="长安区人民政府", short_name="区政府", kind="government", area_id="610116")
    inside = ("centre", "office", "petitions", "weiqu", "housing")
    Unit.objects.filter(pk__in=[getattr(cast, unit).pk for unit in inside]).update(parent=government)
    unit = {"clerk": cast.weiqu, "petition_clerk": cast.petitions, "staff": cast.centre}[window]
    case = builders.accusation(cast, actor=getattr(cast, window), unit=unit, accused_unit=government)
    assert case.lead_unit == cast.discipline
    assert {person.username for person in cast.people if sees(person, case)} == {"inspector"}


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


def test_it_goes_past_the_head_of_the_window_when_nobody_says_whom_it_is_about(cast):
    case = builders.accusation(cast, accused_unit=None, accused_unknown=True)
    assert (case.lead_unit, case.sender_unit) == (cast.centre, cast.weiqu)
    assert {person.username for person in cast.people if sees(person, case)} == {"clerk", "staff"}


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


def test_knowing_ends_when_the_post_ends(cast, case):
    Post.objects.create(
        user=cast.clerk, unit=cast.water, role=Group.objects.get(name="handler"), starts_on=date(2024, 1, 1)
    )
    Post.objects.filter(user=cast.clerk, unit=cast.weiqu).update(ends_on=date(2026, 3, 11))
    moved = User.objects.get(pk=cast.clerk.pk)
    assert not sees(moved, case)
    builders.step(case, "comment", cast.township_lead, later=2, note="续办。")
    assert not case.user_permissions.filter(user=moved).exists()


def test_knowing_ends_when_the_case_has_gone_on(cast, case):
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    builders.step(case, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    assert sees(cast.clerk, case) and sees(cast.inspector, case)
    builders.step(case, "recall", cast.clerk, later=3, replay=False, reason="由区中心接办。")
    builders.step(case, "transfer", cast.clerk, later=4, replay=False, to_unit=cast.centre, **builders.TRANSFER)
    knowing = {person.username for person in cast.people if sees(User.objects.get(pk=person.pk), case)}
    assert knowing == {"clerk", "township_lead", "staff"}
    told = Notice.objects.filter(recipient=cast.inspector, text__contains=case.title)
    assert not told.exists()


def test_it_leaves_no_gap_in_the_numbers_and_takes_no_neighbour_of_them(cast, monkeypatch):
    monkeypatch.setattr(actions, "passed_over", lambda: 0)
    made = [builders.petition(cast), builders.accusation(cast), builders.accusation(cast), builders.petition(cast)]
    counted = [int(case.number.rpartition("-")[2]) for case in made]
    assert counted[3] == counted[0] + 1
    assert all(number >= 10_000_000 for number in counted[1:3]) and abs(counted[1] - counted[2]) > 1
    for case in made[1:3]:
        builders.step(case, "accept", cast.township_lead, later=1, replay=False, **builders.ACCEPT)
    builders.step(made[0], "accept", cast.township_lead, later=1, replay=False, **builders.ACCEPT)
    assert "〕1号" in made[0].papers.get().number
    assert not made[1].papers.filter(number__regex="〕.{1,7}号").exists()


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


def test_nobody_approves_what_they_put_forward_themselves(cast):
    case = builders.in_status(cast, "handling")
    builders.step(case, "issue_opinion", cast.handler, later=3, **builders.OPINION)
    waiting = case.proposals.get(decision="")
    Post.objects.create(
        user=cast.handler, unit=cast.housing, role=Group.objects.get(name="unit_lead"), starts_on=date(2024, 1, 1)
    )
    promoted = type(cast.handler).objects.get(pk=cast.handler.pk)
    with pytest.raises(StepNotAllowed, match="自己提请"):
        actions.decide(waiting, approve=True, actor=promoted, at=case.opened_at)
    assert actions.decide(waiting, approve=True, actor=cast.lead, at=case.opened_at).to_status == "answered"


SAID = "承办人收受好处费，不给钱不办。"
LATER = {
    "amend": ("routed", "handler", {"title": "停水", "summary": SAID, "note": "补充。"}),
    "receive_materials": ("handling", "handler", {"brought_on": date(2026, 3, 14), "reason": SAID}),
    "call_back": ("served", "clerk", {"called_at": moment("2026-04-02 10:00"), "unheard": "later", "note": SAID}),
    "rate": ("served", "clerk", {"rated_on": date(2026, 4, 2), "heard_by": "phone", "note": SAID, **POOR}),
    "appeal": ("served", "clerk", {"stage": "review", "asked_on": date(2026, 4, 2), "claim": SAID}),
}


@pytest.mark.parametrize("name", LATER)
def test_what_a_petitioner_says_later_goes_into_no_matter_that_the_accused_reads_unasked(cast, name):
    """信访工作条例 art. 30 para 3: whoever handles an ordinary matter reads all of its history."""
    status, who, facts = LATER[name]
    case, actor = builders.in_status(cast, status), getattr(cast, who)
    if name == "amend":
        facts = facts | {"area": case.area}
    if name == "appeal":
        facts = facts | {"to_unit": cast.petitions}
    with pytest.raises(FactMissing) as asked:
        builders.step(case, name, actor, at=moment("2026-04-03 10:00"), **facts)
    assert list(asked.value.errors) == ["not_accusing"] and "选“检举控告”" in str(asked.value)
    builders.step(case, name, actor, at=moment("2026-04-03 10:00"), not_accusing=True, **facts)
    assert case.events.filter(step=name).exists()


def test_every_step_in_which_others_words_are_written_asks(cast):
    asking = {
        (kind, step.name)
        for kind, each in registry.KINDS.items()
        for step in each.workflow.steps
        if NOT_ACCUSING in step.facts
    }
    assert asking == {
        *(("petition", name) for name in (*LATER, "follow_up")),
        *((kind, "amend") for kind, each in registry.KINDS.items() if each.workflow.step("amend")),
        *(("grid_event", name) for name in ("complete", "join", "rate")),
    }
    steps = [registry.KINDS[kind].workflow.step(name) for kind, name in asking]
    assert all(step.refuted is why_accusing for step in steps if step.name != "amend")


def test_what_is_added_to_an_accusation_is_written_there_unasked(cast, case):
    told = {"brought_on": date(2026, 3, 11), "reason": SAID}
    builders.step(case, "receive_materials", cast.clerk, later=2, **told)
    assert not why_accusing(case, told)


def test_what_stands_there_already_is_not_asked_about_again(cast):
    case = builders.in_status(cast, "routed", summary="举报人称有人截留补贴，经核实没有。")
    told = {
        "title": case.title,
        "summary": f"{case.summary}已经答复。",
        "area": case.area,
        "place": "三组",
        "note": "更正。",
    }
    builders.step(case, "amend", cast.handler, later=2, **told)
    assert case.place == "三组"


def test_on_paper_it_says_across_every_sheet_who_printed_it(cast, case, login):
    client = login(cast.clerk)
    for address in ("", "print/"):
        page = client.get(f"/cases/{case.number}/{address}").content.decode()
        assert f'aria-hidden="true">限制知悉 {cast.clerk.name} ' in page
    ordinary = builders.petition(cast)
    assert "watermark" not in client.get(f"/cases/{ordinary.number}/print/").content.decode()
