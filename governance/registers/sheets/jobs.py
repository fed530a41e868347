"""The long work of registers: a sheet in, all of it or nothing, and the register as a sheet."""

from functools import partial
from operator import attrgetter

from django.db import transaction
from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from governance.cases.fields.kind import Setting
from governance.cases.lists.job_notices import tell_owner
from governance.frame.days import office_day
from governance.jobs import files, handed_in, spreadsheets
from governance.jobs.made import Made
from governance.jobs.models import Job
from governance.jobs.registry import JobKind
from governance.jobs.work import Progress, owner_standing
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from .. import access
from ..entries import actions
from ..entries.filters import FilterForm
from ..models import Change, Register
from . import reading
from .columns import columns_of, row_of

LOAD, EXPORT = "registers.load", "registers.export"
CHUNK = 2000


def load_sheet(job: Job, progress: Progress) -> None:
    """Every row of the sheet stands in the register, or none and every wrong one is named; run again it adds none."""
    written = dict(Change.objects.filter(job_id=job.pk).order_by().values_list("verb").annotate(Count("pk")))
    if written:
        opened, changed = written.get(Change.Verb.OPENED, 0), written.get(Change.Verb.CHANGED, 0)
        progress.message = f"新登记 {opened} 条，修改 {changed} 条，其余没有变化。"
        return
    now = timezone.now()
    standing = owner_standing(job, now, access.KEEP)
    register = Register.objects.get(pk=job.params["register"])
    setting = Setting(now, job.owner)
    labels = [column.label for column in columns_of(register)]
    table, said = handed_in.rows_of(job, labels), partial(progress, total=None, message="正在核对")
    found = reading.read(register, table, standing=standing, setting=setting, said=said)
    handed_in.check_all_right(found.faults, found.read)
    progress.message = _write(job, register, found, now)
    progress(found.read, found.read)


def _write(job: Job, register: Register, found: reading.Reading, now) -> str:
    """All of it stands, and in the security record that it does; says how many rows are new and how many say something
    else now."""
    with transaction.atomic():
        actions.open_many(register, [told for _, told in found.new], actor=job.owner, at=now, job_id=job.pk)
        rows = [(entry, told) for _, entry, told in found.standing]
        changed = actions.change_many(rows, actor=job.owner, at=now, job_id=job.pk)
        handed_in.check_all_right(reading.beyond_all(register, found, office_day(now).year), found.read)
        same = len(found.standing) - changed
        said = f"新登记 {len(found.new)} 条，修改 {changed} 条，{same} 条没有变化。"
        record(AccessRecord.Verb.IMPORT, actor=job.owner, at=now, subject=f"台账 {register.name}", reason=said)
        return said


def export_sheet(job: Job, progress: Progress) -> None:
    """The rows that the list showed lie ready as a sheet, which can be corrected and loaded again."""
    now = timezone.now()
    today = office_day(now)
    standing = owner_standing(job, now, "cases.export_case")
    register = Register.objects.get(pk=job.params["register"])
    form = FilterForm(QueryDict(job.params.get("query", "")), register=register)
    rows = form.applied(access.visible(register, standing), today)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    made = Made(len(columns_of(register)))
    with files.new_file(".xlsx") as (part, name):
        spreadsheets.write_ledger(
            part,
            name=register.name,
            columns=columns_of(register),
            rows=made.rows(_entries(register, keys), partial(row_of, register=register), attrgetter("pk")),
            total=len(keys),
            note=spreadsheets.made_by(job.owner, now),
            said=progress,
        )
    progress(len(keys), len(keys))
    progress.deliver(path=name, name=f"{register.name} {today}.xlsx", rows=len(keys))
    progress.message = made.said()
    reason = f"共 {len(keys)} 行；筛选：{'、'.join(form.chosen()) or '全部'}"
    record(AccessRecord.Verb.EXPORT, actor=job.owner, at=now, subject=f"台账 {register.name}", reason=reason)


def _entries(register: Register, keys: list[int]):
    for start in range(0, len(keys), CHUNK):
        entries = register.entries.filter(pk__in=keys[start : start + CHUNK]).order_by("pk")
        yield from entries.select_related("unit", "area__parent__parent")


def page_of(job: Job) -> str:
    """Where the faults of a sheet are read, where another is handed in, or the register itself."""
    register = Register.objects.filter(pk=job.params.get("register")).first()
    if register is None:
        return ""
    if job.report.get("faults"):
        return reverse("registers:import_faults", args=[register.code, job.pk])
    loads = job.kind == LOAD and job.state != Job.State.DONE
    return reverse("registers:import" if loads else "registers:entries", args=[register.code])


KINDS = (
    JobKind(LOAD, "导入台账", load_sheet, unit="行", page=page_of, ended=tell_owner),
    JobKind(EXPORT, "导出台账登记", export_sheet, unit="条", page=page_of, ended=tell_owner),
)
