"""Ways out of the system. ``settings.NOTICE_CHANNELS`` names the classes in use.

Another way is another class of the shape described here.
"""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from .models import Notice


class NotDelivered(Exception):
    """The message did not go out; the sentence says why.

    ``for_good``: trying again is useless. ``line_is_down``: no other message will get through just now.
    """

    def __init__(self, sentence: str, *, for_good: bool = False, line_is_down: bool = False):
        super().__init__(sentence)
        self.for_good = for_good
        self.line_is_down = line_is_down


class Connection(Protocol):
    def send(self, notice: Notice) -> None:
        """The other side has taken the message, or NotDelivered is raised."""

    def close(self) -> None: ...


class Channel(Protocol):
    """A kind of address. ``reachable`` is an SQL condition over email, phone and email_notices of the recipient, and
    ``urgent`` of the message.

    email_notices is null for who never chose.
    """

    code: str
    label: str
    reachable: str

    def reaches(self, user) -> bool:
        """The same condition asked again just before sending: hours may lie between."""

    def address_of(self, user) -> str:
        """Where the user would get it, for the page of what did not arrive."""

    def open(self) -> Connection:
        """A line for one batch; the other side is called only by the first message."""


@cache
def _load(paths: tuple[str, ...]) -> dict[str, Channel]:
    channels = [import_string(path)() for path in paths]
    return {channel.code: channel for channel in channels}


def channels() -> dict[str, Channel]:
    """The channels in use by code."""
    return _load(tuple(settings.NOTICE_CHANNELS))
