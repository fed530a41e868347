"""Attachments and papers: handed out through the access door only, each download recorded."""

import logging
from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import minute_text
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from .. import access
from ..access import veil
from ..binding import marks
from ..binding.masking import masked, masks_of
from ..models import Paper
from . import pictures, storage

logger = logging.getLogger(__name__)
# Sent at a time.
BLOCK = 64 * 1024
WORD = marks.WORD


@require_safe
def attachment(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """The stored file as a download under its own name."""
    case = access.case_for(request.user, number)
    file = case.attachments.select_related("event").filter(pk=pk).first()
    if file is None or _is_closed(request, case, file.event):
        raise Http404("没有这个附件。")
    return _of_case(request, case, file.path, file.name, file.content_type)


@require_safe
def picture(request: HttpRequest, number: str, pk: int, size: str) -> HttpResponseBase:
    """An attached photo in the page, or larger by itself, which stands in the record as opened."""
    case = access.case_for(request.user, number)
    file = case.attachments.select_related("event").filter(pk=pk, content_type__in=pictures.SHOWN).first()
    if file is None or size not in pictures.SIZES or _is_closed(request, case, file.event):
        raise Http404("没有这张图片。")
    try:
        shown = pictures.scaled(file.path, size)
    except storage.FileGone as gone:
        raise Http404("文件不在存放处。") from gone
    if size == "large" and case.is_restricted:
        shown = marks.marked(BytesIO(shown), "image/jpeg", _taken_by(request)) or shown
    response = HttpResponse(shown)
    if size == "large" and request.method == "GET":
        said = "" if case.is_restricted else file.name
        subject = access.named_in_records(case)
        record(AccessRecord.Verb.OPEN, subject=subject, reason=said, **acting(request))
    sealed_off(response, file.name, "image/jpeg")
    response["Content-Disposition"] = "inline"
    return response


@require_safe
def paper(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """The issued paper as the Word file that was kept; for onlookers with its people masked."""
    case = access.case_for(request.user, number)
    found = readable_paper(request, case, pk)
    masks = masks_for(request, case)
    return _of_case(request, case, found.path, f"{found.title} {found.number}.docx", WORD, noted=True, masks=masks)


def masks_for(request: HttpRequest, case) -> dict[str, str]:
    """How the people in a paper of the case are said to this person, who may see it and not who they are."""
    return {} if access.may_see_names(request.user, case) else masks_of(case)


def readable_paper(request: HttpRequest, case, pk: int) -> Paper:
    """The paper of the case, if this person may read it; Http404 otherwise."""
    found = case.papers.select_related("event").filter(pk=pk).first()
    if found is None or _is_closed(request, case, found.event) or veil.names_hidden(found, case, request.user):
        raise Http404("没有这份文书。")
    return found


def _of_case(
    request: HttpRequest,
    case,
    path: str,
    name: str,
    content_type: str,
    *,
    noted: bool = False,
    masks: dict[str, str] | None = None,
) -> HttpResponseBase:
    """The download of a file of the case; of a restricted one the record does not say what it is called, and the copy
    says who took it, in its properties alone where it is only ``noted``, with what is masked under ``masks``."""

    def copied(file: BinaryIO) -> bytes | None:
        source = masked(file, masks or {})
        if not case.is_restricted:
            return source.read() if masks else None
        line = _taken_by(request)
        return marks.noted(source, line) if noted else marks.marked(source, content_type, line)

    said = "" if case.is_restricted else None
    return handed_out(request, access.named_in_records(case), path, name, content_type, said=said, mark=copied)


def _taken_by(request: HttpRequest) -> str:
    return marks.taken_by(acting(request)["actor"].name, minute_text(timezone.now()))


def _is_closed(request: HttpRequest, case, event) -> bool:
    """True if it belongs to a private step of which this person may read nothing."""
    return event is not None and event.is_private and not access.may_read_within(request.user, case)


def handed_out(
    request: HttpRequest,
    subject: str,
    path: str,
    name: str,
    content_type: str,
    *,
    said: str | None = None,
    by: dict[str, Any] | None = None,
    mark: Callable[[BinaryIO], bytes | None] | None = None,
) -> HttpResponseBase:
    """The download, recorded under what it belongs to with its name or what is ``said`` of it; it changes nothing.

    ``by`` says who it was, where nobody is logged in; ``mark`` makes a copy for them, or none. Raises Http404
    if the file is not there.
    """
    response = given_out(path, name, content_type, mark=mark)
    if request.method == "GET":
        record(
            AccessRecord.Verb.DOWNLOAD,
            subject=subject,
            reason=name if said is None else said,
            **(by or acting(request)),
        )
    return response


def given_out(
    path: str, name: str, content_type: str, *, mark: Callable[[BinaryIO], bytes | None] | None = None
) -> HttpResponseBase:
    """The download of a file that everybody may have, and that nobody's record says; Http404 if it is not there."""
    try:
        file = storage.opened(path)
    except storage.FileGone as gone:
        logger.error("stored file %s is not there", path)
        raise Http404("文件不在存放处。") from gone
    copy = mark(file) if mark else None
    if copy is not None:
        file.close()
        return sealed_off(HttpResponse(copy), name, content_type)
    file.seek(0)
    body = FileResponse(file)
    body.block_size = BLOCK
    return sealed_off(body, name, content_type)


def sealed_off(response: HttpResponseBase, name: str, content_type: str) -> HttpResponseBase:
    """The browser saves the file under its name, keeps no copy, and runs nothing in it should it be opened."""
    response["Content-Type"] = content_type
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response
