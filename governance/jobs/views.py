"""My jobs: where they stand, their files, and how to stop one. Each job is its owner's alone."""

from pathlib import Path
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from governance.frame.pages.parts import PartRequest
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from . import files, registry, work
from .models import Job
from .rows import row_of

LISTED = 50
CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
    ".pdf": "application/pdf",
}


@never_cache
@login_required
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """The person's last jobs, newest first."""
    now = timezone.now()
    rows = [row_of(job, now) for job in work.jobs_of(request.user)[:LISTED]]
    return render(request, "jobs/list.html", {"title": "导入导出", "rows": rows})


@never_cache
@login_required
@require_safe
def job(request: PartRequest, pk: int) -> HttpResponse:
    """One job with its progress; asked by htmx, only the part that changes."""
    row = row_of(_own(request, pk), timezone.now())
    template = "jobs/_job.html" if request.htmx else "jobs/detail.html"
    return render(request, template, {"title": row.title, "job": row})


@never_cache
@login_required
@require_safe
def job_file(request: HttpRequest, pk: int) -> FileResponse:
    """The result as a download, recorded; 404 once its time is over."""
    found, now = _own(request, pk), timezone.now()
    if not found.result_path or not found.expires_at or found.expires_at <= now:
        raise Http404("文件已过保留期。")
    try:
        stream = files.opened(found.result_path)
    except FileNotFoundError as error:
        raise Http404("文件已过保留期。") from error
    kind = registry.kind_of(found)
    record(
        AccessRecord.Verb.DOWNLOAD,
        subject=f"{kind.label} 任务 {found.pk}",
        reason=f"{found.result_name}，共 {found.result_rows} {kind.counts}",
        **acting(request, now),
    )
    response = FileResponse(
        stream, content_type=CONTENT_TYPES.get(Path(found.result_path).suffix, "application/octet-stream")
    )
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.result_name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The job is stopped, unless it had ended."""
    if work.cancel(_own(request, pk), at=timezone.now()):
        messages.success(request, "任务已取消。")
    else:
        messages.info(request, "任务已经结束，不用取消。")
    return redirect("job", pk=pk)


def _own(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(work.jobs_of(request.user), pk=pk)
