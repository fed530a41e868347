"""What lines of work tell of places and of the work done there: who serves where, and what counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from governance.frame.registry import Registry
from governance.organisation.models import Area, Unit, User
from governance.organisation.standing import Standing

from ..access import RETURN


@dataclass(frozen=True)
class Workplaces:
    """Places in which people serve: ``of(user, day)`` says where one does, ``staffed(inside, day)`` how many people
    each place inside an area has, by code; a place without anybody is named with none."""

    code: str
    of: Callable[[User, date], list[Area]]
    staffed: Callable[[str, date], dict[str, int]]


@dataclass(frozen=True)
class CountedWork:
    """Work that counts towards the norm of the same code, from one day to another.

    ``by_place(inside, first, last)`` counts it by the code of the place, ``of(user, first, last)`` that of one person.
    """

    code: str
    by_place: Callable[[str, date, date], dict[str, int]]
    of: Callable[[User, date, date], int]


WORKPLACES: Registry[Workplaces] = Registry("places of work", field="workplaces")
COUNTED: Registry[CountedWork] = Registry("work that is counted", field="counted_work")


def places_of(user: User, standing: Standing, day: date) -> list[Area]:
    """Where the person serves on the day: the places that a line of work names, or else the villages of the units in
    which the person hands in."""
    named = [area for each in WORKPLACES.values() for area in each.of(user, day)]
    if named:
        return named
    village = Unit.Kind.VILLAGE
    units = Unit.objects.filter(pk__in=standing.units_with(RETURN), kind=village).select_related("area")
    return [unit.area for unit in units.order_by("pk")]


def staffed(inside: str, day: date) -> dict[str, int]:
    """How many people each place of work inside an area has, by code."""
    found: dict[str, int] = {}
    for each in WORKPLACES.values():
        found |= each.staffed(inside, day)
    return found


def counted(code: str, inside: str, first: date, last: date) -> dict[str, int]:
    """The work of that code by place; nothing where no line of work counts it."""
    return COUNTED[code].by_place(inside, first, last) if code in COUNTED else {}


def counted_of(code: str, user: User, first: date, last: date) -> int:
    """The work of that code that this person did."""
    return COUNTED[code].of(user, first, last) if code in COUNTED else 0
