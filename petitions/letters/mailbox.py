"""The mailbox of the office, asked for what came since it was asked last."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

SECONDS = 30
LARGEST = 30 * 1024 * 1024
SIZE = re.compile(rb"UID (\d+) RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+) UID (\d+)")


class MailboxDown(Exception):
    """The mailbox cannot be asked just now; the sentence says why."""


@dataclass(frozen=True)
class Came:
    """One message by its number in the mailbox: whole, or its head alone where it is too large."""

    uid: int
    raw: bytes
    size: int

    @property
    def is_whole(self) -> bool:
        """False where only its head was fetched."""
        return self.size <= LARGEST


def _line() -> imaplib.IMAP4:
    host, port = settings.IMAP_HOST, settings.IMAP_PORT
    if not settings.IMAP_USE_SSL:
        return imaplib.IMAP4(host, port, timeout=SECONDS)
    return imaplib.IMAP4_SSL(host, port, timeout=SECONDS, ssl_context=ssl.create_default_context())


@contextmanager
def opened() -> Iterator["Mailbox"]:
    """The mailbox, until the block ends; nothing in it is changed. Raises MailboxDown."""
    try:
        line = _line()
        try:
            line.login(settings.IMAP_USER, settings.IMAP_PASSWORD)
            line.select(settings.IMAP_FOLDER, readonly=True)
            yield Mailbox(line)
        finally:
            line.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxDown("连不上邮箱，或者邮箱不接受本系统的账号") from error


class Mailbox:
    """The folder that was opened; ``validity`` changes when its numbers begin anew."""

    def __init__(self, line: imaplib.IMAP4):
        self.line = line
        self.validity = int(line.response("UIDVALIDITY")[1][0] or 0)

    def since(self, last: int) -> Iterator[Came]:
        """What came after that number, the oldest first; each is fetched as it is asked for."""
        for uid, size in sorted(self._sizes(last)):
            part = "BODY.PEEK[]" if size <= LARGEST else "BODY.PEEK[HEADER]"
            _, found = self.line.uid("FETCH", str(uid), f"({part})")
            raw = next((each[1] for each in found if isinstance(each, tuple)), b"")
            yield Came(uid, raw, size)

    def _sizes(self, last: int) -> Iterator[tuple[int, int]]:
        _, rows = self.line.uid("FETCH", f"{last + 1}:*", "(UID RFC822.SIZE)")
        for row in rows:
            found = SIZE.search(row or b"")
            if found:
                uid, size = (found[1], found[2]) if found[1] else (found[4], found[3])
                # A mailbox answers "from here to the last" with the last, also where that lies before.
                if int(uid) > last:
                    yield int(uid), int(size)
