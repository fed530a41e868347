"""What platforms are told of a matter that they handed in: every line of work says it in its own words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from governance.cases.models import Event
from governance.frame.days import office_time
from governance.frame.registry import Registry

from .models import Matter, Parcel

State = Parcel.State


@dataclass(frozen=True)
class Following:
    """How a kind of case is followed: ``words`` of an entry of its history, or None where it is told to nobody."""

    kind: str
    words: Callable[[Event], dict[str, Any] | None]


FOLLOWINGS: Registry[Following] = Registry("kinds of case that platforms follow", field="followings", code="kind")


def said(event: Event) -> dict[str, Any] | None:
    """What the entry says to a platform; None of one that concerns only the office."""
    following = FOLLOWINGS.get(event.case.kind)
    words = following.words(event) if following else None
    return words and {"at": office_time(event.at).isoformat(timespec="seconds"), **words}


def is_hidden(parcel: Parcel) -> bool:
    """True where few may know of what it is about: no platform is told of that."""
    return parcel.matter.case.is_restricted or parcel.event.case.is_restricted


def told(matter: Matter) -> list[dict[str, Any]]:
    """What the platform has been told or may ask for, the first entry first.

    Of a matter that became hidden that is what was told before: nothing shows that there is more.
    """
    parcels = matter.parcels.exclude(state=State.UNTOLD).select_related("event__case", "matter__case")
    shown = [each for each in parcels if each.state in (State.SENT, State.KEPT) or not is_hidden(each)]
    return [words for parcel in shown if (words := said(parcel.event))]
