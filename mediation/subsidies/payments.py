"""The monthly list of subsidies: what waits for approval, what is paid this month, and marking it as paid."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from governance.cases.steps import actions
from governance.frame.refusals import Refusal
from governance.organisation.standing import Standing, standing_now

from ..models import Subsidy, Track

PERMISSION = "mediation.approve_subsidy"


@dataclass(frozen=True)
class Paid:
    """What came of marking several subsidies as paid."""

    done: int
    refused: tuple[str, ...]


def may_open(user) -> bool:
    """True for those who approve subsidies somewhere."""
    return PERMISSION in standing_now(user).permissions


def _seen_by(user):
    seen = Track.objects.visible_to(user).values("pk")
    return Subsidy.objects.filter(track__in=seen).select_related(
        "track__lead_unit", "track__file", "dispute", "mediator"
    )


def of_month(user, month: date) -> list[Subsidy]:
    """The approved and paid subsidies of the month that the person may see, committee by committee."""
    return list(_seen_by(user).filter(month=month).order_by("track__lead_unit__name", "mediator__name", "id"))


def claimed(user) -> QuerySet[Subsidy]:
    """The claims that wait for a decision, oldest first."""
    return _seen_by(user).filter(state=Subsidy.State.CLAIMED).order_by("claimed_on", "id")


def awaited(user, standing: Standing) -> QuerySet[Subsidy]:
    """The same, as the desk asks for it."""
    return claimed(user)


def page(key: int) -> str:
    """All of them stand on one page."""
    return reverse("mediation:subsidies")


def months(user) -> list[date]:
    """The months that have a list, newest first."""
    rows = Subsidy.objects.filter(track__in=Track.objects.visible_to(user).values("pk"), month__isnull=False)
    found: list[Any] = list(rows.order_by("-month").values_list("month", flat=True).distinct()[:24])
    return found


def pay(subsidies, *, paid_on: date, actor, at) -> Paid:
    """Each of the subsidies is paid by the step of its case; what a case refuses is named and the others go on."""
    done, refused = 0, []
    for subsidy in subsidies:
        try:
            actions.take_step(subsidy.track, "pay_subsidy", {"paid_on": paid_on}, actor=actor, at=at)
        except Refusal as refusal:
            refused.append(f"{subsidy.track.number}：{refusal}")
        else:
            done += 1
    return Paid(done, tuple(refused))
