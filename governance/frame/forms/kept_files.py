"""Files of a form that came back to be corrected: like what was typed, they need not be chosen again.

They wait sealed, for a day, for the same person, and are named on the page as ticks of ``kept``. Whatever page comes
back with a field for files keeps them; no view has to do anything. So they do where the login had ended before the form
was sent.
"""

import logging
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from ..models import KeptFile
from ..seals import sealed_files, sealing

logger = logging.getLogger(__name__)
NAME = "kept"
KEPT = timedelta(days=1)
# Of one person at a time; the oldest go first.
MOST = 20
NAME_LENGTH = 200


class KeptFilesMiddleware:
    """What a form names under ``kept`` is among its files as if it had been chosen again; once taken, it is gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirect):
            claimed = [each.pk for each in _kept_of(request).values()]
            if claimed:
                _forget(KeptFile.objects.filter(pk__in=claimed))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """The files are put back before anything looks at them."""
        if request.method != "POST" or not request.user.is_authenticated or NAME not in request.POST:
            return
        mine = _mine(request, [pk for word in request.POST.getlist(NAME)[:MOST] if (pk := _pk(word))])
        for row in mine:
            upload = _opened(row)
            if upload is not None:
                request.FILES.appendlist(row.field, upload)
                _kept_of(request)[id(upload)] = row


def keep_aside(request: HttpRequest, field: str, owner: int | None = None) -> list[KeptFile]:
    """The files of the field that came with this form wait from now on; each that waits already goes on waiting.

    Of somebody who is not logged in any more ``owner`` says who that was.
    """
    owner = request.user.pk or owner
    if request.method != "POST" or owner is None:
        return []
    kept = _kept_of(request)
    uploads = [each for each in request.FILES.getlist(field) if not getattr(each, "left_out", False)]
    for upload in uploads[:MOST]:
        if id(upload) not in kept:
            kept[id(upload)] = _keep(owner, field, upload)
    return [kept[id(upload)] for upload in uploads[:MOST]]


def keep_all(request: HttpRequest, owner: int | None) -> list[str]:
    """Every file that came with this form waits for that person; their ticks, and those of what waited before."""
    rows = [row for field in request.FILES for row in keep_aside(request, field, owner)]
    return list(dict.fromkeys([*(str(row.pk) for row in rows), *request.POST.getlist(NAME)]))


def forget_of(user: Any) -> None:
    """Nothing waits for the person any more."""
    _forget(KeptFile.objects.filter(user=user))


def leave_out(upload: UploadedFile) -> None:
    """The file was refused: it does not wait to be refused again."""
    told: Any = upload
    told.left_out = True


def forget_before(moment: datetime) -> int:
    """What has waited since before that moment is gone, and so is a file of which nobody knows; says how many rows."""
    count = _forget(KeptFile.objects.filter(at__lt=moment))
    known = {row.hex for row in KeptFile.objects.values_list("pk", flat=True)}
    for path in _root().glob("*"):
        if path.name not in known and path.stat().st_mtime < moment.timestamp():
            path.unlink(missing_ok=True)
    return count


def _root() -> Path:
    return Path(settings.JOB_ROOT) / "kept"


def _kept_of(request: HttpRequest) -> dict[int, KeptFile]:
    """The files of this request that wait, by the identity of the upload."""
    told: Any = request
    if not hasattr(told, "kept_files"):
        told.kept_files = {}
    return told.kept_files


def _mine(request: HttpRequest, pks: list[UUID]) -> list[KeptFile]:
    """Those of them that wait for this person."""
    since = timezone.now() - KEPT
    told: Any = request.user
    return list(KeptFile.objects.filter(pk__in=pks, user=told, at__gte=since))


def _pk(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None


def _keep(owner: int, field: str, upload: UploadedFile) -> KeptFile:
    row = KeptFile(user_id=owner, field=field, size=upload.size or 0, at=timezone.now())
    row.name = (upload.name or "")[-NAME_LENGTH:]
    root = _root()
    root.mkdir(mode=0o750, parents=True, exist_ok=True)
    upload.seek(0)
    with transaction.atomic(), (root / row.pk.hex).open("xb") as target:
        row.save(force_insert=True)
        for chunk in sealed_files.sealed(upload.chunks(), row.purpose):
            target.write(chunk)
    older = KeptFile.objects.filter(user=owner).order_by("-at").values_list("pk", flat=True)[MOST:]
    _forget(KeptFile.objects.filter(pk__in=list(older)))
    return row


def _opened(row: KeptFile) -> UploadedFile | None:
    """The file as it was sent; None where it is not there, or not what was kept."""
    try:
        upload = TemporaryUploadedFile(row.name, "application/octet-stream", row.size, None)
        with (_root() / row.pk.hex).open("rb") as source:
            shutil.copyfileobj(sealed_files.opened(source, row.purpose), upload, sealed_files.PIECE)
    except (OSError, ValueError, InvalidTag, sealing.KeyGone):
        logger.exception("a file that was kept aside does not open")
        return None
    upload.seek(0)
    return upload


def _forget(rows: Any) -> int:
    """Rows and files are gone."""
    pks = list(rows.values_list("pk", flat=True))
    for pk in pks:
        (_root() / pk.hex).unlink(missing_ok=True)
    return KeptFile.objects.filter(pk__in=pks).delete()[0]
