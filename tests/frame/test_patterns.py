"""What looks for something in foreign text takes no longer than the text is long, however it is written."""

import importlib
import pkgutil
import re
import time
from pathlib import Path

from django.conf import settings

LENGTH = 3000
# A pattern that begins anew at every sign takes some tens of milliseconds at this length; a sound one a tenth of one.
SECONDS = 0.02
PIECES = (
    *(" ", "\n", "\n ", "\t", "<", "<a", "<script>", "a", "1", ".", "1.", "1,", "(", "（", "（a", "日", "1日"),
    *(
        "1月1日",
        "2026年1月1日放假",
        "a@a.",
        "-",
        "1-",
        "1234567-1",
        "一、",
        "、",
        "/embeddings/",
        "不写",
        "群众",
        "积分",
    ),
    *('="', 'r="', "<c r", "=", "[", "|", "%", "AA2026-123456 ", "转", "13812345678", "甲", " 甲", "·", "甲·", "甲 · "),
)


VERBS = {"sub": "findall", "finditer": "findall", "split": "findall"}


def patterns() -> dict[re.Pattern, tuple[str, set[str]]]:
    """Every pattern that a module keeps, what it is called and what is done with it."""
    found: dict[re.Pattern, tuple[str, set[str]]] = {}
    for app in ("governance", *settings.LINES):
        for each in pkgutil.walk_packages(importlib.import_module(app).__path__, f"{app}."):
            if ".migrations" in each.name:
                continue
            module = importlib.import_module(each.name)
            source = Path(module.__file__).read_text(encoding="utf-8") if module.__file__ else ""
            for name, pattern in vars(module).items():
                if isinstance(pattern, re.Pattern):
                    used = re.findall(rf"\b{name}\.(match|fullmatch|search|findall|finditer|sub|split)\b", source)
                    _, verbs = found.setdefault(pattern, (f"{each.name}.{name}", set()))
                    verbs.update(VERBS.get(verb, verb) for verb in used)
    return found


def seconds(pattern: re.Pattern, verb: str, piece: str) -> float:
    """How long it takes with so much of one piece, and with a sign behind it that does not fit."""
    text = (piece * LENGTH)[:LENGTH] + "!"
    began = time.process_time()
    getattr(pattern, verb)(text.encode() if isinstance(pattern.pattern, bytes) else text)
    return time.process_time() - began


def test_no_pattern_takes_longer_than_the_text_is_long():
    known = patterns()
    slow = [
        f"{name} {verb} {piece!r}"
        for pattern, (name, verbs) in known.items()
        for verb in verbs
        for piece in PIECES
        if min(seconds(pattern, verb, piece) for _ in range(2)) > SECONDS
    ]
    assert slow == [] and len(known) > 60
