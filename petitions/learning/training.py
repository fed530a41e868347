"""Learning from filed cases by a linear model (scikit-learn): minutes for tens of thousands, nothing leaves the host.

Only what learns imports this; what asks reads the numbers that were kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from .learned import OFFERED, Learned, Trial, row_of
from .signs import BUCKETS, signs


@dataclass(frozen=True)
class Example:
    """A text and the key of its answer."""

    text: str
    answer: str


# The newest are judged by what was learned from those before them.
TRIED_SHARE, MOST_TRIED = 5, 300
FEWEST = 20


class TooFew(ValueError):
    """There is not enough to learn from."""


def learn(examples: Sequence[Example], hints: Sequence[Example], *, on: str) -> Learned:
    """What follows from the examples, the oldest first; ``hints`` are names that belong to an answer.

    Raises TooFew where there are not even twenty examples, or only one answer.
    """
    if len(examples) < FEWEST or len({example.answer for example in (*examples, *hints)}) < 2:
        raise TooFew
    held = min(max(len(examples) // TRIED_SHARE, 1), MOST_TRIED)
    before = _fit([*examples[:-held], *hints])
    tried = examples[-held:]
    ranked = [(example.answer, ranking(before, example.text)) for example in tried]
    trial = Trial(
        learned_on=on,
        examples=len(examples),
        tried=len(tried),
        first=sum(ranks[:1] == [answer] for answer, ranks in ranked) / len(tried),
        among_three=sum(answer in ranks for answer, ranks in ranked) / len(tried),
    )
    answers, weights, rarity, start = _fit([*examples, *hints])
    return Learned(answers, weights, rarity, start, trial)


Fitted = tuple[list[str], np.ndarray, np.ndarray, np.ndarray]


def ranking(fitted: Fitted, text: str) -> list[str]:
    """The likeliest answers to the text."""
    answers, weights, rarity, start = fitted
    places, strengths = row_of(text, rarity)
    return [answers[place] for place in np.argsort(-(weights[:, places] @ strengths + start))[:OFFERED]]


def _fit(examples: Sequence[Example]) -> Fitted:
    found = [signs(example.text) for example in examples]
    standing = np.zeros(BUCKETS, dtype=np.float32)
    for each in found:
        standing[list(each)] += 1
    rarity = (np.log((1 + len(found)) / (1 + standing)) + 1).astype(np.float32)
    rows = [row_of(example.text, rarity) for example in examples]
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    values = np.concatenate([strengths for _, strengths in rows])
    table = csr_matrix((values, np.concatenate([places for places, _ in rows]), ends), shape=(len(rows), BUCKETS))
    machine = LinearSVC(C=1.0, class_weight="balanced", random_state=0)
    machine.fit(table, [example.answer for example in examples])
    weights, start = machine.coef_.astype(np.float32), machine.intercept_.astype(np.float32)
    if len(machine.classes_) == 2:
        weights, start = np.vstack([-weights[0], weights[0]]), np.array([-start[0], start[0]])
    return [str(name) for name in machine.classes_], weights, rarity, start
