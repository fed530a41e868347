"""The long work of petitions: the check of a file of messages, and its import."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from governance.cases.lists.job_notices import tell_owner
from governance.frame.days import office_day
from governance.jobs import files, handed_in, registry, spreadsheets
from governance.jobs.models import Job
from governance.jobs.work import JobRefused, Progress, owner_standing
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from .. import reference
from ..models import Petition
from . import checking, importing
from .naming import namings, said_of

CHECK, LOAD = "petitions.check", "petitions.load"
SHOWN_ROWS = 10
FAULT_COLUMNS = (
    spreadsheets.Column("行", 8),
    spreadsheets.Column("列", 12),
    spreadsheets.Column("问题", 60),
)


def check_messages(job: Job, progress: Progress) -> None:
    """The report says what the file holds and what is wrong with it; all faults lie ready as a table."""
    now = timezone.now()
    owner_standing(job, now, "cases.import_case")
    checked = _checked(job, now)
    numbers = [message.number for message in checked.good]
    progress.report = {
        "read": checked.read,
        "good": len(checked.good),
        "bad": checked.bad_rows,
        "known": Petition.objects.filter(source_number__in=numbers).count(),
        "faults": handed_in.shown(checked.faults),
        "faults_total": len(checked.faults),
        "rows": [_shown(message) for message in checked.good[:SHOWN_ROWS]],
        "asked": [naming.as_dict() for naming in namings(checked.good, office_day(now)).values()],
    }
    progress.message = f"读取 {checked.read} 行，{checked.bad_rows} 行有问题，可以导入 {len(checked.good)} 行。"
    progress(checked.read, checked.read)
    if checked.faults:
        with files.new_file(".xlsx") as (part, name):
            rows = [(fault.line, fault.column, fault.reason) for fault in checked.faults]
            told: dict[str, Any] = {"rows": rows, "total": len(rows), "note": spreadsheets.made_by(job.owner, now)}
            spreadsheets.write_ledger(part, name="问题清单", columns=FAULT_COLUMNS, **told)
        progress.deliver(path=name, name="问题清单.xlsx", rows=len(checked.faults))


def _shown(message: checking.Message) -> dict:
    """A row of the preview."""
    return {
        "line": message.line,
        "number": message.number,
        "subject": message.subject,
        "sent": f"{office_day(message.sent_at)}",
        "replied": _reply_text(message),
        "category": message.category or "未分类",
    }


def _reply_text(message: checking.Message) -> str:
    """2019-03-20，第 15 日"""
    if message.replied_at is None:
        return "未答复"
    return f"{office_day(message.replied_at)}，{f'第 {message.days} 日' if message.days else '当日'}"


def load_messages(job: Job, progress: Progress) -> None:
    """Every good row of the file is a petition, if it accuses nobody or it was said whether it does; run again after a
    fall, it goes on where it stood."""
    now = timezone.now()
    owner_standing(job, now, "cases.import_case")
    checked = _checked(job, now)
    if checked.faults and not job.params.get("skip_bad"):
        raise JobRefused(f"{checked.bad_rows} 行有问题，没有导入任何内容。")
    result = importing.load(
        checked,
        into=importing.office(),
        now=now,
        by=job.owner,
        answers=said_of(job.params.get("answers", {})),
        said=lambda done, total: progress(done, total, "正在导入"),
    )
    progress.report = result.as_dict()
    progress.message = "，".join([*result.lines(), *result.asides()]) + "。"
    record(AccessRecord.Verb.IMPORT, actor=job.owner, at=now, subject="信访件", reason="；".join(result.lines()))


def _checked(job: Job, now) -> checking.Checked:
    return checking.check(handed_in.rows_of(job, checking.COLUMNS), categories=reference.first_level(), now=now)


def preview_page(job: Job) -> str:
    """Where a checked file is looked at and confirmed."""
    return reverse("petitions:import-preview", args=[job.pk]) if job.state == Job.State.DONE else ""


def list_page(job: Job) -> str:
    """Where the imported petitions stand."""
    return reverse("petitions:list") if job.state == Job.State.DONE else ""


KINDS = (
    registry.JobKind(CHECK, "检查留言文件", check_messages, unit="行", page=preview_page),
    registry.JobKind(LOAD, "导入留言", load_messages, unit="行", page=list_page, ended=tell_owner),
)
