"""Cases as the API tells them. Names only for those who work on the case, numbers always masked."""

from datetime import datetime

from django.urls import reverse

from .. import access, deadlines, registry
from ..access import veil
from ..choices.lists import Worded
from ..common_facts import CAME_BY
from ..models import Case, Clock, Event, Participant
from ..worktime import Calendar


def row(case: Case, clock: Clock | None, now: datetime, calendar: Calendar, ways: Worded) -> dict:
    """One line of a list; ``ways`` has the words of those by which the county takes matters in."""
    workflow = registry.workflow_of(case)
    return {
        "number": case.number,
        "url": reverse("api-case", args=[case.number]),
        "kind": case.kind,
        "kind_label": workflow.label,
        "title": case.title,
        "status": case.status,
        "status_label": workflow.statuses[case.status].label,
        "channel": case.channel,
        "came_by": case.came_by,
        "came_by_label": ways[case.came_by] if case.came_by else "",
        "area": {"code": case.area_id, "name": case.area.name},
        "category": case.category.path if case.category else "",
        "confidentiality": case.confidentiality,
        "lead_unit": {"id": case.lead_unit_id, "name": case.lead_unit.name},
        "handler": {"id": case.handler_id, "name": case.handler.name} if case.handler else None,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "deadline": clock_row(clock, now, calendar) if clock else None,
        "version": case.version,
    }


def clock_row(clock: Clock, now: datetime, calendar: Calendar) -> dict:
    """A deadline with its light at that moment."""
    light = deadlines.light(clock, now, calendar)
    return {
        "term": clock.term_code,
        "name": clock.name,
        "article": clock.term.article,
        "start_on": clock.start_on,
        "due": clock.due,
        "due_at": clock.due_at,
        "provisional": clock.provisional,
        "light": light.code,
        "left": light.left,
        "outcome": clock.outcome,
        "ended_at": clock.ended_at,
    }


def detail(case: Case, user, now: datetime, calendar: Calendar) -> dict:
    """All that the reader may know of one case."""
    clocks = list(case.clocks.select_related("term"))
    in_full = access.may_see_names(user, case)
    events = list(case.events.order_by("seq"))
    within = any(event.is_private for event in events) and access.may_read_within(user, case)
    hidden = veil.hidden_in(events, {case.number}, user)
    binding = deadlines.binding_clocks([case.pk]).get(case.pk)
    return {
        **row(case, binding, now, calendar, Worded(CAME_BY)),
        "summary": case.summary,
        "place": case.place,
        "steps_url": reverse("api-steps", args=[case.number]),
        "people": [person_row(case, person, in_full) for person in case.people],
        "deadlines": [clock_row(clock, now, calendar) for clock in clocks],
        "events": [event_row(event, within, hidden) for event in events],
        "papers": [
            {"number": paper.number, "title": paper.title, "issued_on": paper.issued_on}
            for paper in case.papers.select_related("event").order_by("issued_on", "id")
            if within or not paper.event.is_private
        ],
    }


def person_row(case: Case, person: Participant, in_full: bool) -> dict:
    """A person, numbers masked."""
    return {
        "part": person.part,
        "part_label": registry.called(case, person),
        "name": person.name if in_full else person.masked_name,
        "phone": person.phone_mask,
        "id_number": person.id_number_mask,
    }


def event_row(event: Event, within: bool, hidden: set[str]) -> dict:
    """One entry of the history; ``told`` are pairs of label and text, nothing of a private one for others.

    Numbers of ``hidden`` matters are taken out of it.
    """
    closed = event.is_private and not within
    return {
        "seq": event.seq,
        "step": event.step,
        "label": event.label,
        "from_status": event.from_status,
        "to_status": event.to_status,
        "actor": event.actor_name,
        "post": event.actor_post,
        "at": event.at,
        "told": [] if closed else veil.veiled_told(event.facts.get("told", []), hidden),
        "note": "" if closed else veil.veiled(event.note, hidden),
        "private": event.is_private,
    }
