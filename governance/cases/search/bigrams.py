"""Search by pairs of neighbouring characters: exact for every word of two characters and more.

Word breakers lose names and places, and trigrams cannot find a two-character word; pairs find both by one index.
"""

import unicodedata

from governance.frame.names import DOT_IN_NAME

# Full-width forms, brackets and case must not hide a word.
_IGNORED = {"Z", "C"}


def normal(text: str) -> str:
    """The text as it is compared: half-width, lower case, without blanks and the dots of names."""
    folded = DOT_IN_NAME.sub("", unicodedata.normalize("NFKC", text).lower())
    return "".join(char for char in folded if unicodedata.category(char)[0] not in _IGNORED)


def grams(*texts: str) -> list[str]:
    """Every pair of neighbouring characters in the texts, each once, sorted."""
    found: set[str] = set()
    for text in texts:
        plain = normal(text)
        found.update(plain[i : i + 2] for i in range(len(plain) - 1))
    return sorted(found)


def family(name: str) -> str:
    """The pair by which the index finds whoever is called so by one character; no text has it, as it has no blanks."""
    return f" {normal(name)[:1]}"


def make_findable(case, people) -> None:
    """The case is found by every word of its title, text, number and names, and by the family name alone."""
    parts = (case.number, case.title, case.summary, case.place, *(person.name for person in people))
    case.search_text = "\n".join(normal(part) for part in parts)
    case.grams = sorted({*grams(*parts), *(family(person.name) for person in people if person.name)})
