"""Whoever put a matter forward has it in writing what became of it (art. 23), unless nobody knows who or where."""

import pytest

from governance.frame.refusals import FactMissing
from petitions.vocabulary import TOLD
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
