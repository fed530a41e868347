"""Jobs as the screen shows them: small objects of finished strings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from governance.frame.days import minute_text

from . import registry
from .models import Job

# Whoever waits for a file gets it when it is there; whoever comes back later takes it themselves.
JUST_NOW = timedelta(seconds=20)


@dataclass(frozen=True)
class JobRow:
    """One job; ``text`` says in words where it stands."""

    url: str
    title: str
    state: str
    text: str
    asked: str
    running: bool
    done: int
    total: int
    result_url: str
    result_text: str
    comes_by_itself: bool
    cancel_url: str
    page_url: str
    page_text: str


def row_of(job: Job, now: datetime) -> JobRow:
    """The job in finished words; the file is offered only while it is kept."""
    ready = bool(job.result_path and job.expires_at and job.expires_at > now)
    kind = registry.kind_of(job)
    return JobRow(
        url=reverse("job", args=[job.pk]),
        title=kind.label,
        state=job.get_state_display(),
        text=_text(job, ready),
        asked=_moment(job.created_at),
        running=job.is_active,
        done=job.done,
        total=job.total or 0,
        result_url=reverse("job-file", args=[job.pk]) if ready else "",
        result_text=f"下载 {job.result_name}" if ready else "",
        comes_by_itself=ready and bool(job.finished_at and now - job.finished_at < JUST_NOW),
        cancel_url=reverse("job-cancel", args=[job.pk]) if job.is_active else "",
        page_url=kind.page(job) if kind.page and not job.is_active else "",
        page_text=_page_text(job),
    )


def _page_text(job: Job) -> str:
    """What the page of an ended job is for: what came of it, what was wrong, or asking for it again."""
    if job.state == Job.State.DONE:
        return "查看结果"
    return "查看有问题的行" if job.report.get("faults") else "重新办理"


def _text(job: Job, ready: bool) -> str:
    if job.state == Job.State.WAITING:
        return "正在排队，很快开始。"
    if job.state == Job.State.RUNNING:
        unit = registry.kind_of(job).unit
        figure = f"{job.done:,} / {job.total:,} {unit}" if job.total else f"{job.done:,} {unit}"
        return f"{job.message or '已处理'} {figure}"
    if job.state == Job.State.DONE and job.result_name:
        size = f"共 {job.result_rows:,} {registry.kind_of(job).counts}，{_size(job.result_size or 0)}"
        kept = (
            f"保留到 {_moment(job.expires_at)}。"
            if ready and job.expires_at
            else "文件已过保留期，已删除，需要时请重新办理。"
        )
        return f"{job.message}{job.result_name} {size}，{kept}"
    return job.message or job.get_state_display()


def _moment(at: datetime) -> str:
    return minute_text(at)


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"
