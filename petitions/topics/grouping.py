"""Which petitions are about one thing: those that clerks have linked, directly or over others. Plain Python."""

from collections import defaultdict
from collections.abc import Iterable


def groups(links: Iterable[tuple[int, int]]) -> list[set[int]]:
    """The keys that hang together, each in one group."""
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in links:
        beside[one].add(other)
        beside[other].add(one)
    found, seen = [], set[int]()
    for start in beside:
        if start in seen:
            continue
        group, ahead = set[int](), [start]
        while ahead:
            here = ahead.pop()
            if here not in group:
                group.add(here)
                ahead.extend(beside[here] - group)
        seen |= group
        found.append(group)
    return found
