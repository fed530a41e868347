"""What of a text is learned from: its characters, and pairs and triples of them, as numbers from which no text comes
back. Plain Python.
"""

from collections import Counter
from zlib import crc32

BUCKETS = 2**17
LONGEST = 3
# So much of the summary says what it is about as the title does.
TITLE_COUNTS = 3


def text_of(title: str, summary: str, facts: str) -> str:
    """The words of a matter, its title as often as it counts."""
    return "\n".join([title] * TITLE_COUNTS + [summary, facts])


def signs(text: str) -> Counter[int]:
    """How often each sign of the text stands in it; a sign does not reach from one line into the next."""
    found: Counter[int] = Counter()
    for line in filter(None, ("".join(line.split()) for line in text.splitlines())):
        for length in range(1, LONGEST + 1):
            pieces = (line[at : at + length] for at in range(len(line) - length + 1))
            found.update(crc32(piece.encode()) % BUCKETS for piece in pieces)
    return found
