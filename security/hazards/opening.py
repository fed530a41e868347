"""A hazard that is registered, or comes out of another case."""

from datetime import date, datetime, timedelta

from django.db import transaction

from governance.cases.models import Case
from governance.cases.steps import actions
from governance.cases.workflow import Hearer
from governance.frame.days import office_day
from governance.frame.names import plain
from governance.organisation.areas.lying import together_with

from ..models import Hazard
from .effects import announce

A_YEAR = timedelta(days=365)


@transaction.atomic
def register(hazard: Hazard, *, actor, at: datetime, replay=False, **how) -> Hazard:
    """The hazard is registered, and of a grave one those above who may supervise it have heard."""
    actions.open_case(hazard, actor=actor, at=at, replay=replay, **how)
    if not replay:
        announce(hazard, at=at, on=office_day(at))
    return hazard


def open_from(origin, actor, at: datetime, facts: dict) -> Hazard:
    """A hazard stands at the unit, found in the other case.

    ``facts``: ``unit`` that takes it in, ``source``, ``hazard_kind``, ``place_kind`` and ``reason``, what was found.
    """
    hazard = Hazard(
        kind="hazard",
        source=facts["source"],
        hazard_kind=facts["hazard_kind"],
        place_kind=facts["place_kind"],
        title=origin.title,
        summary=facts["reason"],
        area=origin.area,
        place=origin.place,
        longitude=origin.longitude,
        latitude=origin.latitude,
        channel=Case.Channel.PATROL,
        lead_unit=facts["unit"],
        sender_unit=origin.lead_unit if origin.lead_unit_id != facts["unit"].pk else None,
        opened_at=at,
    )
    told = [["来源编号", origin.number]]
    how = {"told": told, "tells": (Hearer.STAFF,), "replay": facts.get("replay", False)}
    return register(hazard, actor=actor, at=at, **how)


def same_before(hazard: Hazard, today: date, user) -> int:
    """How many of its kind the person may know of that were at the same place within the year."""
    if not hazard.place or not hazard.area_id:
        return 0
    alike = {"hazard_kind": hazard.hazard_kind, "opened_at__date__gte": today - A_YEAR}
    found = Hazard.objects.visible_to(user).filter(together_with(hazard.area_id), **alike)
    found = found.exclude(status__in=("rejected", "merged"))
    found = found.exclude(confidentiality=Hazard.Confidentiality.RESTRICTED).exclude(pk=hazard.pk)
    return sum(_form(place) == _form(hazard.place) for place in found.values_list("place", flat=True))


def _form(place: str) -> str:
    """As a place is compared: no blank, width or sign makes another one of it."""
    return plain(place).replace("|", "")
