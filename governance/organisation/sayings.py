"""What people type for what a table calls otherwise: everyday words, initials, pinyin."""

import re
from functools import lru_cache
from importlib import import_module

from governance.frame.pages.remembered import remembered

from .models import Synonym

SECONDS = 60
# Of a word of that many letters no less is worth a guess.
FEWEST_LETTERS = 2
_LETTERS = re.compile(r"[A-Za-z]+")


@lru_cache(maxsize=20_000)
def syllables(name: str) -> tuple[str, ...]:
    """The name in pinyin, in small letters."""
    # Its dictionary is read where somebody types letters, and not by every command and worker that starts.
    return tuple(syllable.strip().lower() for syllable in import_module("pypinyin").lazy_pinyin(name))


def is_spelled(part: str) -> bool:
    """It is written in letters: initials, or pinyin."""
    return _LETTERS.fullmatch(part) is not None


def sounds_like(name: str, letters: str) -> bool:
    """The letters are initials of the name, from any character on, or its pinyin from there on: zjj and zhujian."""
    spelled, letters = syllables(name), letters.lower()
    if letters in "".join(syllable[:1] for syllable in spelled):
        return True
    return any("".join(spelled[place:]).startswith(letters) for place in range(len(spelled)))


def meanings(part: str) -> set[str]:
    """What stands in names for what the part says: of a word in it, or of one that it begins."""
    synonyms = remembered("synonyms", _synonyms, seconds=SECONDS)
    if is_spelled(part):
        return {means for word, means in synonyms if len(part) >= FEWEST_LETTERS and sounds_like(word, part)}
    return {means for word, means in synonyms if word in part or word.startswith(part)}


def _synonyms() -> list[tuple[str, str]]:
    return list(Synonym.objects.filter(is_active=True).values_list("word", "means"))
