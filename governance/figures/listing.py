"""How the rows behind a figure are listed where they are no cases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from governance.cases.models import Clock
from governance.cases.models.case import case_url
from governance.organisation.pickers import area_path
from governance.registers.models import Entry

from .asked import Asked


@dataclass(frozen=True)
class Listing:
    """The template, what is read along with the rows, and what it shows of each."""

    template: str
    along: tuple[str, ...]
    row: Callable[[Any, Asked], dict]


def _clock(clock: Clock, asked: Asked) -> dict:
    running = "超期未办" if clock.due and clock.due < asked.today else "办理中"
    return {
        "number": clock.case.number,
        "title": clock.case.title,
        "url": case_url(clock.case),
        "term": clock.name,
        "unit": clock.responsible_unit.short_name,
        "due": clock.due_said(),
        "ended": clock.ended_at,
        "state": clock.get_outcome_display() or running,
    }


CLOCKS = Listing("figures/clock_list.html", ("case", "term", "charged_to", "case__lead_unit"), _clock)


def _entry(entry: Entry, asked: Asked) -> dict:
    return {
        "url": reverse("registers:entry", args=[entry.register.code, entry.pk]),
        "name": entry.name,
        "register": entry.register.name,
        "place": area_path(entry.area),
        "unit": entry.unit.short_name,
        "entered": entry.entered_on,
        "ended": entry.ended_on,
    }


ENTRIES = Listing("figures/entry_list.html", ("register", "unit", "area__parent__parent"), _entry)
