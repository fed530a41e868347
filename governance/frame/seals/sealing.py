"""Sealing of numbers that identify a person: encrypted at rest, found by a keyed hash, shown masked.

A sealed value reads ``key id . algorithm . nonce and ciphertext``, so keys and algorithms can be changed while old
values stay readable. PIPL art. 51 asks for encryption and de-identification.
"""

import hashlib
import hmac
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

# Both with a tag of 16 bytes; SM4 is the national cipher (GB/T 32907) and takes keys of 16 bytes.
CIPHERS = {"aesgcm": (algorithms.AES, 32), "sm4gcm": (algorithms.SM4, 16)}
NONCE_BYTES, TAG_BYTES = 12, 16
# Where what leads to a door begins in an address, and what is named before it.
COUNTED = "一二三四五六七八九十百零〇两甲乙丙丁"
DOOR = re.compile(
    rf"[0-9０-９A-Za-zＡ-Ｚａ-ｚ]|(?<![{COUNTED}])[{COUNTED}]++(?=号|组|队|栋|幢|座|单元|排|室|层|楼)|[东西南北中](?=户)"
)
VILLAGE = re.compile(r".*(?:社区|村|居委会)")


class KeyGone(Exception):
    """What is to be opened was sealed with a key that is not among ``FIELD_KEYS`` any more."""


def _key(key_id: str, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose, derived from the master key of that id."""
    if key_id not in settings.FIELD_KEYS:
        raise KeyGone(f"FIELD_KEYS 里没有编号为 {key_id} 的密钥。")
    return hmac.new(settings.FIELD_KEYS[key_id].encode(), purpose.encode(), hashlib.sha256).digest()


def cipher(key_id: str, algorithm: str, mode: modes.GCM, purpose: str = "seal") -> Cipher:
    """The cipher under the key that is derived from the master key of that id for the purpose."""
    if algorithm not in CIPHERS:
        raise ValueError(f"unknown algorithm {algorithm}")
    kind, length = CIPHERS[algorithm]
    return Cipher(kind(_key(key_id, purpose)[:length]), mode)


def newest() -> str:
    """The id of the first key."""
    return next(iter(settings.FIELD_KEYS))


def is_new(sealed: str) -> bool:
    """True if the value is sealed with the first key and the cipher of the settings."""
    return sealed.startswith(f"{newest()}.{settings.FIELD_CIPHER}.")


def seal(value: str, purpose: str) -> str:
    """The value encrypted under the first key; empty stays empty.

    ``purpose`` (table and column) is bound into the text: a sealed phone cannot be put in another column.
    """
    if not value:
        return ""
    key_id, algorithm, nonce = newest(), settings.FIELD_CIPHER, os.urandom(NONCE_BYTES)
    encryptor = cipher(key_id, algorithm, modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(purpose.encode())
    text = encryptor.update(value.encode()) + encryptor.finalize()
    return f"{key_id}.{algorithm}.{urlsafe_b64encode(nonce + text + encryptor.tag).decode()}"


def open_sealed(sealed: str, purpose: str) -> str:
    """The value in clear; raises ``cryptography.exceptions.InvalidTag`` if it was changed or moved."""
    if not sealed:
        return ""
    key_id, algorithm, body = sealed.split(".", 2)
    raw = urlsafe_b64decode(body)
    nonce, text, tag = raw[:NONCE_BYTES], raw[NONCE_BYTES:-TAG_BYTES], raw[-TAG_BYTES:]
    decryptor = cipher(key_id, algorithm, modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(purpose.encode())
    return (decryptor.update(text) + decryptor.finalize()).decode()


def keyed_hash(value: str) -> str:
    """A keyed hash for exact search. Keyed, because phone and ID numbers can be enumerated."""
    return next(iter(keyed_hashes(value)), "")


def keyed_hashes(value: str) -> list[str]:
    """The hash under each key, that of the first key before the others: by which a value is found again."""
    plain = "".join(value.split()).replace("-", "").upper()
    if not plain:
        return []
    return [
        hmac.new(_key(key_id, "hash"), plain.encode(), hashlib.sha256).hexdigest() for key_id in settings.FIELD_KEYS
    ]


def mask_name(name: str) -> str:
    """张三丰 becomes 张**."""
    return name[:1] + "*" * min(len(name) - 1, 2) if name else ""


def mask_phone(phone: str) -> str:
    """13812345678 becomes 138****5678; a short number keeps its last two digits."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 10 else "****" + phone[-2:]


def mask_address(address: str) -> str:
    """凤栖路社区3组8号 becomes 凤栖路社区***: no more than the village or, where none is named, the road."""
    head = DOOR.split(address, maxsplit=1)[0]
    village = VILLAGE.match(head)
    shown = village[0] if village else head
    return address if shown == address else f"{shown}***"


def mask_id_number(number: str) -> str:
    """610116199001011234 becomes 610***********1234."""
    if not number:
        return ""
    return number[:3] + "*" * max(len(number) - 7, 4) + number[-4:] if len(number) >= 8 else "****"
