"""How papers and forms write dates, articles, people and free text."""

import re
from datetime import date, datetime

ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
DIGITS = "〇一二三四五六七八九"
# What XML cannot carry, what Word would take for a page break or a bell, and marks that turn the reading direction.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


def in_characters(day: date) -> str:
    """2026-11-21 as 二〇二六年十一月二十一日, the form under which a paper is signed."""
    return f"{''.join(DIGITS[int(digit)] for digit in str(day.year))}年{_count(day.month)}月{_count(day.day)}日"


def _count(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def in_figures(day: date) -> str:
    """2026-11-21 as 2026年11月21日, the form used inside a text."""
    return f"{day.year}年{day.month}月{day.day}日"


def minute_in_figures(local: datetime) -> str:
    """2026-11-21 14:30 by the office's clock as 2026年11月21日 14:30."""
    return f"{in_figures(local)} {local:%H:%M}"


def as_papers_say(text: str) -> str:
    """The days in it in the form of papers, where they stand as lists have them."""
    return ISO_DAY.sub(lambda day: "{}年{}月{}日".format(*map(int, day.groups())), text)


def quoted(words: str) -> str:
    """In quotation marks, what is quoted within it in single ones."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


def with_article(words: str, article: str) -> str:
    """What the law wants, with its article in brackets; the article alone where there is nothing else to say."""
    if not article:
        return words
    return f"{words}（{article}）" if words else f"依据：{article}"


def clipped(text: str, most: int = 40) -> str:
    """The text, or its beginning and a sign that it goes on: never more signs than a sentence or a column has room for.

    Whoever types a reason is told by ``within`` instead.
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def printable(text: str) -> str:
    """The text without characters that a document cannot hold; line ends become single line feeds."""
    lines = UNPRINTABLE.sub("", re.sub(r"\r\n?", "\n", text)).replace("\t", " ").split("\n")
    return "\n".join(stripped for line in lines if (stripped := line.strip()))


def one_line(text: str) -> str:
    """The printable text in one line."""
    return " ".join(printable(text).split("\n"))
