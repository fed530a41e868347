"""The user guide inside the site: its chapters as pages, which of them explains which page, and what stands where.

The chapters are the Markdown of ``docs``; nothing is written twice. Every app says in its declaration which chapter
explains its pages: ``guide="data/guide.csv"``, by the beginning of their names, the longest that fits.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

from governance.frame.delivered import file_of
from governance.frame.registry import Registry

from .roles import BY_CODE

# What is read: the guide itself, and the drawn workflows that it leads to.
FOLDERS = {"guide": "user-guide", "flows": "workflows"}
INDEX, FIRST_DAY, WORDS = "README", "first-day", "words"
EVERYBODY = "所有"
MOST_FOUND = 5
# Words of an address: a file of docs and a heading in it.
_NEIGHBOUR = re.compile(r"(?:\.\./)?(?:([\w-]+)/)?([\w-]+)\.md(?:#(.+))?")
_PICTURE = re.compile(r"(?:pictures/)?([\w-]+\.(?:png|svg))")


@dataclass(frozen=True)
class Explained:
    """Pages whose names begin so are explained in this chapter, from this heading on."""

    pages: str
    chapter: str


def _explained(app: AppConfig, name: str) -> Iterable[Explained]:
    return [Explained(**row) for file in file_of(app, name) for row in file.rows()]


GUIDE: Registry[Explained] = Registry("chapters of the guide", field="guide", code="pages", read=_explained)


def address_of(page: str, *, about: str = "") -> str:
    """Where the page of that name is explained; the table of contents where no chapter says so.

    What the page is ``about`` is looked for among the headings of the chapter.
    """
    fitting = [row for row in GUIDE.values() if page.startswith(row.pages)]
    if not fitting:
        return reverse("organisation:guide")
    name, _, heading = max(fitting, key=lambda row: len(row.pages)).chapter.partition("#")
    told = chapter("guide", name) if about else None
    named = [section.anchor for section in told.sections if section.title == about] if told else []
    return _address("guide", name, named[0] if named else heading)


def _address(folder: str, name: str, heading: str = "") -> str:
    if folder == "guide" and name == INDEX:
        return reverse("organisation:guide")
    return reverse("organisation:chapter", args=[folder, name]) + (f"#{heading}" if heading else "")


@dataclass(frozen=True)
class Section:
    """A heading of a chapter with the text under it; ``anchor`` is empty where the chapter begins."""

    title: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Chapter:
    """One file of the guide as a page."""

    folder: str
    name: str
    title: str
    html: str
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        """Its page."""
        return _address(self.folder, self.name)


@cache
def meanings() -> dict[str, str]:
    """What the words of the pages mean, as the chapter of words says it."""
    lines = _written("guide", WORDS).splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return dict(row for row in rows[1:] if len(row) == 2 and not row[0].startswith("-"))


def path_of(folder: str, file: str) -> Path | None:
    """The file of that name in the folder, or in its pictures; none for a name that is no file there."""
    if folder not in FOLDERS or not re.fullmatch(r"[\w-]+\.(md|png|svg)", file):
        return None
    home = settings.BASE_DIR / "docs" / FOLDERS[folder]
    return next((path for path in (home / file, home / "pictures" / file) if path.is_file()), None)


def _written(folder: str, name: str) -> str:
    """What stands in the chapter of that name; empty where there is none."""
    path = path_of(folder, f"{name}.md")
    return path.read_text(encoding="utf-8") if path else ""


@cache
def chapter(folder: str, name: str) -> Chapter | None:
    """The chapter of that name, if there is one."""
    written = _written(folder, name)
    if not written:
        return None
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(written)
    title, sections = "", []
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            anchor = "" if token.tag == "h1" else anchor_of(inline.content)
            token.attrSet("id", anchor_of(inline.content))
            title = title or inline.content
            sections.append(Section(inline.content, anchor, ""))
        elif inline.type == "inline" and sections:
            last = sections[-1]
            sections[-1] = Section(last.title, last.anchor, f"{last.text} {_plain(inline)}")
    for token in tokens:
        for child in token.children or ():
            _lead_within(child, folder)
    # The page has a heading of its own.
    body = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    return Chapter(folder, name, title, markdown.renderer.render(body, markdown.options, {}), tuple(sections))


def anchor_of(heading: str) -> str:
    """The anchor of a heading, as the chapters name it."""
    return re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-"))


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))


def _lead_within(token: Token, folder: str) -> None:
    """A link to another chapter leads to its page here, and a picture comes from here; what is not read is no link."""
    if token.type == "image" and (picture := _PICTURE.fullmatch(str(token.attrGet("src")))):
        token.attrSet("src", reverse("organisation:guide_picture", args=[folder, picture[1]]))
        token.attrSet("loading", "lazy")
    if token.type != "link_open":
        return
    found = _NEIGHBOUR.fullmatch(str(token.attrGet("href")))
    inside = {path: code for code, path in FOLDERS.items()}.get(found[1], "") if found and found[1] else folder
    if found and path_of(inside, f"{found[2]}.md"):
        token.attrSet("href", _address(inside, found[2], found[3] or ""))


@dataclass(frozen=True)
class Entry:
    """A chapter in the table of contents: what it tells, and whom."""

    title: str
    url: str
    about: str
    readers: str

    def is_for(self, roles: Iterable[str]) -> bool:
        """True if one of these roles is to read it."""
        return EVERYBODY in self.readers or any(BY_CODE[role].label in self.readers for role in roles)


@cache
def contents() -> tuple[Entry, ...]:
    """The table of contents as the guide's own front page has it."""
    rows = re.findall(r"^\| \[([^\]]+)\]\(([\w-]+)\.md\) \| ([^|]+) \| ([^|]+) \|$", _written("guide", INDEX), re.M)
    return tuple(Entry(title, _address("guide", name), about, readers) for title, name, about, readers in rows)


@dataclass(frozen=True)
class Found:
    """A place of the guide in which words stand."""

    title: str
    url: str
    excerpt: str


def found(words: str) -> list[Found]:
    """The places of the guide that have every word, those with one in the heading first."""
    parts = words.split()
    if not parts or max(map(len, parts)) < 2:
        return []
    hits = []
    for entry in contents():
        name = entry.url.rstrip("/").rpartition("/")[2]
        told = chapter("guide", name)
        for section in told.sections if told else ():
            if all(part in section.title + section.text for part in parts):
                hits.append((entry, section))
    hits.sort(key=lambda hit: not any(part in hit[1].title for part in parts))
    return [
        Found(
            f"{entry.title} · {section.title}" if section.anchor else entry.title,
            _at(entry, section),
            _cut(section, parts),
        )
        for entry, section in hits[:MOST_FOUND]
    ]


def _at(entry: Entry, section: Section) -> str:
    return f"{entry.url}#{section.anchor}" if section.anchor else entry.url


def _cut(section: Section, parts: list[str]) -> str:
    """What stands around the first of the words."""
    places = [place for part in parts if (place := section.text.find(part)) >= 0]
    start = max(0, min(places, default=0) - 20)
    return ("…" if start else "") + section.text[start : start + 90].strip()


def first_day(roles: Iterable[str]) -> list[str]:
    """What holders of these roles do first, as HTML, a part a role."""
    told = chapter("guide", FIRST_DAY)
    parts = dict(re.findall(r'<h2 id="[^"]*">([^<]+)</h2>(.*?)(?=<h2|\Z)', told.html if told else "", re.S))
    return [f"<h2>{label}</h2>{parts[label]}" for role in roles if (label := BY_CODE[role].label) in parts]
