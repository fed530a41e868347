"""A proof of work in place of a picture puzzle: the browser looks for a number, and nothing is asked of the person.

The challenge names its door and ends with its hour; a number that was found is taken once.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from . import brake

SALT = "citizens.proof"
LASTS = 60 * 60
LONGEST = 20


@dataclass(frozen=True)
class Challenge:
    """What a page carries for its script."""

    text: str
    bits: int


def challenge(door: str) -> Challenge:
    """A challenge for the page of this door."""
    return Challenge(signing.dumps([door, token_urlsafe(9)], salt=SALT), settings.CITIZEN_PROOF_BITS)


def is_proven(request: HttpRequest, door: str, at: datetime) -> bool:
    """True if what was sent has solved a challenge of this door for the first time."""
    text, found = request.POST.get("challenge", ""), request.POST.get("solution", "")
    if not found.isdecimal() or len(found) > LONGEST:
        return False
    try:
        named, _ = signing.loads(text, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return False
    if named != door or not is_solved(text, found):
        return False
    return brake.is_first("proof", hashlib.sha256(text.encode()).hexdigest(), at)


def is_solved(text: str, found: str) -> bool:
    """True if the digest of both begins with as many zeros as ``settings.CITIZEN_PROOF_BITS`` asks for."""
    digest = hashlib.sha256(f"{text}:{found}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - settings.CITIZEN_PROOF_BITS) == 0
