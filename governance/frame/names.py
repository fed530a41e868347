"""Names as they are compared, however they were set or typed. Plain Python."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

# 孙　国庆, 孙·国庆, ＳＭＩＴＨ: blanks, middle dots and signs that nobody sees are no part of a name.
DOTS = frozenset("·•・‧∙⋅᛫.'’")
UNSEEN = frozenset("ZC")
DOT_IN_NAME = re.compile(r"[·•・‧∙⋅᛫]|(?<=[㐀-鿿])\s*[.．·]\s*(?=[㐀-鿿])")
BLANK_IN_NAME = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")
# 王静（小）: what tells namesakes apart is not what others call them.
ADDED = re.compile(r"[（(].*")


def plain(text: str) -> str:
    """The letters and digits of the text in one form; whatever else keeps two names apart stands as a line."""
    return "".join(_plain(sign) for sign in unicodedata.normalize("NFKC", text)).lower()


def _plain(sign: str) -> str:
    if sign.isalnum():
        return _simplified(sign)
    return "" if sign in DOTS or unicodedata.category(sign)[0] in UNSEEN else "|"


@cache
def _simplified(sign: str) -> str:
    """孫 as 孙, 國 as 国: the sign alone, whatever stands beside it, so that a name within a text stays that name."""
    for converter in _converters():
        sign = converter.convert(sign)
    return sign


@cache
def _converters() -> tuple[OpenCC, ...]:
    return OpenCC("tw2s"), OpenCC("hk2s")


def written(text: str) -> str:
    """The name as it is kept: 买买提•艾力 as 买买提·艾力, 王　五 as 王五, and nothing that nobody sees.

    What the name says is left as it is: capitals, brackets, signs of another script.
    """
    seen = "".join(" " if sign.isspace() else sign for sign in text)
    seen = "".join(sign for sign in seen if unicodedata.category(sign)[0] != "C")
    return BLANK_IN_NAME.sub("", DOT_IN_NAME.sub("·", " ".join(seen.split())))


def plain_names(names: dict[int, str]) -> dict[int, str]:
    """The names in the form in which they are looked for, made once for many texts."""
    told = {key: plain(ADDED.sub("", name)) for key, name in names.items()}
    return {key: name for key, name in told.items() if name}


def standing_among(known: dict[int, str], text: str) -> set[int]:
    """The keys of those of the ``plain_names`` that stand in the text, in whatever form."""
    said = plain(text)
    return {key for key, name in known.items() if name in said} if said else set()


def standing_in(names: dict[int, str], text: str) -> set[int]:
    """The keys of those of the names that stand in the text, in whatever form."""
    return standing_among(plain_names(names), text) if text else set()
