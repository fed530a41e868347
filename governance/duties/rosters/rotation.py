"""Who sits on which day: the one generator of every roster. Plain Python.

Whoever sat on the day before does not sit again while anybody else can. Among the others comes whoever has the fewest
days in the period, then whoever has the fewest of all, then whoever sat longest ago: within the period all sit equally
often, what one had more comes off the next period, and a newcomer is not sent every day to catch up.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date

NOBODY_AWAY: Mapping[int, Container[date]] = {}


def rotation(
    seats: Mapping[date, int],
    people: Sequence[int],
    held: Iterable[tuple[date, int]] = (),
    *,
    since: date,
    away: Mapping[int, Container[date]] = NOBODY_AWAY,
) -> list[tuple[date, int]]:
    """Days and people that fill the seats still free; nobody sits twice on one day or on a day he is away.

    ``held`` are the days that stand already, in the period, which begins on ``since``, and before it. The day before
    is the one before among the seats and the held days, so that of working days Friday comes right before Monday.
    """
    tally = _Tally(people)
    sitting: dict[date, set[int]] = {}
    for day, person in held:
        sitting.setdefault(day, set()).add(person)
        tally.count(person, day >= since)
    before: set[int] = set()
    found = []
    days = sorted(sitting.keys() | seats.keys())
    for day, after in zip(days, [*days[1:], None], strict=True):
        there = sitting.setdefault(day, set())
        free = [person for person in people if person not in there and day not in away.get(person, ())]
        beside = before | (sitting.get(after, set()) if after else set())
        for person in tally.in_turn(free, beside)[: seats.get(day, 0)]:
            found.append((day, person))
            there.add(person)
            tally.count(person, True)
        tally.last |= dict.fromkeys(there, day)
        before = there
    return found


class _Tally:
    """How often everybody sat, in the period and ever, and when last."""

    def __init__(self, people: Sequence[int]):
        self.often: Counter[int] = Counter()
        self.ever: Counter[int] = Counter()
        self.last: dict[int, date] = {}
        self._place = {person: number for number, person in enumerate(people)}

    def count(self, person: int, in_period: bool) -> None:
        self.often[person] += in_period
        self.ever[person] += 1

    def in_turn(self, free: Iterable[int], around: Container[int]) -> list[int]:
        """Whose turn it is first, by the order above; ``around`` sit on the day before or after."""

        def turn(person: int) -> tuple:
            last = self.last.get(person, date.min)
            return person in around, self.often[person], self.ever[person], last, self._place[person]

        return sorted(free, key=turn)
