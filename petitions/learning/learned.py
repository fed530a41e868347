"""What was learned from filed cases, as it is kept in a file and asked: numbers alone, none of the texts."""

import json
import logging
import os
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from django.conf import settings

from .signs import BUCKETS, signs

logger = logging.getLogger(__name__)
CATEGORY, UNIT = "category", "unit"
OFFERED = 3
# Before a line has that many characters anything could follow.
SHORTEST = 8


@dataclass(frozen=True)
class Trial:
    """How often the newest cases were right, judged by what was learned from the older ones alone."""

    learned_on: str
    examples: int
    tried: int
    first: float
    among_three: float


@dataclass(frozen=True)
class Learned:
    """A linear model: the weight of each sign for each of the answers, which are keys of rows."""

    answers: list[str]
    weights: np.ndarray
    rarity: np.ndarray
    start: np.ndarray
    trial: Trial

    def best(self, text: str) -> list[int]:
        """The keys of the likeliest answers, the likeliest first; none for a text that says too little."""
        if max((len("".join(line.split())) for line in text.splitlines()), default=0) < SHORTEST:
            return []
        places, strengths = row_of(text, self.rarity)
        scores = self.weights[:, places].astype(np.float32) @ strengths + self.start
        return [int(self.answers[place]) for place in np.argsort(-scores)[:OFFERED]]


def row_of(text: str, rarity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The signs of the text and how strong each is: seldom ones more, and all together as strong as those of any."""
    found = signs(text)
    places = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
    counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))
    strengths = (1 + np.log(counts)) * rarity[places] if len(found) else counts
    return places, strengths / (np.linalg.norm(strengths) or 1)


def keep(what: str, learned: Learned) -> None:
    """It is what is asked from now on; whoever reads meanwhile reads the former one whole."""
    path = _path(what)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    told = json.dumps({"answers": learned.answers, "trial": asdict(learned.trial)})
    with fresh.open("wb") as file:
        np.savez_compressed(
            file,
            told=np.array(told),
            weights=learned.weights.astype(np.float16),
            rarity=learned.rarity.astype(np.float32),
            start=learned.start.astype(np.float32),
        )
    fresh.replace(path)


def learned(what: str) -> Learned | None:
    """What was learned last of that; None where nothing was, or nothing that can be read."""
    path = _path(what)
    try:
        return _read(str(path), path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, BadZipFile):
        logger.exception("%s cannot be read; learn_categories writes it anew", path)
        return None


@lru_cache(maxsize=2)
def _read(path: str, changed: int) -> Learned:
    with np.load(path, allow_pickle=False) as kept:
        told = json.loads(str(kept["told"]))
        found = Learned(told["answers"], kept["weights"], kept["rarity"], kept["start"], Trial(**told["trial"]))
    if found.weights.shape != (len(found.answers), BUCKETS):
        raise ValueError("learned from other signs")
    return found


def _path(what: str) -> Path:
    return Path(settings.LEARNED_ROOT) / f"petition_{what}.npz"
