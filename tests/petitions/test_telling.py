"""Whoever put a matter forward has it in writing what became of it (art. 23), unless nobody knows who or where."""

from datetime import date

import pytest

from governance.frame.refusals import FactMissing
from petitions.conditions.telling import TOLD
from petitions.papers.intake import PASSED_ON, SETTLED
from petitions.workflow import WORKFLOW
from tests import builders
from tests.papers.reading import text

pytestmark = pytest.mark.django_db
TELLING = [step.name for step in WORKFLOW.steps if any(fact.name == "told_by" for fact in step.facts)]


def test_every_way_of_telling_is_held_to_the_record():
    told = [fact for step in WORKFLOW.steps for fact in step.facts if fact.name == "told_by"]
    assert {"transfer", "assign_with_report", "hand_on", "merge", "accept", "not_accept", "inform"} <= set(TELLING)
    assert all(fact.refuted is TOLD.refuted for fact in told)


def test_it_is_not_said_of_a_known_person_that_nobody_could_be_told(cast):
    case = builders.petition(cast)
    with pytest.raises(FactMissing) as refused:
        builders.step(
            case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **{**builders.TRANSFER, "told_by": "unclear"}
        )
    assert "应当书面告知" in refused.value.errors["told_by"]
    nameless = builders.petition(cast, people=[builders.person(name="未具名", phone="")], address_unclear=True)
    builders.step(
        nameless,
        "transfer",
        cast.clerk,
        later=1,
        replay=False,
        to_unit=cast.housing,
        **{**builders.TRANSFER, "told_by": "unclear"},
    )
    assert [paper.code for paper in nameless.papers.all()] == ["transfer_letter"]


@pytest.mark.parametrize(
    ("step", "word", "more"), [("transfer", "转送", {}), ("assign_with_report", "交办", {"report_days": 30})]
)
def test_whoever_is_sent_on_has_it_in_writing(cast, step, word, more):
    case = builders.petition(cast)
    told = {**builders.TRANSFER, **more}
    builders.step(case, step, cast.clerk, later=1, replay=False, to_unit=cast.housing, **told)
    said = text(case.papers.get(code="inform_notice"))
    assert f"该事项由本单位{word}长安区住房和城乡建设局处理。" in said
    assert "自收到之日起15日内书面告知你" in said


def amend(case, cast, *, later: int, **facts):
    same = {"title": case.title, "summary": case.summary, "area": case.area, "note": "来人说明。"}
    builders.step(case, "amend", cast.clerk, later=later, **same | facts)


def test_the_notice_has_a_word_for_every_step_that_sends_the_matter_on():
    sent_on = {
        step.name
        for step in WORKFLOW.steps
        if "inform_notice" in step.papers and "to_unit" in {fact.name for fact in step.facts}
    }
    assert sent_on == {*PASSED_ON, *SETTLED}


def test_a_name_and_an_address_given_later_bring_the_notice_from_the_day_of_receipt(cast):
    nameless = builders.person(name="未具名", phone="", address="")
    case = builders.petition(cast, people=[nameless], address_unclear=True)
    assert not case.clocks.filter(term_code="petition.notice").exists()
    told = {"person_name": "赵秀英", "address": "凤栖路社区3组8号"}
    amend(case, cast, later=2, person=case.participants.get(), **told)
    clock = case.clocks.get(term_code="petition.notice")
    assert (case.address_unclear, clock.start_on, clock.due) == (False, date(2026, 3, 10), date(2026, 3, 25))


def test_an_address_that_proves_false_ends_the_notice(cast):
    case = builders.petition(cast)
    amend(case, cast, later=2, unclear=True)
    assert not case.address_unclear  # nobody alone spares whoever gave a name and an address the notice
    builders.agreed(case, cast.township_lead)
    assert case.address_unclear
    assert case.clocks.get(term_code="petition.notice").outcome == "cancelled"


def test_fewer_people_than_are_named_are_refused(cast):
    people = [builders.person(name=f"来访人{place}", phone="", position=place) for place in range(5)]
    case = builders.petition(cast, people=people, people_count=5, is_collective=True)
    with pytest.raises(FactMissing) as refused:
        amend(case, cast, later=1, people_count=2)
    assert "不能少于 5" in refused.value.errors["people_count"]


@pytest.mark.parametrize(
    ("channel", "form"),
    [
        ("visit", "走访"),
        ("letter", "书信"),
        ("phone", "电话"),
        ("fax", "传真"),
        ("email", "信息网络"),
        ("online", "信息网络"),
    ],
)
def test_every_form_of_the_law_is_named_in_its_words(cast, channel, form):
    case = builders.petition(cast, channel=channel)
    builders.step(case, "accept", cast.township_lead, later=1, replay=False, **builders.ACCEPT)
    assert f"以{form}形式提出" in text(case.papers.get(code="acceptance_notice"))
