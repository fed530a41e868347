"""Reporting a grid event: the one verb that the window, the phone and the API share."""

from datetime import datetime

from django.db import transaction

from governance.cases.common_facts import ASKED
from governance.cases.routing.rules import grade_for
from governance.cases.steps import actions
from governance.cases.workflow import Hearer
from governance.frame.days import office_day
from governance.maps.placing import place
from governance.organisation.areas.lying import goes_on_as

from ..models import Grid, GridEvent
from ..reference import KIND


@transaction.atomic
def report_event(
    event: GridEvent, *, actor, at: datetime, people=(), files=(), settled: str = "", then_raise=False, replay=False
) -> GridEvent:
    """The event is registered; it is settled on the spot where ``settled`` says how, or lies with the level above.

    What was settled at once keeps its pictures at that step.
    """
    event.kind = KIND
    event.grid = event.grid or _grid_of(event)
    if event.grid is not None and event.grid.area_id.startswith(event.area_id):
        # So the figures lead from the village to the grid.
        event.area = event.grid.area
    classify(event)
    told = {"actor": actor, "at": at, "replay": replay}
    actions.open_case(event, people=people, files=() if settled else files, tells=(Hearer.STAFF,), **told)
    if settled:
        # Where and when it was seen, however long the phone was out of reach.
        done = {"note": settled, "done_on": office_day(event.opened_at), **ASKED}
        actions.take_step(event, "settle", done, files=files, **told)
    elif then_raise:
        actions.take_step(event, "raise", {"reason": "网格上报。"}, **told)
    event.refresh_from_db()
    return event


def classify(event: GridEvent) -> None:
    """Its item says what kind of matter it is; how fast, the routing rules for the item there, or else the item."""
    item = getattr(event.category, "event_item", None)
    if item is not None:
        event.event_type = item.event_type
        event.grade = grade_for(item.category, event.area_id) or item.grade


def _grid_of(event: GridEvent) -> Grid | None:
    """The grid in which its point lies, or the one that was named as its place or took that one over."""
    if event.longitude is not None and event.latitude is not None:
        return Grid.objects.filter(area=place(float(event.longitude), float(event.latitude)).inside).first()
    return Grid.objects.filter(area=goes_on_as(event.area_id)).first()
