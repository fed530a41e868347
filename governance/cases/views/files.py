"""Attachments and papers: handed out through the access door only, each download recorded."""

from urllib.parse import quote

from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.organisation.entrance import client_ip
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from .. import access, storage

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def attachment(request, number: str, pk: int):
    """The stored file as a download under its own name."""
    case = access.case_for(request.user, number)
    file = case.attachments.filter(pk=pk).first()
    if file is None:
        raise Http404("没有这个附件。")
    return _download(request, case, file.path, file.name, file.content_type)


@require_safe
def paper(request, number: str, pk: int):
    """The issued paper as the Word file that was kept."""
    case = access.case_for(request.user, number)
    found = case.papers.filter(pk=pk).first()
    if found is None:
        raise Http404("没有这份文书。")
    return _download(request, case, found.path, f"{found.title} {found.number}.docx", WORD)


def _download(request, case, path: str, name: str, content_type: str) -> FileResponse:
    try:
        file = storage.located(path)
    except storage.FileGone as gone:
        raise Http404("文件不在存放处，请联系系统管理员。") from gone
    record(
        AccessRecord.Verb.DOWNLOAD,
        actor=request.user,
        at=timezone.now(),
        subject=case.number,
        reason=name,
        ip=client_ip(request),
    )
    response = FileResponse(file.open("rb"), content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
