"""Reads a Word file the way an archive would in thirty years: a zip with XML in it."""

import re
import zipfile
from html import unescape

from governance.cases.files import storage

PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
TEXT = re.compile(r"<w:t(?: [^>]*)?>(.*?)</w:t>|<w:(tab|br)/>", re.DOTALL)


def paragraphs(paper) -> list[str]:
    """The paragraphs of the stored file's body."""
    with zipfile.ZipFile(storage.opened(paper.path)) as archive:
        assert archive.testzip() is None
        body = archive.read("word/document.xml").decode()
    return [
        "".join(unescape(text) if not other else " " for text, other in TEXT.findall(paragraph))
        for paragraph in PARAGRAPH.findall(body)
    ]


def text(paper) -> str:
    """The body, one paragraph a line."""
    return "\n".join(paragraphs(paper))


def everything(paper) -> str:
    """Every byte of every part, as text."""
    with zipfile.ZipFile(storage.opened(paper.path)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
