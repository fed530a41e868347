"""What can be booked: whoever sits somewhere on a day, by the rosters; a line of work brings its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from governance.duties.meetings.access import told_to_citizens
from governance.duties.models import RosterDay
from governance.frame.days import office_day, office_time
from governance.frame.registry import Registry
from governance.organisation.models import Unit


@dataclass(frozen=True)
class Seat:
    """Somebody sits in a unit on a day, before ``begins`` not yet."""

    unit: Unit
    day: date
    who: str
    place: str
    begins: time = time.min


@dataclass(frozen=True)
class Offer:
    """One kind of talk; ``seats(first, last)`` are those who sit on these days, as the roster has it now."""

    code: str
    label: str
    words: str
    seats: Callable[[date, date], list[Seat]]


OFFERS: Registry[Offer] = Registry("what citizens can book", field="offers")


def of_rosters(kind: str) -> Callable[[date, date], list[Seat]]:
    """Who sits by the rosters of that kind; whoever is known not to come does not."""

    def seats(first: date, last: date) -> list[Seat]:
        days = RosterDay.objects.filter(roster__kind__code=kind, day__range=(first, last))
        days = days.select_related("roster__unit", "person", "stand_in").order_by("day", "roster__unit__position", "pk")
        return [_seat(row) for row in days if row.present]

    return seats


def _seat(row: RosterDay) -> Seat:
    return Seat(row.roster.unit, row.day, row.who, row.roster.place)


def of_gatherings(first: date, last: date) -> list[Seat]:
    """Whoever takes the chair receives, from the hour on that the others are asked for."""
    return [
        Seat(row.unit, office_day(row.starts_at), row.chair, row.place, office_time(row.starts_at).time())
        for row in told_to_citizens(first, last)
    ]


GATHERING = "gathering"
DELIVERED = (
    Offer("reception", "领导接访", "当面向值班领导反映。", of_rosters("reception")),
    Offer(GATHERING, "联合接访", "几个单位一起接待，当面反映。", of_gatherings),
    Offer("judge", "法官驻点", "请法官释法答疑。", of_rosters("judge")),
    Offer("counsellor", "心理咨询", "请心理咨询师谈一谈，不收费。", of_rosters("counsellor")),
)
