"""Files at rest are read by nobody without the key, from any place by who has it, and cannot be changed unseen."""

import io
import os

import pytest
from cryptography.exceptions import InvalidTag

from governance.frame.seals import sealed_files, sealing
from governance.frame.seals.sealed_files import PIECE, WHOLE

CANARY = "举报村主任".encode()


def sealed(content: bytes, purpose: str = "file a") -> bytes:
    chunks = (content[at : at + 70_001] for at in range(0, len(content), 70_001))
    return b"".join(sealed_files.sealed(chunks, purpose))


def opened(kept: bytes, purpose: str = "file a"):
    return sealed_files.opened(io.BytesIO(kept), purpose)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 5])
def test_what_was_sealed_is_read_again_whole_and_from_any_place(size):
    content = os.urandom(size)
    with opened(sealed(content)) as file:
        assert file.seek(0, os.SEEK_END) == size
        file.seek(0)
        assert file.read() == content
        for place in (0, size // 2, max(size - 3, 0), PIECE - 2, size + 9):
            file.seek(place)
            assert file.read(7) == content[place : place + 7]


def test_nothing_of_it_stands_in_the_file():
    kept = sealed(CANARY * 3)
    assert CANARY not in kept and kept != sealed(CANARY * 3)


def _without_last_piece(kept: bytes) -> bytes:
    return kept[: -(5 + sealing.TAG_BYTES)]


def _exchanged(kept: bytes) -> bytes:
    start = len(kept) - 2 * WHOLE - 5 - sealing.TAG_BYTES
    first, second = kept[start : start + WHOLE], kept[start + WHOLE : start + 2 * WHOLE]
    return kept[:start] + second + first + kept[start + 2 * WHOLE :]


@pytest.mark.parametrize(
    "change",
    [
        _without_last_piece,
        _exchanged,
        lambda kept: kept[:-1],
        lambda kept: kept + b"x",
        lambda kept: kept[:-1] + bytes([kept[-1] ^ 1]),
        lambda kept: kept.replace(b".aesgcm\n", b".sm4gcm\n"),
    ],
)
def test_it_does_not_open_changed(change):
    kept = sealed(os.urandom(2 * PIECE + 5))
    with pytest.raises(InvalidTag), opened(change(kept)) as file:
        file.read()


def test_it_does_not_open_in_the_place_of_another():
    with pytest.raises(InvalidTag):
        opened(sealed(b"x"), "file b")


def test_it_says_which_key_is_gone_and_what_was_never_sealed(settings):
    kept = sealed(b"x")
    with pytest.raises(sealed_files.NotSealed):
        opened(b"%PDF-1.7")
    settings.FIELD_KEYS = {"other": "x" * 40}
    with pytest.raises(sealing.KeyGone, match="demo"):
        opened(kept)


def test_a_file_in_clear_or_under_an_old_key_is_sealed_anew(settings, tmp_path):
    path, content = tmp_path / "one", CANARY * 100_000
    path.write_bytes(content)
    assert sealed_files.key_of(path) == "" and sealed_files.at_rest(path, "p", in_clear=True).read() == content
    for keys, cipher in (({"old": "o" * 40}, "aesgcm"), ({"new": "n" * 40, "old": "o" * 40}, "sm4gcm")):
        settings.FIELD_KEYS, settings.FIELD_CIPHER = keys, cipher
        assert [sealed_files.seal_again(path, "p", in_clear=True) for _ in range(2)] == [True, False]
        assert sealed_files.key_of(path) == f"{next(iter(keys))}.{cipher}"
    settings.FIELD_KEYS = {"new": "n" * 40}
    with sealed_files.at_rest(path, "p") as file:
        assert file.read() == content
    assert CANARY not in path.read_bytes() and list(tmp_path.iterdir()) == [path]
