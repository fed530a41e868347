"""What of public safety waits for the word of who oversees the place."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from governance.cases.workflow import SUPERIOR, Step
from governance.dashboard.cards import Awaited
from governance.organisation.standing import Standing

from .areas.steps import EVALUATE, REMOVE
from .assessments.decision_steps import GO_AHEAD
from .assessments.steps import CHECK
from .joint.steps import DECISION
from .models import JointTask, KeyArea, RiskAssessment


def _waiting(model: Any, step: Step, by_another: bool, user, standing: Standing) -> QuerySet[Any]:
    """What the person can take the step in: nobody judges their own unit, nor decides what they asked for."""
    found = model.objects.visible_to(user).filter(standing.inside("area", step.permission), status__in=step.sources)
    if step.reach == SUPERIOR:
        found = found.exclude(lead_unit__in=standing.units_with(step.permission))
    return found.exclude(registered_by=user.pk) if by_another else found


def _page(noun: str, status: str, key: int) -> str:
    """All of them stand in one list."""
    return reverse(f"security:{noun}:list", query={"status": status})


def _of(noun: str, model: Any, step: Step, words: str, *, by_another: bool) -> Awaited:
    (status,) = step.sources
    waits = partial(_waiting, model, step, by_another)
    return Awaited(f"{noun}.{step.name}", step.permission, words, waits, partial(_page, noun, status))


AWAITED = (
    _of("joint_tasks", JointTask, DECISION, "决定联动", by_another=True),
    _of("key_areas", KeyArea, EVALUATE, "评估重点地区成效", by_another=False),
    _of("key_areas", KeyArea, REMOVE, "重点地区摘牌", by_another=False),
    _of("assessments", RiskAssessment, CHECK, "复核稳评报告", by_another=True),
    _of("assessments", RiskAssessment, GO_AHEAD, "决定稳评事项", by_another=True),
)
