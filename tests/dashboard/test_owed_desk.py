"""What a unit owes in a case that another one holds lies on the desk of its people who can do it, and on no other."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases import access, registry
from governance.cases.access.owed import owed_at
from governance.cases.models import Case
from governance.dashboard import workbench
from governance.frame.days import office_day
from governance.organisation.standing import standing_of
from tests import builders
from tests.dashboard.test_one_truth import PEOPLE, WHOLE, at_the_desk, told_apart
from tests.grid import events
from tests.petitions.test_after_the_answer import RATED
from tests.petitions.test_oversight import urgent_and_sent
from tests.security import hazards, joint_tasks

pytestmark = pytest.mark.django_db
# What is over when the case itself has been taken on: nobody but its holder does that.
BY_HOLDER = {"petition.whole"}
TODAY = office_day(builders.OPENED)
EVERYBODY = (*PEOPLE, "grid_worker", "petition_clerk", "water_handler", "second_handler", "outsider")


def desks(cast, case) -> set[str]:
    """On whose desk it lies, of all who do not oversee."""
    found = set()
    for name in EVERYBODY:
        user = getattr(cast, name)
        standing = standing_of(user, TODAY)
        if not workbench.oversees(standing) and workbench.scope_of(user, standing).filter(pk=case.pk).exists():
            found.add(name)
    return found


def step_of(cast, case, name: str) -> str:
    """What the desk of that person offers; the case page offers the same."""
    case = WHOLE.get(pk=case.pk)
    assert told_apart([case], cast) == []
    return at_the_desk(case, getattr(cast, name))[1]


def objected(cast):
    case = builders.petition(cast)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    assert desks(cast, case) == {"lead", "handler", "second_handler"}
    builders.step(case, "object", cast.handler, later=6, reason="不属供水管网。")
    return case


def rated(cast):
    case = builders.in_status(cast, "served")
    builders.step(case, "rate", cast.clerk, later=25, **RATED | {"rating": "dissatisfied"})
    return case


def came_back(cast):
    case = events.event(cast)
    builders.step(case, "ask_again", cast.clerk, later=1, reason="请补充照片。")
    return case


# What happened, who has it on the desk because their unit owes it, and what they are offered.
OWED = {
    "objection to a petition": (objected, {"clerk", "township_lead"}, "核实异议"),
    "poor rating": (rated, {"clerk", "township_lead"}, "登记不满意回访"),
    "urgent report upward": (urgent_and_sent, {"petition_clerk"}, "报告上级信访部门"),
    "objection to an event": (lambda cast: events.in_status(cast, "objected"), {"clerk"}, "核实异议"),
    "check of an event": (
        lambda cast: events.in_status(cast, "checking"),
        {"clerk", "township_lead"},
        "核查通过，办结",
    ),
    "what was asked of a grid worker": (came_back, {"grid_worker"}, "补充上报"),
    "recheck of a hazard": (
        lambda cast: hazards.in_status(cast, "rechecking"),
        {"clerk", "township_lead"},
        "复查合格，销案",
    ),
    "end of a joint task": (
        lambda cast: joint_tasks.in_status(cast, "reported"),
        {"clerk", "township_lead"},
        "确认办结",
    ),
}


@pytest.mark.parametrize("which", OWED)
def test_it_lies_on_the_desk_of_whoever_owes_it_with_the_step_that_does_it(cast, login, time_machine, which):
    made, people, offered = OWED[which]
    time_machine.move_to(builders.OPENED + timedelta(days=30), tick=False)
    case = made(cast)
    holds = {name for name in EVERYBODY if case.lead_unit_id in standing_of(getattr(cast, name), TODAY).units}
    assert desks(cast, case) - holds == people
    for name in people:
        assert step_of(cast, case, name) == offered
        mine = login(getattr(cast, name)).get(reverse("cases:list"), {"scope": "mine"})
        (row,) = [row for row in mine.context["rows"] if row.number == case.number]
        # Whoever has to ask or to check can reach the people whom it is about.
        assert access.may_see_names(getattr(cast, name), case) and "*" not in row.people


def test_neither_answer_to_an_objection_is_put_before_the_other(cast, login, time_machine):
    time_machine.move_to(builders.OPENED + timedelta(days=4), tick=False)
    case = objected(cast)
    client, page = login(cast.clerk), reverse("cases:case", args=[case.number])
    assert f'href="{page}">核实异议</a>' in client.get(reverse("dashboard:workbench")).content.decode()
    steps = {step.label: step for step in client.get(page).context["steps"]}
    assert not steps["同意退回"].primary and not steps["异议不成立"].primary


def test_a_share_waits_for_nobody_else_at_the_desk_of_whoever_was_asked(cast, time_machine):
    time_machine.move_to(builders.OPENED + timedelta(days=4), tick=False)
    case = builders.in_status(cast, "handling")
    assert "water_handler" not in desks(cast, case)
    builders.step(case, "invite", cast.lead, later=3, unit=cast.water, note="请核查。")
    assert "water_handler" in desks(cast, case)
    assert step_of(cast, case, "water_handler") == "查看"
    builders.step(case, "contribute", cast.water_handler, later=4, note="管道完好。", complete=True)
    assert "water_handler" not in desks(cast, case)


def test_it_leaves_the_desk_once_it_is_done(cast):
    case = objected(cast)
    builders.step(case, "reject_objection", cast.clerk, later=7, reason="属于供水管网。")
    assert desks(cast, case) == {"lead", "handler", "second_handler"}


def test_what_a_unit_was_late_with_before_it_gave_the_case_away_is_no_work_of_it_any_more(cast):
    case = builders.petition(cast)
    builders.step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **builders.TRANSFER)
    case.clocks.filter(ended_at=None).update(charged_to=cast.weiqu)
    assert not {"clerk", "township_lead"} & desks(cast, case)


def test_what_few_may_know_of_lies_on_no_desk_of_others(cast):
    case = objected(cast)
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted", known_to=[])
    standing = standing_of(cast.clerk, TODAY)
    assert owed_at(standing).filter(case=case.pk).exists()
    assert desks(cast, case) == set()


def test_whatever_another_unit_owes_is_ended_by_a_step_that_the_desk_knows():
    for kind in registry.KINDS.values():
        table = kind.workflow
        ended = {term for each in table.steps if each.reach != "holder" for term in table.ended_by(each)}
        assert set(table.owed_by_others) - ended <= BY_HOLDER, kind.code
