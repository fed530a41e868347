"""Merging ends a petition and no duty to its people: they are told why, and hear whatever the other one becomes."""

from datetime import timedelta

import pytest

from governance.frame.refusals import FactMissing
from petitions.models import Petition
from tests import builders
from tests.papers.reading import text

pytestmark = pytest.mark.django_db
MERGE = {"note": "与先前来信反映同一处停水。", "told_by": "post"}


@pytest.fixture
def main(cast):
    return builders.petition(cast, at=builders.OPENED - timedelta(days=3))


def test_its_people_are_told_in_writing_and_named_in_every_later_paper(cast, main):
    together = [builders.person(), builders.person(name="钱大海", phone="13600001111", address="凤栖路社区3组9号")]
    again = builders.petition(cast, people=together)
    builders.step(again, "merge", cast.clerk, later=1, replay=False, into=main, **MERGE)
    notice = again.papers.get()
    said = text(notice)
    assert (notice.code, again.status) == ("merge_notice", "merged")
    for sentence in ("赵秀英、钱大海", main.number, MERGE["note"], "第二十三条第二款", "一并书面告知和答复你们"):
        assert sentence in said
    assert again.clocks.get(term_code="petition.notice").outcome == "met"

    assert [person.name for person in main.participants.all()] == ["赵秀英", "钱大海"]
    assert main.events.filter(step="absorb").exists()
    builders.step(main, "accept", cast.township_lead, later=5, replay=False, **builders.ACCEPT)
    assert "赵秀英、钱大海" in text(main.papers.get(code="acceptance_notice"))


def test_the_other_becomes_as_much_a_matter_of_many(cast, main):
    builders.step(main, "simplify", cast.clerk, later=0, ground="clear")
    builders.step(main, "accept", cast.township_lead, later=0, **builders.ACCEPT)
    many = [builders.person(), *(builders.person(name=f"张{n}", phone=f"1391111333{n}") for n in range(6))]
    again = builders.petition(cast, people=many, people_count=7, is_collective=True)
    builders.step(again, "merge", cast.clerk, later=1, into=main, **MERGE)
    main.refresh_from_db()
    assert (main.people_count, main.is_collective, main.procedure) == (7, True, "ordinary")
    running = main.clocks.filter(ended_at=None, is_window=False).values_list("term_code", "start_on")
    assert list(running) == [("petition.handle", main.accepted_on)]


def test_what_other_people_put_forward_is_not_merged(cast, main):
    stranger = builders.person(name="钱大海", phone="13600001111", address="凤栖路社区3组9号")
    other = builders.petition(cast, people=[stranger])
    with pytest.raises(FactMissing) as refused:
        builders.step(other, "merge", cast.clerk, later=1, into=main, **MERGE)
    assert "同一人" in refused.value.errors["into"]
    first, second = (builders.petition(cast, people=[builders.person(name="未具名", phone="")]) for _ in range(2))
    with pytest.raises(FactMissing):
        builders.step(second, "merge", cast.clerk, later=1, into=first, **MERGE)
    assert Petition.objects.filter(status="merged").count() == 0


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ({}, {"petition_class": "suggestion"}),
        ({"petition_class": "suggestion"}, {}),
        ({}, {"route": "arbitration"}),
    ],
)
def test_nobody_loses_the_opinion_or_the_study_owed_to_one_class_by_being_put_into_another(cast, own, other):
    earlier = builders.petition(cast, at=builders.OPENED - timedelta(days=3), **other)
    again = builders.petition(cast, **own)
    with pytest.raises(FactMissing, match="不能并案") as refused:
        builders.step(again, "merge", cast.clerk, later=1, into=earlier, **MERGE)
    again.refresh_from_db()
    assert list(refused.value.errors) == ["into"] and again.status == "registered"
    assert not earlier.events.filter(step="absorb").exists()


def test_it_goes_into_the_one_that_came_first(cast, main):
    later = builders.petition(cast)
    with pytest.raises(FactMissing) as refused:
        builders.step(main, "merge", cast.clerk, later=4, into=later, **MERGE)
    assert "先收到" in refused.value.errors["into"]
