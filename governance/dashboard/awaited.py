"""What of the rooms below waits for somebody's word: publications to approve, objections to marks to answer, what
units report of their supervision to check."""

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from governance.assessment.access import ASSESS, assesses
from governance.assessment.models import Objection
from governance.assessment.periods import objections
from governance.organisation.models import User
from governance.organisation.standing import Standing
from governance.publications import access as publications
from governance.publications.models import Publication
from governance.supervision.leading.steps import STRIKE_OFF
from governance.supervision.models import LeaderCase, SupervisionPaper
from governance.supervision.papers.steps import CHECK

from .cards import Awaited, awaited_step


def _publications(user: User, standing: Standing) -> QuerySet[Publication]:
    return publications.waiting_for(standing)


def _objections(user: User, standing: Standing) -> QuerySet[Objection]:
    return objections.waiting_for(user) if assesses(standing) else Objection.objects.none()


def _publication(key: int) -> str:
    return reverse("publications:publication", args=[key])


# By its period and its line, which are what its page is found by.
LINE_OF = Concat(F("line__period_id"), Value("/"), F("line_id"), output_field=CharField())


def _objection(line: str) -> str:
    return reverse("assessment:line", args=line.split("/"))


AWAITED = (
    Awaited("publications", publications.APPROVE, "审批公开发布", _publications, _publication),
    Awaited("objections", ASSESS, "答复考核异议", _objections, _objection, LINE_OF),
    awaited_step(SupervisionPaper, CHECK, "核查督办反馈", "supervision:list"),
    awaited_step(LeaderCase, STRIKE_OFF, "核查包案销号", "supervision:leading"),
)
