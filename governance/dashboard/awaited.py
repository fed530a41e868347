"""What of the rooms below waits for somebody's word: publications to approve, objections to marks to answer, what
units report of their supervision to check."""

from functools import partial
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from governance.assessment.access import ASSESS, assesses
from governance.assessment.models import Objection
from governance.assessment.periods import objections
from governance.cases.access.door import OVERSEES
from governance.cases.workflow import Step
from governance.organisation.models import User
from governance.organisation.standing import Standing
from governance.publications import access as publications
from governance.publications.models import Publication
from governance.supervision.leading.steps import STRIKE_OFF
from governance.supervision.models import LeaderCase, SupervisionPaper
from governance.supervision.papers.steps import CHECK

from .cards import Awaited


def _publications(user: User, standing: Standing) -> QuerySet[Publication]:
    return publications.waiting_for(standing)


def _objections(user: User, standing: Standing) -> QuerySet[Objection]:
    return objections.waiting_for(user) if assesses(standing) else Objection.objects.none()


def _judged(model: Any, step: Step, user: User, standing: Standing) -> QuerySet[Any]:
    """Nobody judges what their own unit reports."""
    found = model.objects.visible_to(user).filter(status__in=step.sources)
    return found.filter(standing.inside("area", OVERSEES)).exclude(lead_unit__in=standing.units_with(OVERSEES))


def _list(page: str, step: Step, key: int) -> str:
    return reverse(page, query={"status": step.sources[0]})


def _publication(key: int) -> str:
    return reverse("publications:publication", args=[key])


# By its period and its line, which are what its page is found by.
LINE_OF = Concat(F("line__period_id"), Value("/"), F("line_id"), output_field=CharField())


def _objection(line: str) -> str:
    return reverse("assessment:line", args=line.split("/"))


AWAITED = (
    Awaited("publications", publications.APPROVE, "审批公开发布", _publications, _publication),
    Awaited("objections", ASSESS, "答复考核异议", _objections, _objection, LINE_OF),
    *(
        Awaited(step.name, OVERSEES, words, partial(_judged, model, step), partial(_list, page, step))
        for model, step, words, page in (
            (SupervisionPaper, CHECK, "核查督办反馈", "supervision:list"),
            (LeaderCase, STRIKE_OFF, "核查包案销号", "supervision:leading"),
        )
    ),
)
