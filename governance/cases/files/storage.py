"""Files on disk, sealed, outside everything that a web server serves, under random names.

A file is written and flushed before the row that names it is committed, and goes away with a transaction that is
rolled back. Whoever is killed in between leaves a file without a row; ``manage.py check_files`` finds those.
"""

import hashlib
import os
import shutil
import uuid
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import transaction
from django.db.models import Model

from governance.frame.registry import Registry
from governance.frame.seals import sealed_files
from governance.frame.seals.sealing import KeyGone

# So ends the name of whatever was written sealed: in its place nothing is read that is not.
SEALED = "-sealed"


class FileGone(FileNotFoundError):
    """A row names a file that is not there or is not what was stored."""


class FileChanged(FileGone):
    """The file is there and is not what was stored."""


class FileLocked(FileGone):
    """The file is there, and its key is not among those of the settings any more."""


@dataclass(frozen=True)
class Stored:
    """A file in its place; ``path`` is relative to ``ATTACHMENT_ROOT``, size and checksum are those of its content."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Holder:
    """A table of a higher app whose rows name stored files; ``owner`` leads to the words for what they belong to.

    ``check_files`` may remove a file that no row names.
    """

    name: str
    model: type[Model]
    owner: str = ""

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """What each file is, its path and its checksum."""
        columns = ("path", "sha256", *((self.owner,) if self.owner else ()), "name")
        for path, sha256, *words in self.model._default_manager.values_list(*columns).iterator():
            yield " ".join((*words[:-1], self.name, words[-1])), path, sha256


HOLDERS: Registry[Holder] = Registry("holders of files", field="files", code="name")


def held() -> Iterator[tuple[str, str, str]]:
    """Every stored file that a row of a higher app names: what it is, its path and its checksum."""
    for holder in HOLDERS.values():
        yield from holder.rows()


class _Uncommitted:
    """Removes the file when Django lets go of the commit hook without having called it, that is, on rollback."""

    def __init__(self, file: Path):
        self._removal = weakref.finalize(self, file.unlink, missing_ok=True)

    def keep(self) -> None:
        self._removal.detach()


def root() -> Path:
    return Path(settings.ATTACHMENT_ROOT)


def keep(chunks: Iterable[bytes]) -> Stored:
    """The bytes stand on disk, sealed, under a new name; they stay if the running transaction commits."""
    name = uuid.uuid4().hex
    path = f"{name[:2]}/{name}{SEALED}"
    file = root() / path
    file.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            yield chunk

    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as target:
            target.writelines(sealed_files.sealed(counted(), _purpose(path)))
            target.flush()
            os.fsync(target.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    transaction.on_commit(_Uncommitted(file).keep)
    return Stored(path, size, digest.hexdigest())


def _purpose(path: str) -> str:
    return f"stored file {path}"


def opened(path: str) -> BinaryIO:
    """The content of a stored path, to be read from any place and closed; raises ``FileGone``."""
    file = located(path)
    with _as_stored(path):
        return sealed_files.at_rest(file, _purpose(path), in_clear=_may_be_clear(path))


def _may_be_clear(path: str) -> bool:
    return not path.endswith(SEALED)


@contextmanager
def _as_stored(path: str) -> Iterator[None]:
    """What is read within opens as it was stored; raises ``FileChanged`` or ``FileLocked`` otherwise."""
    try:
        yield
    except KeyGone as gone:
        raise FileLocked(path) from gone
    except (InvalidTag, sealed_files.NotSealed) as changed:
        raise FileChanged(path) from changed


def content_of(path: str) -> bytes:
    """The whole content of a stored path; raises ``FileGone``."""
    with _as_stored(path), opened(path) as file:
        return file.read()


def copied(path: str, to: Path) -> None:
    """The content of a stored path stands in clear at ``to``, for readers that want a file; raises ``FileGone``."""
    with _as_stored(path), opened(path) as file, to.open("wb") as target:
        shutil.copyfileobj(file, target, sealed_files.PIECE)


def located(path: str) -> Path:
    """The file of a stored path; raises ``FileGone`` if it is missing or leads out of the store."""
    file = (root() / path).resolve()
    if not path or not file.is_relative_to(root().resolve()) or not file.is_file():
        raise FileGone(path)
    return file


def remove(path: str) -> None:
    """The file that no row names any more is gone; one that is not there is no fault."""
    try:
        located(path).unlink(missing_ok=True)
    except FileGone:
        return


def digest_of(path: str) -> str:
    """SHA-256 of the content that is on disk now; raises ``FileGone``."""
    with _as_stored(path), opened(path) as file:
        digest = hashlib.sha256()
        while piece := file.read(sealed_files.PIECE):
            digest.update(piece)
        return digest.hexdigest()


def seal_again() -> int:
    """Every stored file is sealed with the first key; says how many were not. One that does not open stays as it is."""
    return sum(_sealed_again(file) for file in _files())


def _sealed_again(file: Path) -> bool:
    try:
        path = file.relative_to(root()).as_posix()
        return sealed_files.seal_again(file, _purpose(path), in_clear=_may_be_clear(path))
    except (FileNotFoundError, InvalidTag, KeyGone, sealed_files.NotSealed):
        return False


def in_use() -> Counter[str]:
    """How many files each key and algorithm has sealed; those in clear under nothing."""
    return Counter(map(sealed_files.key_of, _files()))


def _files() -> Iterator[Path]:
    return (file for file in sorted(root().glob("??/*")) if file.is_file())
