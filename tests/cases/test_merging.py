"""One rule for merging in every kind: into an earlier one of the same matter that is still to be answered."""

from datetime import timedelta

import pytest

from governance.cases import deadlines, registry
from governance.cases.models import CaseLink, Category
from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from tests import builders, disputes
from tests.grid import events
from tests.grid.pages import open_grid
from tests.security import hazards, incidents, key_areas

pytestmark = pytest.mark.django_db
SAME = {"note": "同一事项。"}
TOLD = {**SAME, "told_by": "post"}
LATER = builders.OPENED + timedelta(days=41)
# One case of each line that merges, and who merges in it.
LINES = {
    "petition": (builders.petition, "clerk", TOLD),
    "dispute": (disputes.dispute, "clerk", SAME),
    "grid_event": (events.event, "clerk", SAME),
    "incident": (incidents.incident, "clerk", SAME),
    "hazard": (hazards.hazard, "clerk", SAME),
    "key_area": (key_areas.key_area, "staff", SAME),
}


@pytest.mark.parametrize("status", ["not_accepted", "informed", "answered", "served"])
def test_a_petition_does_not_go_into_one_that_is_not_answered_any_more(cast, status):
    main = builders.in_status(cast, status)
    again = builders.petition(cast, at=LATER)  # Mon 04-20
    with pytest.raises(FactMissing, match="不再作出答复"):
        builders.step(again, "merge", cast.clerk, later=1, into=main, **TOLD)
    assert again.clocks.get(term_code="petition.route").ended_at is None


def test_a_petition_goes_into_one_whose_objection_is_looked_at(cast):
    main = builders.in_status(cast, "objected")
    again = builders.petition(cast, at=LATER)
    builders.step(again, "merge", cast.clerk, later=1, into=main, **TOLD)
    assert again.status == "merged"


@pytest.mark.parametrize("name", ["merge", "link"])
def test_the_other_case_says_so_too_and_its_handler_hears(cast, name):
    main = builders.in_status(cast, "handling")
    again = builders.petition(cast, at=LATER)
    told = {"into": main, **TOLD} if name == "merge" else {"other": main, "relation": "repeat"}
    event = builders.step(again, name, cast.clerk, later=1, replay=False, **told)
    said = main.events.latest("seq")
    assert (said.step, said.facts["told"]) == ("named_elsewhere", [["信访件编号", again.number]])
    main.refresh_from_db()
    assert main.version == said.seq + 1 == main.events.count() + 1 and event.seq == again.events.latest("seq").seq
    assert Notice.objects.filter(key__startswith=f"event:{said.pk}:", link=f"/cases/{main.number}/").count() == 1


def test_a_case_that_all_may_know_says_nothing_of_a_hidden_one_that_names_it(cast):
    main = builders.in_status(cast, "handling")
    hidden = builders.petition(cast, petition_class="accusation", accused_unit=cast.water)
    builders.step(hidden, "link", cast.clerk, later=1, other=main, relation="related")
    assert not main.events.filter(step="named_elsewhere").exists()


def test_neither_a_dispute_nor_an_event_goes_into_one_that_is_settled(cast):
    whole = disputes.dispute(cast)
    type(whole).objects.filter(pk=whole.pk).update(status="settled")
    again = disputes.dispute(cast)
    with pytest.raises(FactMissing, match="已达成协议"):
        builders.step(again, "merge", cast.clerk, later=1, into=whole, **SAME)
    lamp, other = events.in_status(cast, "checking"), events.event(cast)
    with pytest.raises(FactMissing, match="待核查"):
        builders.step(other, "merge", cast.clerk, later=5, into=lamp, **SAME)


