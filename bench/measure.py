"""How things are timed: both sides in turn in one process, the median of each, and their ratio."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 9


@dataclass(frozen=True)
class Pair:
    """Median seconds of ours and of the reference."""

    ours: float
    reference: float

    @property
    def ratio(self) -> float:
        return self.ours / self.reference


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def in_turn(ours: Callable[[], object], reference: Callable[[], object], rounds: int = ROUNDS) -> Pair:
    """Both are warmed once, then run ours, reference, ours, reference …; a slow minute of the machine hits both."""
    ours()
    reference()
    ours_times, reference_times = [], []
    for _ in range(rounds):
        ours_times.append(timed(ours))
        reference_times.append(timed(reference))
    return Pair(median(ours_times), median(reference_times))


def say(label: str, pair: Pair, reference: str) -> None:
    """One line: ours, the reference, the ratio."""
    print(
        f"{label:<44} {pair.ours * 1e3:9.2f} ms   {reference} {pair.reference * 1e3:9.2f} ms   × {pair.ratio:.2f}",
        flush=True,
    )
