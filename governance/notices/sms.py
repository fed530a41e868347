"""Urgent notices as text messages, over the gateway of the county.

A telephone lies on tables and its provider reads along: the words name no person, no number and no matter.
"""

import re

from django.conf import settings
from django.utils import timezone

from .mail import RESTRICTED_TEXT, message_id
from .models import Notice
from .posting import Address

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


class SmsChannel:
    """Sends urgent notices to whoever has a mobile phone, one signed POST each."""

    code = "sms"
    label = "短信"
    reachable = "urgent AND phone ~ '^1[3-9][0-9]{9}$'"

    def reaches(self, user) -> bool:
        return bool(MOBILE.fullmatch(user.phone))

    def address_of(self, user) -> str:
        return user.phone

    def open(self) -> "SmsChannel":
        """Every message takes a line of its own."""
        return self

    def send(self, notice: Notice) -> None:
        """The gateway has taken the message, or NotDelivered says why not."""
        text(notice.recipient.phone, words(notice), key=message_id(notice).strip("<>").split("@")[0])

    def close(self) -> None:
        """Nothing is left open."""


def text(phone: str, said: str, *, key: str) -> None:
    """The gateway has taken what is said to that phone, or NotDelivered says why not; ``key`` is that of every try."""
    parcel = {"account": settings.SMS_ACCOUNT, "phone": phone, "text": f"【县综治中心】{said}"}
    Address(settings.SMS_URL, settings.SMS_KEY, "短信平台").post(parcel, key=key, at=timezone.now())


def words(notice: Notice) -> str:
    """What the telephone shows: that there is something, and of which kind where that tells nothing."""
    said = RESTRICTED_TEXT if notice.restricted else f"您有一条“{notice.kind_label}”消息，请登录查看"
    return f"{said}。"
