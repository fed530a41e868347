"""What a message says, however badly it is written. Plain Python: what cannot be read is said, never an error."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from html import unescape
from typing import Any

from governance.frame.forms.typed import seen

LONGEST = 10_000
# What desks in China write with whatever they call it.
GUESSES = ("utf-8", "gb18030")
LONGEST_HEADER = 4000
# Code pages in which people write; others that a program knows take for ever, or are none.
CODE_PAGES = frozenset(
    (
        *("ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs"),
        *("cp950", "iso8859-1", "iso8859-15", "cp1252", "iso2022_jp", "shift_jis", "euc_jp", "euc_kr", "koi8-r"),
    )
)
MARK = re.compile("/?[a-z]+[0-9]?", re.IGNORECASE)
# What stands in them is not read by anybody; what ends a line of the text.
HIDDEN = ("script", "style", "head")
BREAKS = ("br", "/p", "/div", "/tr", "/li")
HAN = re.compile("[\u4e00-\u9fff]")
ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+", re.ASCII)
ROBOTS = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply")
BULK = ("bulk", "junk", "list", "auto_reply")


@dataclass(frozen=True)
class Enclosed:
    """A file that came with it."""

    name: str
    content: bytes


@dataclass
class Mail:
    """One message: who wrote, what it says, what came with it, and what of it could not be read."""

    key: str
    name: str = ""
    address: str = ""
    subject: str = ""
    text: str = ""
    message_id: str = ""
    automatic: bool = False
    files: list[Enclosed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Bounded(policy.Compat32):
    """No line of a head is read further than somebody writes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def read(raw: bytes, *, own: tuple[str, ...] = ()) -> Mail:
    """The message; ``own`` are the addresses of the office itself, from which nothing new comes."""
    mail = Mail(hashlib.sha256(raw).hexdigest())
    try:
        _read(message_from_bytes(raw, policy=Bounded()), mail, own)
    except Exception:  # whatever the reader stumbles over in what strangers have written
        mail.notes.append("邮件的写法读不出来，请到邮箱里查看原件。")
    if len(mail.text) > LONGEST:
        mail.text = mail.text[:LONGEST]
        mail.notes.append(f"正文超过 {LONGEST} 字，这里只有前面的，请到邮箱里查看原件。")
    return mail


def _read(message: Message, mail: Mail, own: tuple[str, ...]) -> None:
    if said_id := _header(message, "Message-ID").strip():
        mail.key, mail.message_id = hashlib.sha256(said_id.encode("utf-8", "replace")).hexdigest(), said_id[:300]
    name, address = parseaddr(_header(message, "From"))
    mail.name, mail.subject = seen(name)[:60], " ".join(seen(_header(message, "Subject")).split())[:200]
    mail.address = address if len(address) <= 254 and ADDRESS.fullmatch(address) else ""
    mail.automatic = _is_automatic(message, mail.address, own)
    _read_parts(message, mail)


def _is_automatic(message: Message, address: str, own: tuple[str, ...]) -> bool:
    """True for bounces, automatic answers, lists, and what the office itself has sent: nobody waits for an answer."""
    said = _header(message, "Auto-Submitted").strip().lower()
    if said and said != "no":
        return True
    if _header(message, "Return-Path").strip() == "<>" or not address:
        return True
    if message.get_content_type() == "multipart/report" or any(
        message.get(name) for name in ("List-Id", "X-Autoreply")
    ):
        return True
    if _header(message, "Precedence").strip().lower() in BULK:
        return True
    return address.lower() in own or address.partition("@")[0].lower() in ROBOTS


def _read_parts(message: Message, mail: Mail) -> None:
    plain: list[str] = []
    html: list[str] = []
    forwarded: list[str] = []
    for part in _leaves(message):
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            whole: Any = part.get_payload(0)
            forwarded.append(_forwarded(whole, mail))
            continue
        name = seen(_name_of(part))
        content: Any = part.get_payload(decode=True) or b""
        if name or part.get_content_maintype() != "text":
            mail.files.append(Enclosed(name or f"附件.{part.get_content_subtype()}", content))
        else:
            kind = html if part.get_content_subtype() == "html" else plain
            kind.append(_words(content, part.get_content_charset() or ""))
    text = "\n".join(plain).strip() or "\n".join(map(_without_marks, html))
    mail.text = seen(re.sub(r"\n\s*\n+", "\n\n", "\n\n".join([text, *forwarded]))).strip()


def _forwarded(message: Message, mail: Mail) -> str:
    """What a message says that was forwarded whole, and who wrote it; its files are those of the letter."""
    inner = Mail("")
    _read_parts(message, inner)
    mail.files += inner.files
    return f"转发的邮件：{_header(message, 'Subject')}（{_header(message, 'From')}）\n{inner.text}"


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; a message that was forwarded whole is one of them."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    parts: Any = message.get_payload()
    for part in parts:
        yield from _leaves(part)


def _name_of(part: Message) -> str:
    name = part.get_filename() or ""
    return _decoded(name) if name else ""


def _header(message: Message, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return _decoded(raw)


def _decoded(raw: str) -> str:
    """A header in words: encoded as it should be, or written as bytes of some code page."""
    plain = raw.encode("ascii", "surrogateescape") if not raw.isascii() and _is_escaped(raw) else None
    if plain is not None:
        return _words(plain, "")
    try:
        parts = decode_header(raw)
    except HeaderParseError:
        # A word that was torn apart on its way is shown as it came.
        return raw
    return "".join(_words(part, charset or "") if isinstance(part, bytes) else part for part, charset in parts)


def _is_escaped(text: str) -> bool:
    return all(ord(sign) < 128 or 0xDC80 <= ord(sign) <= 0xDCFF for sign in text)


def _words(content: bytes, charset: str) -> str:
    """The bytes in words: by the code page they say, else by those that desks here use; never an error."""
    said = {"gb2312": "gb18030", "gbk": "gb18030", "unknown-8bit": ""}.get(charset.lower(), charset)
    plain = _read_as(content, said) if said else None
    if plain is not None:
        return plain
    read = [text for each in GUESSES if (text := _read_as(content, each)) is not None]
    # Few signs of one code page can by chance be signs of another, of no language that is written here.
    likely = [text for text in read if text.isascii() or HAN.search(text)]
    return [*likely, *read, content.decode("utf-8", "replace")][0]


def _read_as(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset) if codecs.lookup(charset).name in CODE_PAGES else None
    except (LookupError, ValueError):
        return None


def _without_marks(html: str) -> str:
    """The words between the marks, each piece looked at once however the marks are set."""
    lowered = html.lower()
    ends = {name: lowered.rfind(f"</{name}") for name in HIDDEN}
    first, *pieces = html.split("<")
    words, inside, at = [first], "", len(first)
    for piece in pieces:
        mark, closes, text = piece.partition(">")
        name = found[0].lower() if (found := MARK.match(mark)) else ""
        if inside:
            inside = "" if name == f"/{inside}" else inside
            words.append(text if not inside else "")
        elif not closes:
            words.append(f"<{piece}")
        elif ends.get(name, -1) > at:
            inside = name
        else:
            words.append(f"\n{text}" if name in BREAKS else text)
        at += len(piece) + 1
    return unescape("".join(words))
