"""The figures of one subject as a workbook: a sheet a table, by what its owner may know when it is made."""

from django.http import QueryDict
from django.utils import timezone

from governance.cases.lists.job_notices import tell_owner
from governance.frame.days import office_day
from governance.frame.forms.fields import field_in
from governance.jobs import files, spreadsheets
from governance.jobs.models import Job
from governance.jobs.registry import JobKind
from governance.jobs.work import JobRefused, Progress, owner_standing
from governance.organisation.models import AccessRecord, Unit
from governance.organisation.records import record

from .asked import Asked
from .forms import FigureForm
from .tables import SubjectFigures

MAKE = "figures.export"
EXPORT = "cases.export_case"


def export(job: Job, progress: Progress) -> None:
    """The workbook lies ready for its owner, and that it was taken stands in the security record."""
    now = timezone.now()
    today = office_day(now)
    standing = owner_standing(job, now, EXPORT)
    form = FigureForm(QueryDict(job.params["query"]), today=today, standing=standing)
    period = form.asked_period()
    if period is None:
        raise JobRefused("统计期间不对，请重新选择。")
    told = form.cleaned_data
    found = SubjectFigures(told["subject"], Asked(standing, period, today, told["area"], form.asked_unit(), now))
    sheets = [spreadsheets.sheet_of(table) for table in found.tables() if table.rows]
    total = sum(len(sheet.rows) for sheet in sheets)
    area = dict(field_in(form, "area").choices).get(told["area"], "全部")
    pk = form.asked_unit()
    unit = Unit.objects.filter(pk=pk).values_list("name", flat=True).first() if pk else None
    whose = f"区域：{area}" + (f"；单位：{unit}" if unit else "")
    with files.new_file(".xlsx") as (part, name):
        note = f"{told['subject']} {period.label}，{whose}；{spreadsheets.made_by(job.owner, now)}"
        spreadsheets.write_book(part, sheets=sheets, note=note)
    progress(total, total)
    progress.deliver(path=name, name=f"统计指标 {told['subject']} {period.label}.xlsx", rows=total)
    subject, reason = f"统计指标，共 {len(sheets)} 张表", f"{told['subject']}；{period.label}；{whose}"
    record(AccessRecord.Verb.EXPORT, actor=job.owner, at=now, subject=subject, reason=reason)


KINDS = (JobKind(MAKE, "导出统计指标", export, unit="行", ended=tell_owner),)
