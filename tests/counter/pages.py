"""The pages of the window: who passes each, and what it may cost."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from governance.counter import turns
from tests.access.doors import Door, Listed, Row
from tests.cast import PEOPLE

SERVING = frozenset(row[0] for row in PEOPLE if row[4] in ("registrar", "unit_lead", "centre_staff", "grid_worker"))
SERVED = Door(SERVING)
# The turn is one at the window of 韦曲街道办.
STREET = frozenset({"clerk", "township_lead"})

ROWS = {
    "counter:intake": Row(get=SERVED, post=SERVED),
    # The county has people take no numbers.
    "counter:queue": Row(get=Door(SERVING, empty=True)),
    "counter:take": Row(get=None, post=SERVED),
    "counter:call": Row(get=None, post=Door(SERVING, empty=True)),
    "counter:turn": Row(get=Door(STREET, 404), post=Door(STREET, 404), args=("turn",)),
    "counter:end": Row(get=None, post=Door(STREET, 404), args=("turn",)),
    "counter:waiting": Row(get=SERVED),
    "counter:progress": Row(get=SERVED, post=SERVED),
}
LISTS = (Listed("counter:waiting", "clerk", 4),)
NO_LIST = {"counter:intake", "counter:queue", "counter:turn", "counter:progress"}


def world(cast, made: dict) -> dict:
    """Somebody waits at the street's window."""
    return {"turn": turns.take(UUID(int=7), cast.weiqu, at=timezone.now()).pk}


class Growth:
    """More and more people on more and more days."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now

    def grow(self, n: int) -> None:
        """One more person, on a day of their own."""
        at = self.now - timedelta(days=n + 1)
        turn = turns.take(UUID(int=1000 + n), self.cast.weiqu, at=at)
        turns.call_next(self.cast.weiqu, "1号窗口", actor=self.cast.clerk, at=at + timedelta(minutes=n))
        turns.end(turn, "served", at=at + timedelta(minutes=n + 5))

    def known(self) -> dict:
        """Its list names nothing."""
        return {}
