"""What is being written, page by page: kept on the server under a key that only the browser has."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse

from governance.cases.files import attachments, storage
from governance.frame.refusals import FactMissing, Refusal
from governance.frame.seals.sealing import KeyGone
from governance.jobs.archives import MEGABYTE
from governance.organisation.retention import kept

from . import cookies
from .models import Draft, DraftFile

# How long the last page is shown to the browser that sent it: it holds the code.
SHOWN = timedelta(minutes=30)
MOST_FILES = 9
LARGEST_FILE = 20 * MEGABYTE
# All that waits unsent together: what strangers hand in must not fill the disk of the office.
MOST_WAITING = 20_000 * MEGABYTE
FULL = "现在网上收不下更多的文件，没有上传。文字可以照常提交，材料请以后补充，或者带到窗口。"


@cache
def lasts() -> timedelta:
    """How long what nobody sent is kept, as the page about people's data says: so long a browser finds it again."""
    return kept("citizen_drafts").length or timedelta()


def of(request: HttpRequest, kind: str, at: datetime) -> Draft | None:
    """What this browser is writing of that kind, if it has begun and its hours are not over."""
    try:
        key = UUID(signing.loads(request.COOKIES.get(_cookie(kind), ""), salt=_cookie(kind), max_age=lasts()))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    draft = Draft.objects.filter(pk=key, kind=kind, changed_at__gt=at - lasts()).first()
    return draft if draft and _opens(draft) else None


def _opens(draft: Draft) -> bool:
    """False where the key has gone out of use within the hours of the draft."""
    try:
        draft.told  # noqa: B018
    except (InvalidTag, KeyGone):
        return False
    return True


def told(draft: Draft | None) -> dict[str, Any]:
    """What was written so far, by page."""
    return json.loads(draft.told) if draft else {}


def write(draft: Draft | None, kind: str, page: str, said: dict[str, Any], *, at: datetime) -> Draft:
    """The page stands in the draft, beside those that were written before."""
    with transaction.atomic():
        return write_all(draft, kind, told(open_draft(draft) if draft else None) | {page: said}, at=at)


def write_all(draft: Draft | None, kind: str, said: dict[str, Any], *, at: datetime) -> Draft:
    """The draft holds this and nothing else; it is begun with it. Raises Refusal where it has been sent meanwhile."""
    with transaction.atomic():
        held = open_draft(draft) if draft else Draft(kind=kind)
        held.told, held.changed_at = json.dumps(said, ensure_ascii=False), at
        held.save()
    return held


def open_draft(draft: Draft) -> Draft:
    """The draft, locked; raises Refusal where it was sent or given up."""
    held = Draft.objects.select_for_update().filter(pk=draft.pk, case=None).first()
    if held is None:
        raise Refusal("这一份已经提交，没有再办一遍。要再办一件，请重新开始。")
    return held


def attach(draft: Draft, uploads: Iterable[UploadedFile]) -> None:
    """Each good file waits in the draft; raises FactMissing with a sentence for all that are not taken."""
    wrong = []
    for upload in uploads:
        if _waiting() + (upload.size or 0) > MOST_WAITING:
            wrong.append(FULL)
            break
        with transaction.atomic():
            held = open_draft(draft)
            if held.files.count() >= MOST_FILES:
                wrong.append(f"最多 {MOST_FILES} 个文件，其余的没有上传，可以以后补充。")
                break
            try:
                if (upload.size or 0) > LARGEST_FILE:
                    raise attachments.AttachmentRefused(
                        f"“{attachments.clean_name(upload.name)}”没有上传：文件超过 {LARGEST_FILE // MEGABYTE} MB。"
                    )
                held.files.create(**asdict(attachments.take(upload)))
            except attachments.AttachmentRefused as refusal:
                wrong.append(refusal.sentence)
    if wrong:
        raise FactMissing({"files": " ".join(wrong)})


def _waiting() -> int:
    return DraftFile.objects.aggregate(size=Coalesce(Sum("size"), 0))["size"]


def detach(draft: Draft, keys: Iterable[str]) -> None:
    """These files wait no more."""
    wanted = [key for key in keys if key.isdecimal() and len(key) < 19]
    with transaction.atomic():
        _remove(open_draft(draft).files.filter(pk__in=wanted))


def taken(draft: Draft) -> list[attachments.Taken]:
    """The files that wait, as the verb takes them that registers."""
    columns = ("name", "content_type", "size", "sha256", "path")
    return [attachments.Taken(*row) for row in draft.files.values_list(*columns)]


def sent(request: HttpRequest, kind: str, at: datetime) -> dict[str, Any] | None:
    """What the last page of this browser says, for half an hour after it was sent."""
    draft = of(request, kind, at)
    fresh = draft is not None and draft.case_id is not None and at - draft.changed_at <= SHOWN
    return told(draft) if fresh else None


def finish(draft: Draft, case, left: dict[str, Any]) -> None:
    """The draft has become the case: what was typed is there, and here is only what the last page says."""
    draft.files.all().delete()
    draft.case_id, draft.told = case.pk, json.dumps(left)
    draft.save(update_fields=["case", "told_sealed"])


def end(draft: Draft) -> None:
    """What was written stands elsewhere, with its files: nothing of it is left here."""
    draft.files.all().delete()
    draft.delete()


def remember(response: HttpResponse, draft: Draft) -> HttpResponse:
    """The browser has the key."""
    return cookies.give(response, _cookie(draft.kind), draft.pk.hex, lasts())


def leave(response: HttpResponse, kind: str) -> HttpResponse:
    """The browser has the key no more: what comes next is another draft."""
    return cookies.take(response, _cookie(kind))


@transaction.atomic
def forget_before(moment: datetime) -> int:
    """What was written last before that moment is gone with its files; says how many of them were never sent."""
    due = Draft.objects.select_for_update().filter(changed_at__lt=moment)
    keys = list(due.values_list("pk", flat=True))
    unsent = Draft.objects.filter(pk__in=keys, case=None).count()
    _remove(DraftFile.objects.filter(draft__in=keys))
    Draft.objects.filter(pk__in=keys).delete()
    return unsent


def _remove(files) -> None:
    for path in list(files.values_list("path", flat=True)):
        transaction.on_commit(partial(storage.remove, path))
    files.delete()


def _cookie(kind: str) -> str:
    return f"draft_{kind}"
