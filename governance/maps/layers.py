"""What else is shown on the map besides the areas: every room brings the points that it keeps."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from governance.frame.registry import Registry
from governance.organisation.models import Area


class MapPoint(NamedTuple):
    """One thing with a place: its page, what it is called and how it stands, whether it is late; ``way`` are the points
    of what is drawn as a line. There are ten thousand of them on a map."""

    longitude: float
    latitude: float
    url: str
    title: str
    state: str
    late: bool = False
    way: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class Layer:
    """Things of one kind with a place. ``points(user, inside, now)`` are those that the person may see, of an area.

    Things ``of_areas`` are drawn in the middle of what they are about and are near to nothing.
    """

    code: str
    label: str
    points: Callable[[object, Area, datetime], Iterable[MapPoint]]
    of_areas: bool = False


def kept_in(inside: Area, user, now: datetime, wanted: Callable[[Layer], bool]) -> Iterator[MapPoint]:
    """What the wanted layers have in an area, as far as the person may see it."""
    return chain.from_iterable(layer.points(user, inside, now) for layer in LAYERS.values() if wanted(layer))


def told(points: Iterable[MapPoint]) -> dict[str, list]:
    """What the script is told: longitude, latitude, address, title, number of the state's word, whether late; and of a
    line its points beside the number of the thing.
    """
    states: dict[str, int] = {}
    shown = list(points)
    found = [
        (longitude, latitude, url, title, states.setdefault(state, len(states)), int(late))
        for longitude, latitude, url, title, state, late, _ in shown
    ]
    ways = [[place, each.way] for place, each in enumerate(shown) if each.way]
    return {"states": list(states), "points": found, "ways": ways}


LAYERS: Registry[Layer] = Registry("layers of the map", field="layers")
