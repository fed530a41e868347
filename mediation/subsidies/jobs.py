"""The payment list of a month in Excel."""

from datetime import date

from django.utils import timezone

from governance.cases.lists.job_notices import tell_owner
from governance.jobs import files, registry, spreadsheets
from governance.jobs.made import Made
from governance.jobs.models import Job
from governance.jobs.work import JobRefused, Progress
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..casefiles import effects as casefile
from . import effects as subsidy
from . import payments

EXPORT = "mediation.subsidies"


COLUMNS = (
    spreadsheets.Column("案件编号", 16),
    spreadsheets.Column("卷号", 24),
    spreadsheets.Column("纠纷", 40),
    spreadsheets.Column("等级", 10),
    spreadsheets.Column("调解组织", 30),
    spreadsheets.Column("调解员", 12),
    spreadsheets.Column("归档日期", 12, of_days=True),
    spreadsheets.Column("金额（元）", 12),
    spreadsheets.Column("状态", 10),
    spreadsheets.Column("发放日期", 12, of_days=True),
)


def export_subsidies(job: Job, progress: Progress) -> None:
    """The payment list of a month lies ready, by what its owner may see at this moment."""
    now = timezone.now()
    month = date.fromisoformat(job.params["month"])
    if not job.owner.is_active or not payments.may_open(job.owner):
        raise JobRefused("您的岗位已没有这项权限。")
    rows = payments.of_month(job.owner, month)
    progress(0, len(rows), "正在导出")
    made = Made(len(COLUMNS))
    with files.new_file(".xlsx") as (part, name):
        spreadsheets.write_ledger(
            part,
            name=f"{month:%Y-%m}",
            columns=COLUMNS,
            rows=made.rows(rows, _cells, lambda row: row.track.number),
            total=len(rows),
            title=f"以案定补发放表 {month:%Y-%m}",
            note=f"合计 {subsidy.total_of(rows):,.2f} 元，{spreadsheets.made_by(job.owner, now)}",
            numbered=True,
            said=progress,
        )
    progress(len(rows))
    progress.deliver(path=name, name=f"以案定补发放表 {month:%Y-%m}.xlsx", rows=len(rows))
    progress.message = made.said()
    record(
        AccessRecord.Verb.EXPORT, actor=job.owner, at=now, subject=f"以案定补发放表 {month:%Y-%m}，共 {len(rows)} 行"
    )


def _cells(row) -> tuple:
    track = row.track
    return (
        track.number,
        casefile.number_text(track, casefile.file_of(track)),
        track.title,
        row.dispute.get_grade_display(),
        track.lead_unit.name,
        row.mediator.name,
        casefile.file_of(track).filed_on,
        row.amount,
        row.get_state_display(),
        row.paid_on,
    )


KIND = registry.JobKind(EXPORT, "导出以案定补发放表", export_subsidies, unit="件", ended=tell_owner)
