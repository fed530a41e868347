"""The pages for citizens: everybody passes, with a login and without; who booked is for the unit alone."""

import json
from datetime import time, timedelta

from governance.citizens.models import Booking
from governance.frame.days import office_day
from tests.access.doors import OPEN, Door, Listed, Row
from tests.cast import PEOPLE

SEEING = frozenset(row[0] for row in PEOPLE if row[4] in ("registrar", "unit_lead", "centre_staff"))

ROWS = {
    "citizens:booking": Row(get=OPEN, for_strangers=True),
    "citizens:book": Row(get=OPEN, post=OPEN, args=("offer", "court"), for_strangers=True),
    "citizens:booked": Row(get=OPEN, post=OPEN, for_strangers=True),
    "citizens:booking_look": Row(get=OPEN, post=OPEN, for_strangers=True),
    "citizens:bookings": Row(get=Door(SEEING)),
    "citizens:contact": Row(get=OPEN, for_strangers=True),
    "citizens:privacy": Row(get=OPEN, for_strangers=True),
}
LISTS = (Listed("citizens:bookings", "clerk", 7),)
NO_LIST = {"citizens:booking", "citizens:book", "citizens:booked", "citizens:booking_look"} | {
    "citizens:contact",
    "citizens:privacy",
}


def world(cast, made: dict) -> dict:
    """What is offered, and a unit in which nobody sits."""
    return {"offer": "judge", "court": cast.court.pk}


class Growth:
    """More and more bookings in one unit."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now

    def grow(self, n: int) -> None:
        """One more."""
        day = office_day(self.now) + timedelta(days=1)
        row = Booking(offer="reception", unit=self.cast.weiqu, day=day, at_time=time(9), seat=n, made_at=self.now)
        row.code_hash, row.told = f"{n:064}", json.dumps({"name": "赵秀英", "phone": "13911112222", "about": ""})
        row.save()

    def known(self) -> dict:
        """Its list names nothing."""
        return {}
