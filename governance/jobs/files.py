"""Files of jobs: outside the web root, sealed, under names of ours, gone when their time is over."""

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from governance.frame.seals import sealed_files, sealing

# A part file that nobody has touched for so long belongs to a worker that was killed.
ORPHAN_AGE = timedelta(hours=25)
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\\/:*?"<>|\u200b-\u200f\u202a-\u202e\u2060-\u2069]')
LONGEST_NAME = 80


def path_of(name: str) -> Path:
    """The place of a stored file; ``ValueError`` for a name that is not one of ours."""
    if not name or Path(name).name != name:
        raise ValueError(f"not a job file: {name!r}")
    return Path(settings.JOB_ROOT) / name


@contextmanager
def new_file(suffix: str) -> Iterator[tuple[Path, str]]:
    """A path to write to; on leaving the block without an error the finished file stands sealed under the yielded name.

    In clear it lies in the system's folder for what is temporary, until then. Nobody ever sees half a file: the bytes
    are on the disk before the name changes.
    """
    name = f"{uuid4().hex}{suffix}"
    with tempfile.TemporaryDirectory() as folder:
        clear = Path(folder) / name
        yield clear, name
        with clear.open("rb") as file:
            _keep(name, iter(lambda: file.read(sealed_files.PIECE), b""))


def _keep(name: str, chunks: Iterable[bytes]) -> None:
    root = Path(settings.JOB_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    part = root / f"{name}.part"
    try:
        sealed_files.write(part, chunks, _purpose(name))
        os.replace(part, root / name)
    finally:
        part.unlink(missing_ok=True)


def store_upload(upload: UploadedFile, suffix: str) -> str:
    """The uploaded file is kept; its name is returned."""
    name = f"{uuid4().hex}{suffix}"
    _keep(name, upload.chunks())
    return name


def _purpose(name: str) -> str:
    return f"job file {name}"


def opened(name: str) -> BinaryIO:
    """What stands in a stored file, to be read and closed; raises ``FileNotFoundError``, also if its key is gone or it
    is not what was sealed there."""
    path = path_of(name)
    try:
        return sealed_files.at_rest(path, _purpose(name))
    except (InvalidTag, sealing.KeyGone, sealed_files.NotSealed) as error:
        raise FileNotFoundError(name) from error


@contextmanager
def in_clear(name: str) -> Iterator[Path]:
    """A place where the stored file stands in clear within the block, for readers that want a file."""
    with opened(name) as file, tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as copy:
        shutil.copyfileobj(file, copy, sealed_files.PIECE)
        copy.flush()
        yield Path(copy.name)


def named(name: str) -> str:
    """What a file may be called on every desk: without signs that a system keeps for itself or that nobody sees."""
    stem, dot, ending = name.rpartition(".")
    kept = " ".join(NOT_IN_NAMES.sub(" ", stem).split())[:LONGEST_NAME].strip(" .")
    return f"{kept or '文件'}{dot}{ending}"


def said_in(name: str) -> Iterator[bytes]:
    """All that stands in a stored file; of a workbook or a package, part by part, as one of films is large."""
    try:
        file = opened(name)
    except FileNotFoundError:
        return
    with file:
        if not zipfile.is_zipfile(file):
            file.seek(0)
            yield file.read()
            return
        with zipfile.ZipFile(file) as package:
            for part in package.namelist():
                yield package.read(part)


def delete(name: str) -> None:
    """No file of that name exists; an empty name is nothing to do."""
    if name:
        path_of(name).unlink(missing_ok=True)


def delete_orphans(keep: set[str], now: datetime) -> int:
    """Files that no job knows and that are old are gone; how many there were."""
    root = Path(settings.JOB_ROOT)
    if not root.is_dir():
        return 0
    gone = 0
    oldest = (now - ORPHAN_AGE).timestamp()
    for path in root.iterdir():
        if path.name not in keep and path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
