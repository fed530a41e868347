"""A call that is made twice is done once: its caller gives it a key, and the same key gets the same answer."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from governance.frame.refusals import FactMissing, Refusal

from .models import Asked, Partner

HEADER = "Idempotency-Key"
LONGEST = 64


class KeyTaken(Refusal):
    """The key was given to another call before."""


@transaction.atomic
def once(
    partner: Partner, key: str, asked: Any, do: Callable[[], dict[str, Any]], *, at: datetime
) -> tuple[dict[str, Any], bool]:
    """What was answered to this call, and whether it was done now; two at the same moment wait for each other.

    Raises FactMissing without a key, and KeyTaken where another call had it. What is refused leaves nothing behind.
    """
    if not 8 <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise FactMissing({HEADER: f"请在请求头 {HEADER} 里给出这次调用的标识，8 到 {LONGEST} 个字母、数字。"})
    written = json.dumps(asked, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(written.encode()).hexdigest()
    row, is_new = Asked.objects.get_or_create(partner=partner, key=key, defaults={"digest": digest, "at": at})
    if row.digest != digest:
        raise KeyTaken(f"这个 {HEADER} 已经用于另一次调用，没有办理。新的调用请用新的标识。")
    if not is_new:
        return json.loads(row.answer), False
    answer = do()
    row.answer = json.dumps(answer, ensure_ascii=False)
    row.save(update_fields=["answer_sealed"])
    return answer, True


def forget_before(moment: datetime) -> int:
    """What was answered before that moment is remembered no more; says how many answers went."""
    return Asked.objects.filter(at__lt=moment).delete()[0]
