"""Many people, one matter: what was linked is shown together, with how many matters and people, and no names."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases.models import Case, CaseLink
from petitions.topics.grouping import groups
from tests import builders

pytestmark = pytest.mark.django_db


def linked(cast, count, **fields):
    """So many petitions of different people, each linked to the one before it."""
    made = []
    for turn in range(count):
        person = builders.person(f"居民{turn}", f"1390000{turn:04}", address=f"{turn}号")
        at = builders.OPENED + timedelta(days=turn)
        made.append(builders.petition(cast, at=at, people=[person], **fields))
        if turn:
            CaseLink.objects.create(case=made[-1], other=made[-2], kind="related")
    return made


def page(login, who, time_machine, days="") -> str:
    time_machine.move_to(builders.OPENED + timedelta(days=40), tick=False)
    return login(who).get(reverse("petitions:topics") + days).content.decode()


def test_what_hangs_together_is_one_group():
    assert groups([(1, 2), (3, 4), (2, 5), (5, 1)]) == [{1, 2, 5}, {3, 4}]


def test_it_counts_matters_repeats_and_people_and_names_nobody(cast, login, time_machine):
    made = linked(cast, 3, people_count=4, title="三号楼停水")
    again = builders.petition(
        cast, at=builders.OPENED + timedelta(days=9), people=[builders.person("居民0", "13900000000")], repeats=made[0]
    )
    said = page(login, cast.staff, time_machine)
    for words in ("三号楼停水", "凤栖路社区", "2026-03-10 至 2026-03-19", again.number):
        assert words in said
    assert 'data-label="起数">3<' in said and 'data-label="其中重复">1<' in said and 'data-label="人次">13<' in said
    assert "居民" not in said.partition("<table")[2]


def test_two_are_no_topic_and_what_came_earlier_is_left_out(cast, login, time_machine):
    linked(cast, 2)
    assert "没有集中反映的问题" in page(login, cast.staff, time_machine)
    linked(cast, 3, title="道路积水")
    assert "道路积水" in page(login, cast.staff, time_machine)
    assert "道路积水" not in page(login, cast.staff, time_machine, "?days=30")


def test_nobody_reads_of_what_they_may_not_know(cast, login, time_machine):
    made = linked(cast, 3, title="三号楼停水")
    assert "三号楼停水" not in page(login, cast.water_handler, time_machine)
    told = {"petition_class": "accusation", "accused_unit": cast.water, "reason": "实为检举控告。"}
    builders.step(made[1], "reclassify", cast.clerk, later=2, **told)
    assert "没有集中反映的问题" in page(login, cast.staff, time_machine)
    # Whoever it lies with still knows of all three, and reads of none of them together.
    assert Case.objects.visible_to(cast.clerk).filter(pk__in=[case.pk for case in made]).count() == 3
    assert "没有集中反映的问题" in page(login, cast.clerk, time_machine)
