"""The column of what comes next: the likeliest steps with their sentence, of the others the names, all of them."""

from dataclasses import replace

import pytest
from django.urls import reverse

from governance.cases.views import case_parts
from governance.cases.views.case_parts import IN_FULL, by_likelihood
from tests import builders

STEP = case_parts.StepView("a", "受理", "/a/", "", "", "", "", primary=False, final=False, papers_url="")


def named(count: int) -> list[case_parts.StepView]:
    return [replace(STEP, name=f"step{n}") for n in range(count)]


@pytest.mark.parametrize(("count", "in_full"), [(0, 0), (3, 3), (IN_FULL + 1, IN_FULL + 1), (IN_FULL + 2, IN_FULL)])
def test_a_few_stand_with_their_sentence_and_a_lone_name_is_not_set_apart(count, in_full):
    likely, others = by_likelihood(named(count), decides=False)
    assert (len(likely), likely + others) == (in_full, named(count))


def test_beside_a_decision_that_waits_nothing_else_asks_for_attention():
    assert by_likelihood(named(2), decides=True) == ([], named(2))


@pytest.mark.django_db
def test_what_comes_next_is_first_and_each_step_is_a_link_described_by_its_sentence(cast, client):
    case = builders.petition(cast)
    client.force_login(cast.clerk)
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    column, _, names = page.partition('<div class="step-names">')
    full = column.split('class="card-body steps"')[1]
    assert full.count("step-row") == IN_FULL and full.index("button-primary") < full.index("suits")
    assert names.count("<summary>各步什么时候用</summary>") >= 1
    for part in page.split('class="step-row')[1:]:
        sentence = part.split('aria-describedby="')[1].split('"')[0]
        assert f'id="{sentence}"' in part and 'class="suits"' in part