def test_whoever_owes_the_answer_does_not_merge_what_was_sent_to_them(cast):
    own = builders.petition(cast, unit=cast.housing, actor=cast.handler, title="反映噪音")
    sent = builders.petition(cast)
    builders.step(sent, "transfer", cast.clerk, later=2, to_unit=cast.housing, **builders.TRANSFER)
    with pytest.raises(StepNotAllowed):
        builders.step(sent, "merge", cast.handler, later=3, into=own, **TOLD)
    first, second = (Category.objects.create(kind="petition", name=name, path=name) for name in ("供水", "噪音"))
    type(own).objects.filter(pk=own.pk).update(category=first)
    type(sent).objects.filter(pk=sent.pk).update(category=second)
    with pytest.raises(FactMissing, match="内容类别不同"):
        builders.step(sent, "merge", cast.clerk, later=3, into=own, **TOLD)


@pytest.mark.parametrize("name", ["merge", "withdraw"])
def test_what_is_urgent_is_reported_first_and_stays_urgent_in_the_other(cast, name):
    main = builders.petition(cast)
    urgent = builders.petition(cast, is_urgent=True)
    told = {"into": main, **TOLD} if name == "merge" else builders.WITHDRAWAL
    actor = cast.clerk if name == "merge" else cast.township_lead
    with pytest.raises(StepNotPossible, match="报告重大、紧急情况"):
        builders.step(urgent, name, actor, **told)
    report(urgent, cast)
    builders.step(urgent, name, actor, later=1, **told)
    assert urgent.clocks.get(term_code="petition.urgent_report").outcome == "met"
    main.refresh_from_db()
    assert main.is_urgent == (name == "merge")


def report(urgent, cast):
    at = urgent.opened_at + timedelta(hours=1)
    told = {"reported_to": ["government", "department", "conference"], "situation": "停水。", "measures": "送水。"}
    builders.step(urgent, "report_urgent", cast.clerk, at=at, reported_at=at, **told)


@pytest.mark.parametrize("name", ["merge", "withdraw"])
def test_advice_is_answered_before_the_matter_ends(cast, name):
    main = builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk)
    case = builders.petition(cast, unit=cast.petitions, actor=cast.petition_clerk)
    builders.step(case, "transfer", cast.petition_clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    advice = {"advice_kind": "work", "flaw": "delay", "facts": "推诿。", "advice": "改进。"}
    builders.step(case, "advise", cast.petition_clerk, later=10, **advice)
    told = {"into": main, **TOLD} if name == "merge" else builders.WITHDRAWAL
    with pytest.raises(StepNotPossible, match="书面反馈改进建议"):
        builders.step(case, name, cast.petition_clerk if name == "merge" else cast.handler, later=11, **told)


def test_a_major_dispute_is_reported_first_and_goes_only_into_a_major_one(cast):
    general, major = disputes.dispute(cast), disputes.dispute(cast, grade="major")
    with pytest.raises(StepNotPossible, match="重大疑难纠纷报告"):
        builders.step(major, "merge", cast.clerk, into=general, **SAME)
    deadlines.meet(major, "dispute.major_report", at=major.opened_at)
    with pytest.raises(FactMissing, match="等级较低"):
        builders.step(major, "merge", cast.clerk, later=1, into=general, **SAME)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"grade": "general"}, "等级较低"),
        ({"hazard_kind": "fire"}, "类别不同"),
        ({"area": "610116001003"}, "发生地不同"),
        ({"at": builders.OPENED + timedelta(days=1)}, "先收到"),
    ],
)
def test_a_hazard_goes_only_into_an_earlier_one_of_its_place_and_kind_that_is_as_grave(cast, fields, sentence):
    told = fields | ({"area": cast.area(fields["area"])} if "area" in fields else {})
    into, grave = hazards.hazard(cast, **told), hazards.hazard(cast)
    with pytest.raises(FactMissing, match=sentence):
        builders.step(grave, "merge", cast.clerk, later=2, into=into, **SAME)


def test_what_was_seen_from_two_grids_of_a_village_is_one_matter_and_from_two_villages_is_not(cast):
    grids = [open_grid(code) for code in ("610116001002001", "610116001002002", "610116001003001")]
    first, beside, elsewhere = (events.event(cast, area=grid.area, grid=grid) for grid in grids)
    with pytest.raises(FactMissing, match="发生地不同"):
        builders.step(elsewhere, "merge", cast.clerk, later=1, into=first, **SAME)
    builders.step(beside, "merge", cast.clerk, later=1, into=first, **SAME)
    assert (beside.status, beside.merged_into_id) == ("merged", first.pk)


