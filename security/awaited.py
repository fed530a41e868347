"""What of public safety waits for the word of who oversees the place."""

from django.db.models import QuerySet
from django.urls import reverse

from governance.cases.workflow import Step
from governance.dashboard.cards import Awaited
from governance.organisation.standing import Standing

from .areas.steps import EVALUATE, OVERSEE, REMOVE
from .joint.steps import COORDINATE, DECISION
from .models import JointTask, KeyArea


def _asked(user, standing: Standing) -> QuerySet[JointTask]:
    """Who asked does not decide, whatever post they have beside it."""
    found = JointTask.objects.visible_to(user).filter(standing.inside("area", COORDINATE))
    return found.filter(status__in=DECISION.sources).exclude(registered_by=user.pk)


def _treated(status: str):
    """Nobody judges what their own unit has done."""

    def waits(user, standing: Standing) -> QuerySet[KeyArea]:
        found = KeyArea.objects.visible_to(user).filter(standing.inside("area", OVERSEE), status=status)
        return found.exclude(lead_unit__in=standing.units_with(OVERSEE))

    return waits


def _list(noun: str, status: str):
    """All of them stand in one list."""
    return lambda key: reverse(f"security:{noun}:list", query={"status": status})


def _of_key_areas(step: Step) -> Awaited:
    (status,) = step.sources
    words = f"重点地区{step.label}"
    return Awaited(f"key_areas.{step.name}", step.permission, words, _treated(status), _list("key_areas", status))


AWAITED = (
    Awaited("joint_tasks", COORDINATE, DECISION.label, _asked, _list("joint_tasks", *DECISION.sources)),
    _of_key_areas(EVALUATE),
    _of_key_areas(REMOVE),
)
