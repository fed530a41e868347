"""How the rows behind a figure are listed where they are no cases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from governance.cases import deadlines
from governance.cases.models import Clock
from governance.cases.models.case import case_url
from governance.frame.pages.lights import light_html
from governance.organisation.pickers import area_path
from governance.registers.models import Entry

from .asked import Asked


@dataclass(frozen=True)
class Listing:
    """The template, what is read along with the rows, what it shows of each, and by which of that one is called."""

    template: str
    along: tuple[str, ...]
    row: Callable[[Any, Asked], dict]
    called: tuple[str, ...]

    def name_of(self, shown: dict) -> str:
        """What a row is called where nothing else of it is shown."""
        return " ".join(str(shown[part]) for part in self.called)


def _clock(clock: Clock, asked: Asked) -> dict:
    light = deadlines.light(clock, asked.moment)
    return {
        "number": clock.case.number,
        "title": clock.case.title,
        "url": case_url(clock.case),
        "term": clock.name,
        "unit": clock.responsible_unit.short_name,
        "due": clock.due_said(),
        "ended": clock.ended_at,
        "state": light_html(light.code, light.left),
    }


CLOCKS = Listing(
    "figures/clock_list.html", ("case", "term", "charged_to", "case__lead_unit"), _clock, ("number", "term")
)


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


ENTRIES = Listing("figures/entry_list.html", ("register", "unit", "area__parent__parent"), _entry, ("register", "name"))
