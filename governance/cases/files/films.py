"""What a phone writes into sound and film besides them: place, device, owner. Plain Python."""

from collections.abc import Iterator
from typing import IO

# Boxes of ISO/IEC 14496-12: those that hold others, and those in which a phone notes what is nobody's business.
HOLDING = (b"moov", b"trak")
NOTES = (b"udta", b"meta", b"uuid")
EMPTY = b"free"
MOST_BOXES = 10_000
HEAD = 16


def notes(file: IO[bytes]) -> dict[int, bytes]:
    """Where which bytes are to stand so that players pass over every note; nothing changes its place by it."""
    end = file.seek(0, 2)
    found = {start + 4: EMPTY for start in _noted(file, 0, end)}
    file.seek(0)
    return found


def _noted(file: IO[bytes], start: int, end: int) -> Iterator[int]:
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
        if kind in NOTES:
            yield start
        elif kind in HOLDING:
            yield from _noted(file, start + inside, min(start + size, end))
        start += size
