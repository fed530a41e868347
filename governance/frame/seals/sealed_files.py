"""Files sealed at rest, piece by piece: any place of a large one is read without opening what stands before it.

A sealed file reads ``MARK key id . algorithm``, a salt, then pieces with a tag each. The key of the pieces is derived
for this file alone, so that their numbers may be their nonces; each says in its seal whether it is the last one, so
that none can be changed, left out, moved, or taken from another file.
"""

import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from django.conf import settings

from . import sealing

MARK = b"sealed "
SALT_BYTES = 16
PIECE = 256 * 1024
WHOLE = PIECE + sealing.TAG_BYTES


class NotSealed(ValueError):
    """The file does not begin as a sealed one does."""


@dataclass(frozen=True)
class _Seal:
    """What opens and makes the pieces of one file."""

    key_id: str
    algorithm: str
    salt: bytes
    purpose: str

    @property
    def head(self) -> bytes:
        return MARK + f"{self.key_id}.{self.algorithm}\n".encode() + self.salt

    def _cipher(self, number: int, tag: bytes | None = None) -> Cipher:
        mode = modes.GCM(number.to_bytes(sealing.NONCE_BYTES), tag)
        return sealing.cipher(self.key_id, self.algorithm, mode, f"file {self.salt.hex()}")

    def _told(self, is_last: bool) -> bytes:
        return f"{self.purpose} {'last' if is_last else 'more'}".encode()

    def closed(self, piece: bytes, number: int, is_last: bool) -> bytes:
        encryptor = self._cipher(number).encryptor()
        encryptor.authenticate_additional_data(self._told(is_last))
        return encryptor.update(piece) + encryptor.finalize() + encryptor.tag

    def opened(self, piece: bytes, number: int, is_last: bool) -> bytes:
        """Raises ``cryptography.exceptions.InvalidTag`` if it was changed or moved."""
        if len(piece) < sealing.TAG_BYTES:
            raise InvalidTag
        text, tag = piece[: -sealing.TAG_BYTES], piece[-sealing.TAG_BYTES :]
        decryptor = self._cipher(number, tag).decryptor()
        decryptor.authenticate_additional_data(self._told(is_last))
        return decryptor.update(text) + decryptor.finalize()


def sealed(chunks: Iterable[bytes], purpose: str) -> Iterator[bytes]:
    """The bytes encrypted under the first key; ``purpose`` says which file it is."""
    seal = _Seal(sealing.newest(), settings.FIELD_CIPHER, os.urandom(SALT_BYTES), purpose)
    yield seal.head
    waiting, number = bytearray(), 0
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > PIECE:
            yield seal.closed(bytes(waiting[:PIECE]), number, False)
            del waiting[:PIECE]
            number += 1
    yield seal.closed(bytes(waiting), number, True)


def opened(file: BinaryIO, purpose: str) -> BinaryIO:
    """The sealed file in clear, to be read from any place; raises ``NotSealed``, ``sealing.KeyGone``, and in reading
    ``cryptography.exceptions.InvalidTag`` if it was changed or moved. Closing it closes the file."""
    return io.BufferedReader(_Opened(file, purpose), PIECE)


def at_rest(path: Path, purpose: str, *, in_clear: bool = False) -> BinaryIO:
    """The file on the disk in clear; where it may stand there ``in_clear``, from the time before files were sealed,
    also that. Raises as ``opened`` does."""
    file = path.open("rb")
    try:
        return opened(file, purpose)
    except BaseException as error:
        if in_clear and isinstance(error, NotSealed):
            file.seek(0)
            return file
        file.close()
        raise


def key_of(path: Path) -> str:
    """Key and algorithm under which a file on the disk is sealed, in one word; empty for one that is not."""
    with path.open("rb") as file:
        try:
            return _key_in(file)
        except NotSealed:
            return ""


def is_new(path: Path) -> bool:
    """True if the file is sealed with the first key and the cipher of the settings."""
    return key_of(path) == f"{sealing.newest()}.{settings.FIELD_CIPHER}"


def seal_again(path: Path, purpose: str, *, in_clear: bool = False) -> bool:
    """The file on the disk is sealed with the first key, whole or not at all; False if it was so already.

    Whoever reads it meanwhile reads on in the old one. Raises as ``at_rest`` does.
    """
    if is_new(path):
        return False
    with at_rest(path, purpose, in_clear=in_clear) as clear:
        _replaced(path, clear, purpose)
    return True


def write(path: Path, chunks: Iterable[bytes], purpose: str) -> None:
    """A file of the bytes, sealed under the first key, is on the disk."""
    with path.open("wb") as target:
        target.writelines(sealed(chunks, purpose))
        target.flush()
        os.fsync(target.fileno())


def _replaced(path: Path, clear: BinaryIO, purpose: str) -> None:
    draft = path.with_name(f"{path.name}.part")
    try:
        write(draft, iter(lambda: clear.read(PIECE), b""), purpose)
        draft.chmod(path.stat().st_mode & 0o777)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _key_in(file: BinaryIO) -> str:
    head = file.readline(200)
    if not head.startswith(MARK) or not head.endswith(b"\n") or head.count(b".") != 1:
        raise NotSealed
    return head.removeprefix(MARK).strip().decode()


class _Opened(io.RawIOBase):
    """The clear bytes behind the pieces; one piece at a time is in memory."""

    def __init__(self, file: BinaryIO, purpose: str) -> None:
        key_id, algorithm = _key_in(file).split(".")
        self._file = file
        self._seal = _Seal(key_id, algorithm, file.read(SALT_BYTES), purpose)
        self._start = file.tell()
        self._length = file.seek(0, os.SEEK_END) - self._start
        self._last = max(-(-self._length // WHOLE) - 1, 0)
        self._size = max(self._length - (self._last + 1) * sealing.TAG_BYTES, 0)
        self._at = 0
        self._piece: tuple[int, bytes] = (-1, b"")
        # What was cut off at the end of a piece shows only here.
        self._read_piece(self._last)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("negative place")
        self._at = base + offset
        return self._at

    def readinto(self, target: Any) -> int:
        if self._at >= self._size:
            return 0
        number, place = divmod(self._at, PIECE)
        found = self._read_piece(number)[place : place + len(target)]
        target[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _read_piece(self, number: int) -> bytes:
        if self._piece[0] != number:
            self._file.seek(self._start + number * WHOLE)
            self._piece = number, self._seal.opened(self._file.read(WHOLE), number, number == self._last)
        return self._piece[1]

    def close(self) -> None:
        self._file.close()
        super().close()
