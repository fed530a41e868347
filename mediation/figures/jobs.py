"""The workbook of the figures: a sheet a table, by what its owner may see when it is made."""

from django.http import QueryDict
from django.utils import timezone

from governance.cases.lists.job_notices import tell_owner
from governance.figures.asked import Asked
from governance.figures.forms import PeriodForm
from governance.frame.days import office_day
from governance.frame.forms.fields import field_in
from governance.jobs import files, registry, spreadsheets
from governance.jobs.models import Job
from governance.jobs.work import JobRefused, Progress, owner_standing
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from . import tables
from .counts import figures_of

EXPORT = "mediation.figures.counts"


def export_figures(job: Job, progress: Progress) -> None:
    """The workbook lies ready for its owner."""
    now = timezone.now()
    today = office_day(now)
    standing = owner_standing(job, now, "cases.export_case")
    form = PeriodForm(QueryDict(job.params.get("query", "")), today=today)
    period = form.asked_period()
    if period is None:
        raise JobRefused("统计期间不对，请重新选择。")
    figures = figures_of(Asked(standing, period, today, form.cleaned_data["area"], now=now))
    sheets = [spreadsheets.sheet_of(table) for table in tables.tables(figures)]
    total = sum(len(sheet.rows) for sheet in sheets)
    area = dict(field_in(form, "area").choices).get(form.cleaned_data["area"], "全部")
    with files.new_file(".xlsx") as (part, name):
        note = f"{period.label}，区域：{area}；{spreadsheets.made_by(job.owner, now)}"
        spreadsheets.write_book(part, sheets=sheets, note=note)
    progress(total, total)
    progress.deliver(path=name, name=f"调解统计 {period.label}.xlsx", rows=total)
    record(
        AccessRecord.Verb.EXPORT,
        actor=job.owner,
        at=now,
        subject=f"调解统计，共 {len(sheets)} 张表",
        reason=f"期间：{period.label}；区域：{area}",
    )


KINDS = (registry.JobKind(EXPORT, "导出调解统计", export_figures, unit="行", ended=tell_owner),)
