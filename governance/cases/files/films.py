"""What sound and film are made of, and what a phone writes into them besides: place, device, owner. Plain Python."""

from collections.abc import Iterator
from typing import IO

# Boxes of ISO/IEC 14496-12: those that hold others, and those in which a phone notes what is nobody's business.
HOLDING = (b"moov", b"trak")
NOTES = (b"udta", b"meta", b"uuid")
EMPTY = b"free"
MOST_BOXES = 10_000
HEAD = 16
# The way to what a track is, and what says that it has pictures (its type stands after version and a free word).
TRACKS, HANDLER, PICTURES, TYPE_AT = (b"moov", b"trak", b"mdia"), b"hdlr", b"vide", 16
# The box with the brand begins every file; QuickTime and MPEG-4 are the same boxes, and players go by the brand.
BRAND_AT, MPEG = 8, b"mp42"


def notes(file: IO[bytes]) -> dict[int, bytes]:
    """Where which bytes are to stand so that players pass over every note; nothing changes its place by it."""
    found = {start + 4: EMPTY for start, kind, _ in _boxes(file, HOLDING) if kind in NOTES}
    file.seek(0)
    return found


def as_mpeg(file: IO[bytes]) -> dict[int, bytes]:
    """The same, and the brand by which every player opens what a camera wrote as QuickTime."""
    return notes(file) | {BRAND_AT: MPEG}


def has_pictures(file: IO[bytes]) -> bool:
    """True unless every track is sound; a file without any says nothing else than its name."""
    types = []
    for start, kind, _ in _boxes(file, TRACKS):
        if kind == HANDLER:
            file.seek(start + TYPE_AT)
            types.append(file.read(4))
    file.seek(0)
    return PICTURES in types or not types


def _boxes(file: IO[bytes], holding: tuple[bytes, ...]) -> Iterator[tuple[int, bytes, int]]:
    """Every box with its place, kind and end, also within those that hold others."""
    yield from _within(file, holding, 0, file.seek(0, 2))


def _within(file: IO[bytes], holding: tuple[bytes, ...], start: int, end: int) -> Iterator[tuple[int, bytes, int]]:
    for _ in range(MOST_BOXES):
        file.seek(start)
        head = file.read(HEAD)
        if start + 8 > end or len(head) < 8:
            return
        size, kind, inside = int.from_bytes(head[:4]), head[4:8], 8
        if size == 1:
            size, inside = int.from_bytes(head[8:16]), HEAD
        size = size or end - start
        if size < inside:
            return
        yield start, kind, start + size
        if kind in holding:
            yield from _within(file, holding, start + inside, min(start + size, end))
        start += size
