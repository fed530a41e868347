"""The workbook of the figures: a sheet a table, by what its owner may see when it is made."""

from django.http import QueryDict
from django.utils import timezone

from governance.cases.lists.job_notices import tell_owner
from governance.jobs import files, registry, spreadsheets
from governance.jobs.models import Job
from governance.jobs.work import JobRefused, owner_standing
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from . import tables
from .counts import Scope, figures_of
from .forms import PeriodForm
from .measures import Asked

EXPORT = "mediation.figures.counts"


def export_figures(job: Job, progress) -> None:
    """The workbook lies ready for its owner."""
    now = timezone.now()
    today = timezone.localdate(now)
    owner_standing(job, now, "cases.export_case")
    form = PeriodForm(QueryDict(job.params.get("query", "")), today=today)
    period = form.asked_period()
    if period is None:
        raise JobRefused("统计期间不对，请重新选择。")
    figures = figures_of(Scope(job.owner, Asked(period, now, today), form.cleaned_data["area"]))
    sheets = [_sheet(table) for table in tables.tables(figures)]
    total = sum(len(sheet.rows) for sheet in sheets)
    area = dict(form.fields["area"].choices).get(form.cleaned_data["area"], "全部")
    with files.new_file(".xlsx") as (part, name):
        note = f"{period.label}，区域：{area}；{job.owner.name} {timezone.localtime(now):%Y-%m-%d %H:%M} 导出"
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


def _sheet(table: tables.Table) -> spreadsheets.Sheet:
    rows = [*table.rows, *([table.total] if table.total else [])]
    noted = any(row.note for row in rows)
    labels = [table.first, *(["所在"] if noted else []), *table.head]
    columns = tuple(spreadsheets.Column(label, 24 if place == 0 else 14) for place, label in enumerate(labels))
    return spreadsheets.Sheet(
        table.title,
        columns,
        [(row.label, *([row.note] if noted else []), *(cell.value for cell in row.cells)) for row in rows],
        table.explains,
    )


KINDS = (registry.Kind(EXPORT, "导出调解统计", export_figures, unit="行", ended=tell_owner),)
