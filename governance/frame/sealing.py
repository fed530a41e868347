"""Sealing of numbers that identify a person: encrypted at rest, found by a keyed hash, shown masked.

A sealed value reads ``key id . algorithm . nonce and ciphertext``, so keys and algorithms can be changed while old
values stay readable. PIPL art. 51 asks for encryption and de-identification.
"""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

ALGORITHM = "aesgcm"
NONCE_BYTES = 12


def _key(key_id: str, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose, derived from the master key of that id."""
    return hmac.new(settings.FIELD_KEYS[key_id].encode(), purpose.encode(), hashlib.sha256).digest()


def seal(value: str, purpose: str) -> str:
    """The value encrypted under the newest key; empty stays empty.

    ``purpose`` (table and column) is bound into the text: a sealed phone cannot be put in another column.
    """
    if not value:
        return ""
    key_id = next(iter(settings.FIELD_KEYS))
    nonce = os.urandom(NONCE_BYTES)
    text = AESGCM(_key(key_id, "seal")).encrypt(nonce, value.encode(), purpose.encode())
    return f"{key_id}.{ALGORITHM}.{urlsafe_b64encode(nonce + text).decode()}"


def open_sealed(sealed: str, purpose: str) -> str:
    """The value in clear; raises ``cryptography.exceptions.InvalidTag`` if it was changed or moved."""
    if not sealed:
        return ""
    key_id, algorithm, body = sealed.split(".", 2)
    if algorithm != ALGORITHM:
        raise ValueError(f"unknown algorithm {algorithm}")
    raw = urlsafe_b64decode(body)
    return AESGCM(_key(key_id, "seal")).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode()).decode()


def keyed_hash(value: str) -> str:
    """A keyed hash for exact search. Keyed, because phone and ID numbers can be enumerated."""
    plain = "".join(value.split()).replace("-", "").upper()
    if not plain:
        return ""
    key_id = list(settings.FIELD_KEYS)[-1]
    return hmac.new(_key(key_id, "hash"), plain.encode(), hashlib.sha256).hexdigest()


def mask_name(name: str) -> str:
    """张三丰 becomes 张**."""
    return name[:1] + "*" * min(len(name) - 1, 2) if name else ""


def mask_phone(phone: str) -> str:
    """13812345678 becomes 138****5678; a short number keeps its last two digits."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 10 else "****" + phone[-2:]


def mask_id_number(number: str) -> str:
    """610116199001011234 becomes 610***********1234."""
    if not number:
        return ""
    return number[:3] + "*" * max(len(number) - 7, 4) + number[-4:] if len(number) >= 8 else "****"
