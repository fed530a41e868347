"""Simplified handling: chosen in time by whoever holds the matter, and only as long as the matter is a simple one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from petitions.models import Petition
from tests import builders
from tests.papers.reading import text

pytestmark = pytest.mark.django_db
CLEAR = {"ground": "clear"}
OPINION = {"petition_class": "appeal_request", "reason": "重新核定。"}


def simplify(case, actor, later):
    builders.step(case, "simplify", actor, later=later, **CLEAR)


def running(case) -> dict[str, str]:
    return {clock.term_code: clock.due.isoformat() for clock in case.clocks.filter(ended_at=None)}


def test_its_three_working_days_count_from_receipt(cast):
    case = builders.petition(cast)  # Tue 03-10
    simplify(case, cast.clerk, 2)
    assert running(case)["petition.simple_accept"] == "2026-03-13"


@pytest.mark.parametrize("ground", ["clear", "consultation", "urgent_life", "settled"])
def test_each_of_its_four_grounds_leads_to_the_ten_working_days(cast, ground):
    case = builders.petition(cast)
    builders.step(case, "simplify", cast.clerk, later=1, ground=ground)
    builders.step(case, "accept", cast.township_lead, later=2, **builders.ACCEPT)  # Thu 03-12
    assert running(case) == {"petition.simple_handle": "2026-03-26"}


def test_nobody_else_is_told_over_the_phone(cast):
    case, told = builders.petition(cast), {**builders.ACCEPT, "told_by": "phone"}
    with pytest.raises(FactMissing, match="应当书面告知"):
        builders.step(case, "accept", cast.township_lead, later=1, **told)
    simplify(case, cast.clerk, 1)
    builders.step(case, "accept", cast.township_lead, later=2, **told)
    assert ["告知方式", "电话告知（简易办理）"] in case.events.get(step="accept").facts["told"]


def test_it_cannot_be_chosen_later(cast):
    case = builders.petition(cast)
    with pytest.raises(StepNotPossible, match="期限已过"):
        simplify(case, cast.clerk, 9)
    sent = builders.petition(cast)
    builders.step(sent, "transfer", cast.clerk, later=9, to_unit=cast.housing, **builders.TRANSFER)  # Thu 03-19
    simplify(sent, cast.handler, 13)
    assert running(sent)["petition.simple_accept"] == "2026-03-24"


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": "letter", "people_count": 60},
        {"people_count": 5, "is_collective": True},
        {"petition_class": "accusation", "route": "", "accused_unknown": True},
        {"route": "arbitration"},
    ],
)
def test_it_is_not_for_many_nor_for_what_goes_another_way(cast, fields):
    case = builders.petition(cast, **fields)
    with pytest.raises(StepNotPossible, match="只有初次提出"):
        simplify(case, cast.clerk if case.lead_unit == cast.weiqu else cast.staff, 1)


def test_it_is_not_for_what_is_urgent_nor_for_what_several_organs_deal_with(cast):
    urgent, several = builders.petition(cast), builders.petition(cast)
    builders.step(urgent, "flag_urgent", cast.clerk, later=0, reason="可能影响社会稳定。")
    builders.step(several, "invite", cast.township_lead, later=0, unit=cast.water, note="请核查。")
    for case in (urgent, several):
        with pytest.raises(StepNotPossible, match="重大紧急"):
            simplify(case, cast.clerk, 1)


def test_whoever_receives_it_chooses_anew(cast):
    case = builders.petition(cast)
    simplify(case, cast.clerk, 0)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    assert (case.procedure, "petition.simple_accept" in running(case)) == ("ordinary", False)
    builders.step(case, "accept", cast.handler, later=12, **builders.ACCEPT)
    assert "petition.handle" in running(case) and "petition.simple_handle" not in running(case)


@pytest.mark.parametrize("back", ["recall", "hand_on"])
def test_it_ends_where_the_matter_goes_to_another_unit(cast, back):
    case = builders.petition(cast, **({} if back == "recall" else {"unit": cast.housing, "actor": cast.handler}))
    if back == "recall":
        builders.step(case, "transfer", cast.clerk, later=0, to_unit=cast.housing, **builders.TRANSFER)
    simplify(case, cast.handler, 1)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    assert running(case)["petition.simple_handle"] == "2026-03-26"
    if back == "recall":
        builders.step(case, "recall", cast.clerk, later=5, reason="转送有误。")
    else:
        builders.step(case, "hand_on", cast.lead, later=5, to_unit=cast.water, **builders.HAND_ON)
    assert case.procedure == "ordinary"
    # The sixty days count from the first acceptance, Thu 03-12.
    assert running(case)["petition.handle"] == "2026-05-11" and "petition.simple_handle" not in running(case)


@pytest.mark.parametrize(("route", "handle"), [("litigation", None), ("handling", "2026-05-11")])
def test_another_class_or_route_ends_it(cast, route, handle):
    fields = {} if route == "litigation" else {"petition_class": "suggestion", "route": ""}
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler, **fields)
    simplify(case, cast.handler, 1)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    builders.step(case, "reclassify", cast.handler, later=3, route=route, **OPINION)
    assert case.procedure == "simplified"
    builders.agreed(case, cast.lead)
    assert case.procedure == "ordinary"
    assert (running(case).get("petition.handle"), "petition.simple_handle" in running(case)) == (handle, False)


def again(cast, **fields):
    """What the same person brings to the housing department on 04-10, after the first was served on 03-31."""
    earlier = builders.in_status(cast, "served")
    at = builders.OPENED + timedelta(days=31)
    return earlier, builders.petition(cast, unit=cast.housing, actor=cast.handler, at=at, **fields)


def test_what_is_linked_as_a_repeat_is_none_that_is_simple(cast):
    earlier, case = again(cast)
    builders.step(case, "link", cast.handler, other=earlier, relation="related")
    assert not case.is_repeat
    builders.step(case, "link", cast.handler, other=earlier, relation="repeat")
    assert case.is_repeat
    with pytest.raises(StepNotPossible, match="只有初次提出"):
        simplify(case, cast.handler, 0)


def test_what_turns_out_to_be_a_repeat_leaves_it_with_its_sixty_days(cast):
    earlier, case = again(cast)
    simplify(case, cast.handler, 0)
    builders.step(case, "accept", cast.handler, later=3, **builders.ACCEPT)  # Mon 04-13
    builders.step(case, "link", cast.handler, later=4, other=earlier, relation="repeat")
    assert not case.is_repeat
    builders.agreed(case, cast.lead)
    assert "是再次提出的信访事项" in text(case.papers.get(code="conversion_notice"))
    assert (case.procedure, case.is_repeat, "petition.simple_handle" in running(case)) == ("ordinary", True, False)
    assert running(case)["petition.handle"] == "2026-06-12"


@pytest.mark.parametrize(
    ("fields", "fact"),
    [
        ({"people": [builders.person(name="钱大海", phone="13955556666", address="广场社区1号")]}, "relation"),
        ({"at": builders.OPENED - timedelta(days=1)}, "other"),
    ],
    ids=["of others", "the first"],
)
def test_what_others_brought_or_what_came_first_repeats_nothing(cast, fields, fact):
    earlier = builders.in_status(cast, "served")
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler, **fields)
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "link", cast.handler, later=2, other=earlier, relation="repeat")
    assert list(refused.value.errors) == [fact] and not case.is_repeat and not case.links_out.exists()


def test_what_was_answered_so_is_linked_without_that_word(cast):
    earlier, case = again(cast)
    simplify(case, cast.handler, 0)
    builders.step(case, "accept", cast.handler, later=3, **builders.ACCEPT)
    builders.step(case, "issue_opinion", cast.lead, later=4, **builders.OPINION)
    with pytest.raises(FactMissing, match="请选“关联”"):
        builders.step(case, "link", cast.handler, later=5, other=earlier, relation="repeat")


def test_the_database_holds_no_simplified_matter_that_is_not_simple(cast):
    case = builders.petition(cast)
    simplify(case, cast.clerk, 0)
    for change in ({"people_count": 60}, {"is_repeat": True}, {"route": "arbitration"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Petition.objects.filter(pk=case.pk).update(**change)


def test_the_head_agrees_to_the_ordinary_procedure_and_the_sixty_days_count_from_the_first_acceptance(cast):
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler)
    simplify(case, cast.handler, 1)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    with pytest.raises(FactMissing) as caught:
        builders.step(case, "convert", cast.handler, later=4, reason="情况复杂。")
    assert "told_by" in caught.value.errors
    builders.step(case, "convert", cast.handler, later=4, reason="情况复杂。", told_by="post")
    assert case.procedure == "simplified"
    at = case.opened_at + timedelta(days=5)
    actions.decide(case.proposals.get(decision=""), approve=True, actor=cast.lead, at=at)
    case.refresh_from_db()
    assert case.procedure == "ordinary"
    assert running(case)["petition.handle"] == "2026-05-11" and "petition.simple_handle" not in running(case)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("invite", {"unit": "water", "note": "请核查。"}),
        ("merge", {}),
    ],
)
def test_what_turns_out_to_concern_several_leaves_it_by_itself(cast, name, facts):
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler)
    simplify(case, cast.handler, 1)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)  # Thu 03-12
    if name == "merge":
        urgent = builders.petition(cast, unit=cast.housing, actor=cast.handler, is_urgent=True)
        urgent.clocks.filter(term_code="petition.urgent_report").delete()
        builders.step(urgent, name, cast.handler, later=4, into=case, note="同一事项。", told_by="post")
        case.refresh_from_db()
    else:
        told = facts | ({"unit": cast.water} if "unit" in facts else {})
        builders.step(case, name, cast.lead, later=4, **told)
    assert case.procedure == "ordinary"
    assert running(case)["petition.handle"] == "2026-05-11" and "petition.simple_handle" not in running(case)
    assert case.events.filter(facts__told__contains=[["办理程序", "转为普通程序"]]).exists()


def test_nobody_alone_lets_off_the_ten_days_by_calling_it_urgent(cast):
    """It is reported at once; before it is taken on it is simple no more, afterwards its head agrees to that."""
    waits, case = (builders.petition(cast, unit=cast.housing, actor=cast.handler) for _ in range(2))
    for each in (waits, case):
        simplify(each, cast.handler, 1)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)  # Thu 03-12
    for each in (waits, case):
        builders.step(each, "flag_urgent", cast.handler, later=4, reason="可能影响社会稳定。")
        assert each.is_urgent and "petition.urgent_report" in running(each)
    assert (waits.procedure, case.procedure) == ("ordinary", "simplified")
    assert running(case)["petition.simple_handle"] == "2026-03-26"


def test_the_sixty_days_end_by_nobody_alone(cast):
    """Whoever owes the answer says that it is another kind of matter: whoever sent it or took it in agrees, but what
    accuses is hidden at once."""
    case = builders.in_status(cast, "handling")
    due = running(case)["petition.handle"]
    suggests = {"petition_class": "suggestion", "reason": "重新核定。"}
    builders.step(case, "reclassify", cast.handler, later=20, **suggests)
    assert (case.petition_class, running(case)["petition.handle"]) == ("appeal_request", due)
    proposal = case.proposals.get(decision="")
    with pytest.raises(StepNotAllowed):
        actions.decide(proposal, approve=True, actor=cast.lead, at=case.opened_at + timedelta(days=21))
    builders.agreed(case, cast.township_lead)
    assert case.petition_class == "suggestion" and "petition.handle" not in running(case)
    accuses = builders.in_status(cast, "handling")
    told = {"petition_class": "accusation", "accused_unknown": True, "reason": "反映的是违纪。"}
    builders.step(accuses, "reclassify", cast.handler, later=20, **told)
    assert accuses.is_restricted and not accuses.proposals.exists()


def test_what_was_answered_so_stays_so_whoever_is_asked_afterwards(cast):
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler)
    simplify(case, cast.handler, 1)
    builders.step(case, "accept", cast.handler, later=2, **builders.ACCEPT)
    builders.step(case, "issue_opinion", cast.lead, later=4, **builders.OPINION)
    builders.step(case, "invite", cast.lead, later=5, unit=cast.water, note="请回访。")
    assert case.procedure == "simplified" and "petition.handle" not in running(case)