def test_a_listed_hazard_is_merged_neither_by_who_sets_it_right_nor_before_it_is_delisted(cast):
    into, listed = hazards.hazard(cast), hazards.hazard(cast)
    hazards.order(listed, cast)
    builders.step(listed, "list", cast.staff, later=2, reason="整改难度大。")
    with pytest.raises(StepNotAllowed):
        builders.step(listed, "merge", cast.handler, later=3, into=into, **SAME)
    with pytest.raises(FactMissing, match="挂牌"):
        builders.step(listed, "merge", cast.clerk, later=3, into=into, **SAME)
    builders.step(listed, "delist", cast.staff, later=4, reason="不在本县。")
    builders.agreed(listed, cast.county)
    builders.step(listed, "merge", cast.clerk, later=5, into=into, **SAME)
    builders.agreed(listed, cast.staff)
    assert listed.status == "merged"


# Who agrees that what may not be dropped alone goes into another.
AGREE = {"incident": "leader", "hazard": "staff", "key_area": "county"}


@pytest.mark.parametrize("line", AGREE)
def test_what_nobody_drops_alone_nobody_merges_alone(cast, line):
    make, name, told = LINES[line]
    into, again = make(cast), make(cast)
    builders.step(again, "merge", getattr(cast, name), later=1, into=into, **told)
    assert again.closed_at is None and again.merged_into is None
    with pytest.raises(StepNotAllowed, match="不能审批自己提请"):
        actions.decide(again.proposals.get(), approve=True, actor=getattr(cast, name), at=again.opened_at)
    builders.agreed(again, getattr(cast, AGREE[line]))
    assert again.status == "merged" and again.merged_into_id == into.pk


def test_a_small_hazard_goes_at_once_into_the_one_it_repeats(cast):
    into, again = hazards.hazard(cast, grade="general"), hazards.hazard(cast, grade="general")
    builders.step(again, "merge", cast.clerk, later=1, into=into, **SAME)
    assert again.status == "merged"


def test_a_grave_incident_goes_into_no_ordinary_one(cast):
    general, major = incidents.incident(cast, grade="general"), incidents.incident(cast, grade="major")
    with pytest.raises(FactMissing, match="等级较低"):
        builders.step(major, "merge", cast.clerk, later=1, into=general, **SAME)


def test_every_line_that_merges_is_tried():
    assert set(LINES) == {code for code, kind in registry.KINDS.items() if kind.workflow.step("merge")}


@pytest.mark.parametrize("line", LINES)
def test_an_accusation_goes_into_no_ordinary_matter_and_no_ordinary_matter_into_an_accusation(cast, line):
    make, name, told = LINES[line]
    merging = getattr(cast, name)
    hidden, ordinary = accusing(cast, make(cast), merging), make(cast)
    for case, into in ((hidden, ordinary), (ordinary, hidden)):
        with pytest.raises(FactMissing, match="同一知悉范围"):
            builders.step(case, "merge", merging, later=2, into=into, **told)
    hidden.refresh_from_db()
    ordinary.refresh_from_db()
    assert hidden.merged_into is None and ordinary.merged_into is None
    assert ordinary.confidentiality != "restricted"


def accusing(cast, case, *knowing):
    """The case accuses the housing department, or came out of a petition that does now; these people know of it."""
    petition = case if case.kind == "petition" else builders.petition(cast)
    if petition is not case:
        CaseLink.objects.create(case_id=case.pk, other_id=petition.pk, kind=CaseLink.Kind.ORIGIN)
    change = {"petition_class": "accusation", "accused_unit": cast.housing, "reason": "实为反映该局工作人员问题。"}
    builders.step(petition, "reclassify", cast.clerk, later=1, replay=False, **change)
    case.refresh_from_db()
    assert case.is_restricted
    builders.let_in(case, *knowing)
    return case
