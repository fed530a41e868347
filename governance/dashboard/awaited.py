"""What of the rooms below waits for somebody's word: publications to approve, objections to marks to answer."""

from datetime import datetime

from django.urls import reverse

from governance.assessment.access import ASSESS, assesses
from governance.assessment.periods import objections
from governance.frame.days import moment_text
from governance.organisation.models import User
from governance.organisation.standing import Standing
from governance.publications import access as publications

from .cards import Awaited


def _publications(user: User, standing: Standing, now: datetime) -> list[dict]:
    return [
        {
            "title": f"审批{each.kind.name}：{each.title}",
            "url": reverse("publications:publication", args=[each.pk]),
            "note": f"{each.unit.short_name}提请",
        }
        for each in publications.titled_for(publications.waiting_for(standing), user)
    ]


def _objections(user: User, standing: Standing, now: datetime) -> list[dict]:
    return [
        {
            "title": f"答复考核异议：{each.line.unit.short_name}，{objections.item_of(each.line).text}",
            "url": reverse("assessment:line", args=[each.line.period_id, each.line_id]),
            "note": f"{each.line.period} · {moment_text(each.at)} 提出",
        }
        for each in (objections.waiting_for(user) if assesses(standing) else ())
    ]


AWAITED = (
    Awaited("publications", publications.APPROVE, _publications),
    Awaited("objections", ASSESS, _objections),
)
