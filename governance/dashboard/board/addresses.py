"""Where the pages of the board lead: to each other, asked the same, and to the parts of a long list."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

PART = "part"


def led_to(page: str, query: QueryDict, **told: str) -> str:
    """The address of a page that is asked the same, but for what is told here; what was left empty is not repeated. An
    empty area means everywhere."""
    asked = query.dict() | told
    asked["area"] = asked.pop("area", "")
    return f"{reverse(page)}?{urlencode({name: word for name, word in asked.items() if word or name == 'area'})}"


def board_at(query: QueryDict, **told: str) -> str:
    """The board that is asked the same, but for what is told here, from the first part of its list."""
    return led_to("dashboard:board", query, **{PART: ""} | told)


def part_of(query: QueryDict, many: int, at_once: int) -> int:
    """Which part of so many lines is asked for, from 0; the first where there is no such part."""
    told = query.get(PART, "")
    part = int(told) - 1 if told.isdecimal() and len(told) < 4 else 0
    return part if 0 <= part * at_once < many else 0


def parts(page: str, query: QueryDict, many: int, at_once: int, anchor: str = "") -> list[dict]:
    """The parts of so many lines as tabs; none where all stand at once."""
    shown = part_of(query, many, at_once)
    firsts = range(0, many, at_once) if many > at_once else ()
    return [
        {
            "label": f"{first + 1}—{min(first + at_once, many)}",
            "url": led_to(page, query, **{PART: str(place + 1)}) + anchor,
            "active": place == shown,
        }
        for place, first in enumerate(firsts)
    ]
