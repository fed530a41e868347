"""How much texts say the same: by the pairs of characters that they share, and the more by those that few others have.

What everybody writes to an office says little of what it is about; the name of an estate or a road says much. Whether
it was right is judged by hand on real messages in ``bench/judgements``. Plain Python.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log, sqrt

# Chosen on the judgements: five of six that are proposed are the same matter.
ALIKE = 0.11
FEWEST_COMMON = 3


@dataclass(frozen=True)
class Nearby:
    """One of the texts beside the typed one: the pairs that both have, and how many it has in all."""

    key: int
    common: Collection[str]
    size: int


def likeliest(typed: Sequence[str], nearby: Sequence[Nearby]) -> list[int]:
    """The keys of those that say much the same as what was typed, the likeliest first.

    A pair weighs the logarithm of how rare it is among all of them; two texts are as alike as the cosine of their
    weighted pairs, where a pair of the other that was not typed weighs what one of the typed ones does on average.
    """
    texts = len(nearby) + 1
    having = Counter(pair for text in nearby for pair in text.common)
    weight = {pair: log((texts + 1) / (having[pair] + 1)) for pair in typed}
    whole = sum(weight.values())
    if not whole:
        return []
    each = whole / len(typed)
    found = []
    for text in nearby:
        if len(text.common) >= FEWEST_COMMON:
            share = sum(weight[pair] for pair in text.common) / sqrt(whole * each * text.size)
            if share >= ALIKE:
                found.append((share, text.key))
    return [key for _, key in sorted(found, reverse=True)]
