"""The long work of files: binding one into a PDF, and the payment list of a month in Excel."""

from datetime import date

from django.http import Http404
from django.utils import timezone

from governance.cases import access, binding
from governance.cases.job_notices import tell_owner
from governance.cases.refusals import StepNotAllowed
from governance.jobs import files, registry, spreadsheets
from governance.jobs.work import JobRefused
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from . import casefile, payments, subsidy, volumes

BIND, EXPORT = "mediation.bind", "mediation.subsidies"
COLUMNS = (
    spreadsheets.Column("案件编号", 16),
    spreadsheets.Column("卷号", 24),
    spreadsheets.Column("纠纷", 40),
    spreadsheets.Column("等级", 10),
    spreadsheets.Column("调解组织", 30),
    spreadsheets.Column("调解员", 12),
    spreadsheets.Column("归档日期", 12),
    spreadsheets.Column("金额（元）", 12),
    spreadsheets.Column("状态", 10),
    spreadsheets.Column("发放日期", 12),
)


def bind_volume(job, progress) -> None:
    """The volume lies ready for its owner, who still belongs to the people of the case at this moment."""
    now = timezone.now()
    number, what = job.params["number"], job.params["what"]
    try:
        track = access.case_for(job.owner, number).own
        if not job.owner.is_active or not access.may_read_within(job.owner, track):
            raise StepNotAllowed("")
    except (Http404, StepNotAllowed) as error:
        raise JobRefused("您的岗位已不能查阅这件调解的材料。") from error
    volume = volumes.MAKERS[what](track, on=timezone.localdate(now))
    total = len(volume.entries)
    progress(0, total, "正在合订")
    with files.new_file(".pdf") as (part, name):
        bound = binding.bind(part, volume.cover, volume.entries, volume.back, said=lambda done: progress(done, total))
    progress.message = f"有 {len(bound.slips)} 份材料没有印成纸页，以说明页代替。" if bound.slips else ""
    progress.deliver(path=name, name=volume.name, rows=bound.pages)
    record(
        AccessRecord.Verb.PRINT, actor=job.owner, at=now, subject=number, reason=f"{volume.name}，共 {bound.pages} 页"
    )


def export_subsidies(job, progress) -> None:
    """The payment list of a month lies ready, by what its owner may see at this moment."""
    now = timezone.now()
    month = date.fromisoformat(job.params["month"])
    if not job.owner.is_active or not payments.may_open(job.owner):
        raise JobRefused("您的岗位已没有这项权限。")
    rows = payments.of_month(job.owner, month)
    progress(0, len(rows), "正在导出")
    with files.new_file(".xlsx") as (part, name):
        spreadsheets.write_ledger(
            part,
            name=f"{month:%Y-%m}",
            columns=COLUMNS,
            rows=(_cells(row) for row in rows),
            total=len(rows),
            note=f"合计 {subsidy.total_of(rows):,.2f} 元，{job.owner.name} {timezone.localtime(now):%Y-%m-%d} 导出",
            said=progress,
        )
    progress(len(rows))
    progress.deliver(path=name, name=f"以案定补发放表 {month:%Y-%m}.xlsx", rows=len(rows))
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


KINDS = (
    registry.Kind(BIND, "组卷", bind_volume, unit="件", counts="页", ended=tell_owner),
    registry.Kind(EXPORT, "导出以案定补发放表", export_subsidies, unit="件", ended=tell_owner),
)
