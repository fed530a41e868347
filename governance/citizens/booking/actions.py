"""A slot is booked, cancelled and forgotten."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from secrets import choice

from django.db import transaction
from django.utils.crypto import salted_hmac

from governance.citizens import codes
from governance.frame.days import ONE_DAY, day_text, office_day, office_moment
from governance.frame.refusals import FactMissing, Refusal
from governance.organisation.models import Unit

from ..models import Booking
from .offers import OFFERS, Offer, Seat

DAYS_AHEAD = 14
# Nobody sets out for what begins in a moment.
NOTICE = timedelta(hours=1)
TIMES = tuple(time(hour, minute) for hour in (9, 10, 11, 15, 16) for minute in (0, 30) if (hour, minute) != (11, 30))


@dataclass(frozen=True)
class Slot:
    """Half an hour that is free."""

    day: date
    at_time: time
    who: str
    place: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.day} {self.at_time:%H:%M}"

    @property
    def heading(self) -> str:
        """What is the same for the half hours of a day: 2026-03-11 周三，何建军（主任），街道办一楼."""
        return "，".join(filter(None, (day_text(self.day), self.who, self.place)))


def units_with(offer: Offer, at: datetime) -> list[Unit]:
    """The units in which somebody sits in the next days, once each."""
    today = office_day(at)
    found = {seat.unit.pk: seat.unit for seat in offer.seats(today, today + DAYS_AHEAD * ONE_DAY)}
    return list(found.values())


def free(offer: Offer, unit: Unit, at: datetime) -> list[Slot]:
    """The slots of the next days that nobody has, the nearest first."""
    today = office_day(at)
    last = today + DAYS_AHEAD * ONE_DAY
    by_day: dict[date, list[Seat]] = {}
    for seat in offer.seats(today, last):
        if seat.unit.pk == unit.pk:
            by_day.setdefault(seat.day, []).append(seat)
    rows = Booking.objects.filter(offer=offer.code, unit=unit, day__range=(today, last), cancelled_at=None)
    taken = Counter(rows.values_list("day", "at_time"))
    return [
        Slot(day, when, "、".join(seat.who for seat in there), there[0].place)
        for day, seats in sorted(by_day.items())
        for when in TIMES
        if (there := [seat for seat in seats if seat.begins <= when])
        and taken[day, when] < len(there)
        and office_moment(day, when) > at + NOTICE
    ]


@transaction.atomic
def book(offer: Offer, unit: Unit, slot: str, told: dict[str, str], *, at: datetime) -> tuple[Booking, str]:
    """The slot is this person's, and its code is said only now; raises FactMissing where somebody was faster."""
    # One after another, so that nobody is promised what another has.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    wanted = next((each for each in free(offer, unit, at) if each.key == slot), None)
    if wanted is None:
        raise FactMissing({"slot": "这个时间刚刚被别人约走，或者已经过了，请另选一个。"})
    same = Booking.objects.filter(offer=offer.code, unit=unit, day=wanted.day, at_time=wanted.at_time)
    used = set(same.filter(cancelled_at=None).values_list("seat", flat=True))
    code = "".join(choice(codes.LETTERS) for _ in range(codes.LENGTH))
    made = Booking(
        offer=offer.code,
        unit=unit,
        day=wanted.day,
        at_time=wanted.at_time,
        seat=next(number for number in range(len(used) + 1) if number not in used),
        code_hash=_hash(code),
        made_at=at,
    )
    made.told = json.dumps(told, ensure_ascii=False)
    made.save()
    return made, codes.spaced(code)


def found(code: str, at: datetime) -> Booking | None:
    """The booking of that code that is still to come; None for every other."""
    rows = Booking.objects.select_related("unit").filter(code_hash=_hash(codes.plain(code)), cancelled_at=None)
    return rows.filter(day__gte=office_day(at)).first()


def fallen_through(bookings: Iterable[Booking], at: datetime) -> set[int]:
    """Those of the bookings still ahead for which nobody sits any more: the day was called off or moved, or nobody
    stands in."""
    ahead = [row for row in bookings if office_moment(row.day, row.at_time) > at]
    kept: set[int] = set()
    for code, rows in groupby(sorted(ahead, key=lambda row: row.offer), key=lambda row: row.offer):
        own = list(rows)
        days, offer = [row.day for row in own], OFFERS.get(code)
        seats = offer.seats(min(days), max(days)) if offer else []
        kept |= {row.pk for row in own if any(_is_of(seat, row) for seat in seats)}
    return {row.pk for row in ahead} - kept


def _is_of(seat: Seat, row: Booking) -> bool:
    return (seat.unit.pk, seat.day) == (row.unit_id, row.day) and seat.begins <= row.at_time


@transaction.atomic
def cancel(booking: Booking, *, at: datetime) -> None:
    """The slot is free for others, and who wanted it is forgotten; raises Refusal where that was done before."""
    held = Booking.objects.select_for_update().get(pk=booking.pk)
    if held.cancelled_at is not None:
        raise Refusal("这个预约已经取消。")
    held.cancelled_at, held.told = at, ""
    held.save(update_fields=["cancelled_at", "told_sealed"])


def forget_before(moment: datetime) -> int:
    """Bookings of days before that are gone; says how many."""
    return Booking.objects.filter(day__lt=office_day(moment)).delete()[0]


def label_of(booking: Booking) -> str:
    """What it is: the label of the offer."""
    offer = OFFERS.get(booking.offer)
    return offer.label if offer else booking.offer


def _hash(code: str) -> str:
    return salted_hmac("citizens.booking", code, algorithm="sha256").hexdigest()
