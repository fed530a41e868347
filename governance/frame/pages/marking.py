"""Words that somebody looked for, marked where they stand."""

import re
from collections.abc import Collection

from django.utils.safestring import SafeString

from .columns import escaped


def marked(text: str, words: Collection[str]) -> SafeString:
    """The text, escaped, with a mark around each place where one of the words stands."""
    found = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word)
    if not found:
        return SafeString(escaped(text))
    # Whatever the pattern captures stands at the odd places.
    pieces = re.split(f"({found})", text, flags=re.IGNORECASE)
    return SafeString(
        "".join(f"<mark>{escaped(each)}</mark>" if n % 2 else escaped(each) for n, each in enumerate(pieces))
    )
