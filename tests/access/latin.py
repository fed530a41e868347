"""Latin words on what people read: a page, a refusal, a message. What is not on the list is a leak of the machine."""

import re
from collections.abc import Iterable

from lxml import html

# Formats of files, units, what officials themselves write so, and what the page of programs is about.
KNOWN = {
    *("Word", "Excel", "PDF", "WPS", "CSV", "XLSX", "xlsx", "csv", "docx", "pdf", "GeoJSON", "ZIP", "JSON"),
    *("MB", "KB", "km", "API", "IP", "GB", "DB61", "Ctrl", "Enter", "App", "APP", "TOTP"),
    *("OFD", "heic", "jpg", "png", "webp", "mov", "mp3", "mp4", "wav", "kg", "Cookie"),
    # A code as the slip shows it, numbers of papers, and what one types to find 住建局.
    *("ABCD", "EFGH", "JKMN", "FC", "FH", "zjj"),
    # Systems of coordinates and services of map data.
    *("CGCS2000", "WGS84", "GCJ", "BD"),
    # By which whoever reads it finds their language.
    "English",
}
# The dashes with which the framework says that nothing was chosen are none of ours either.
WORD = re.compile(r"[A-Za-z]{2,}[A-Za-z0-9]*|-{9}")
# Addresses, names of files, numbers of matters and of documents, login names after an at sign.
NO_WORDS = re.compile(
    r"https?://\S*|[\w.+-]+@[\w.-]+|\S+\.(?:jpg|jpeg|png|pdf|docx?|xlsx|csv|geojson|md)\b|[A-Z]{2,4}[0-9]{4}-[0-9]+"
)
# Where letters stand on a page: between its tags, and in what is read out or shown of them.
LETTERED = re.compile(r'>([^<>]*[A-Za-z]{2}[^<>]*)<|\b(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z]{2}[^"]*)"')
UNREAD = ("script", "style", "template", "svg", "code", "textarea", "noscript")


# What a page says of a form that was not accepted: at its fields, and as the list above it.
REFUSED = re.compile(r'<p class="error".*?</p>|<div class="error-summary".*?</div>', re.DOTALL)


def refused(page: str, typed: str) -> set[str]:
    """The Latin words with which a page refuses what was typed, but for those that somebody typed."""
    # A number is quoted as it was read: without what cannot be printed, in capitals.
    quoted = WORD.findall(typed.replace("\\x00", "").upper())
    said = foreign(" ".join(REFUSED.findall(page)))
    return {word for word in said if not any(each.startswith(word.upper()) for each in quoted)}


def lettered(page: bytes | str) -> set[tuple[str, str]]:
    """All pieces of a page with letters in them, by which two pages are told apart unread."""
    return set(LETTERED.findall(page.decode() if isinstance(page, bytes) else page))


def foreign(page: bytes | str, logins: Iterable[str] = ()) -> set[str]:
    """The Latin words that a reader of the page sees and that are not on the list, nor the ``logins`` of people."""
    text = page.decode() if isinstance(page, bytes) else page
    for each in sorted(logins, key=len, reverse=True):
        text = text.replace(each, "")
    if not text.strip():
        return set()
    tree = html.fromstring(text)
    for name in UNREAD:
        for element in tree.iter(name):
            element.text = None
            for child in list(element):
                element.remove(child)
    told = [*tree.xpath("//text()"), *tree.xpath("//@aria-label | //@title | //@placeholder | //@alt")]
    return set(WORD.findall(NO_WORDS.sub(" ", " ".join(told)))) - KNOWN
