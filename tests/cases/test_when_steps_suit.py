"""Beside each step stands one sentence that says when it is the right one."""

import importlib
import pkgutil
from dataclasses import replace

import pytest
from django.conf import settings
from django.urls import reverse

from governance.cases import registry
from governance.cases.soundness import Names, problems
from governance.cases.workflow import Step
from petitions.workflow import WORKFLOW
from tests import builders

STEPS = [step for kind in registry.KINDS.values() for step in kind.workflow.steps if step.permission]
# What one reads in a glance beside a button.
LONGEST = 48
# Two sentences that begin with as many of the same characters say the same.
BEGINS = 10


def test_every_step_that_a_person_takes_says_when_it_is_the_right_one():
    wrong = {
        (step.label, step.suits)
        for step in STEPS
        if not step.suits.endswith("。") or step.suits.count("。") > 1 or len(step.suits) > LONGEST
    }
    assert wrong == set()


def test_two_steps_of_one_table_do_not_say_the_same():
    for kind in registry.KINDS.values():
        said = [step.suits for step in kind.workflow.steps if step.permission]
        assert sorted(said) == sorted(set(said)), kind.workflow.label


def test_what_the_law_wants_does_not_begin_with_when_the_step_suits():
    """Both stand one after the other over the form of the step."""
    twice = {(step.label, step.help) for step in STEPS if step.help[:BEGINS] == step.suits[:BEGINS]}
    assert twice == set()


def test_a_table_with_a_step_that_does_not_say_it_does_not_start():
    step = replace(WORKFLOW.steps[0], suits="")
    table = replace(WORKFLOW, steps=(step, *WORKFLOW.steps[1:]))
    names = Names(permissions={}, papers={}, effects={}, terms=set())
    assert "step transfer: does not say when it is the right one" in problems(table, names)


@pytest.mark.django_db
def test_it_stands_beside_the_button_and_over_the_form(cast, client):
    case = builders.petition(cast)
    client.force_login(cast.clerk)
    said = "本单位不办、由其他单位有权处理的，转给它。"
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    assert f'<span class="suits">{said}</span>' in page and "要填有权处理的单位、转送理由" in page
    form = client.get(reverse("cases:step", args=[case.number, "transfer"])).content.decode()
    assert said in form and "收到之日起15日内转送。" in form


def test_a_row_that_no_table_names_is_found():
    """It would be no step, and nothing would say so; a row from which tables make theirs has its name there."""
    known = {step.name for kind in registry.KINDS.values() for step in kind.workflow.steps}
    rooms = [importlib.import_module(name) for name in (*settings.LINES, "governance.cases", "governance.supervision")]
    modules = [each.name for room in rooms for each in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    values = [
        (name, value) for name in modules if "steps" in name for value in vars(importlib.import_module(name)).values()
    ]
    rows = [(name, value.name) for name, value in values if isinstance(value, Step)]
    assert len(rows) > 100
    assert [row for row in rows if row[1] not in known] == []
