"""What the content security policy would block in the browser is found here first, with file and line."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/json)[^>]*>", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "htmx inline code": re.compile(r"\shx-on[:\w-]*\s*=|hx-vals\s*=\s*[\"']js:", re.I),
    "load from elsewhere": re.compile(
        r"<(?:script|img|link|iframe|source|form)\b[^>]*(?:src|href|action)=[\"'](?:https?:)?//", re.I
    ),
    "javascript address": re.compile(r"(?:href|action)\s*=\s*[\"']\s*javascript:", re.I),
}


def offences(text: str) -> list[str]:
    return [
        f"line {text.count(chr(10), 0, match.start()) + 1}: {name}"
        for name, pattern in FORBIDDEN.items()
        for match in pattern.finditer(text)
    ]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_it_holds_nothing_that_the_policy_blocks(template):
    assert offences(template.read_text()) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<p>\n<script>go()</script>", "line 2: inline script"),
        ('<p style="color:red">', "line 1: style attribute"),
        ('<a href="/" onclick="go()">', "line 1: event attribute"),
        ('<button hx-on:click="go()">', "line 1: htmx inline code"),
        ('<script src="https://elsewhere.example/a.js"></script>', "line 1: load from elsewhere"),
        ('<link href="//elsewhere.example/a.css">', "line 1: load from elsewhere"),
        ('<a href="javascript:go()">', "line 1: javascript address"),
    ],
)
def test_it_finds_each_offence(text, name):
    assert offences(text) == [name]


def test_the_lock_file_names_no_download_address():
    """Every site has its own mirror; an address in the lock file would tie it to somebody else's."""
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
