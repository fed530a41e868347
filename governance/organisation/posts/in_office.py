"""Who hears of something: the people in office on a day, by unit, role and overseen area; one query for all of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from governance.frame.database.among import Among
from governance.frame.database.written import WrittenOnce

from ..areas.lying import now_at
from ..models import Post, Unit
from ..standing import lies_in


@dataclass(frozen=True, slots=True)
class Seat:
    """One post of the day."""

    user_id: int
    unit_id: int
    role: str
    area: str
    unit_kind: str


def _seats(on: date, among: Q | None = None) -> QuerySet:
    columns = ("user_id", "unit_id", "role__name", "unit__area_id", "unit__kind", "unit__sees")
    return Post.objects.current(on).filter(among or Q()).values_list(*columns)


def _some_seats(on: date, units: list[int], people: list[int], kinds: list[str]) -> QuerySet:
    there = Q(Among(F("unit"), units)) | Q(Among(F("user"), people)) | Q(Among(F("unit__kind"), kinds))
    return _seats(on, there)


_DAY = date(1, 1, 2)
ALL = WrittenOnce(_seats, on=_DAY)
SOME = WrittenOnce(_some_seats, on=_DAY, units=[-1], people=[-2], kinds=["?"])


class InOffice:
    """The posts of one day: all of them, or those in these units, of these people and in units of these kinds."""

    def __init__(
        self,
        on: date,
        units: Collection[int | None] | None = None,
        people: Collection[int | None] = (),
        kinds: Collection[str] = (),
    ):
        self.on = on
        self._by_unit: dict[int, list[Seat]] = defaultdict(list)
        self._overseers: dict[str, list[Seat]] = defaultdict(list)
        asked: dict[str, Collection] = {"units": units or (), "people": people, "kinds": kinds}
        which = {name: [each for each in several if each is not None] for name, several in asked.items()}
        # Most steps tell nobody, and nobody need not be looked for.
        looked_for = SOME.rows(on=on, **which) if units is not None and any(which.values()) else []
        for *seat, sees in ALL.rows(on=on) if units is None else looked_for:
            seat = Seat(*seat)
            self._by_unit[seat.unit_id].append(seat)
            if sees == Unit.Sees.AREA:
                self._overseers[seat.area].append(seat)

    def seats(self, *units: int) -> Iterable[Seat]:
        """The posts of these units."""
        return (seat for unit in units for seat in self._by_unit.get(unit, ()))

    def of(self, *units: int, roles: Collection[str] | None = None) -> set[int]:
        """The people of these units, in these roles if some are named."""
        return {seat.user_id for seat in self.seats(*units) if roles is None or seat.role in roles}

    def first_of(self, unit: int, *choices: Collection[str]) -> set[int]:
        """The people of the unit in the first of these sets of roles in which there is anybody."""
        return next((found for roles in choices if (found := self.of(unit, roles=roles))), set())

    def everybody(self, roles: Collection[str] | None = None) -> set[int]:
        """All of them, in these roles if some are named."""
        return self.of(*self._by_unit, roles=roles)

    def overseeing(self, area: str, roles: Collection[str]) -> dict[str, set[int]]:
        """The people in these roles whose units oversee the area or what took it over, by the area of the unit."""
        here = now_at(area)
        over = {code: seats for code, seats in self._overseers.items() if lies_in(here, [code])}
        return {code: {seat.user_id for seat in seats if seat.role in roles} for code, seats in over.items()}

    def guiding(self, area: str, unit_kinds: Collection[str], roles: Collection[str]) -> set[int]:
        """The people in these roles in units of these kinds whose area holds this one, overseen or not."""
        seats = (seat for seat in self.seats(*self._by_unit) if seat.unit_kind in unit_kinds and seat.role in roles)
        return {seat.user_id for seat in seats if lies_in(now_at(area), [seat.area])}
