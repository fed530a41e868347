"""A sheet of figures of areas in: all of it or nothing."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from governance.cases.lists.job_notices import tell_owner
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing
from governance.jobs import handed_in
from governance.jobs.handed_in import Fault
from governance.jobs.models import Job
from governance.jobs.registry import JobKind
from governance.jobs.work import Progress, owner_standing
from governance.organisation.models import AccessRecord, Area
from governance.organisation.records import record

from . import keeping, sheet

LOAD = "registers.figures"


def load_figures(job: Job, progress: Progress) -> None:
    """Every figure of the sheet stands, or none and every wrong cell is named; run again it changes nothing."""
    now = timezone.now()
    standing = owner_standing(job, now, keeping.KEEP)
    found = sheet.read(handed_in.rows_of(job, sheet.LABELS), standing=standing, this_year=office_day(now).year)
    handed_in.check_all_right(found.faults, found.read)
    with transaction.atomic():
        # In one order, so that two sheets at a time do not wait for each other.
        rows = sorted(found.rows, key=lambda row: (row[1].pk, row[2]))
        changed = sum(_written(*row, into=found, actor=job.owner, at=now) for row in rows)
        handed_in.check_all_right(found.faults, found.read)
        progress.message = f"读取 {found.read} 行，修改 {changed} 行，{found.read - changed} 行没有变化。"
        record(AccessRecord.Verb.IMPORT, actor=job.owner, at=now, subject="区划数据", reason=progress.message)
    progress(found.read, found.read)


def _written(line: int, area: Area, year: int, told: dict, *, into: sheet.Reading, **by) -> bool:
    try:
        return keeping.write(area, year, told, **by)
    except FactMissing as missing:
        into.faults += [Fault(line, sheet.label_of(name), sentence) for name, sentence in missing.errors.items()]
        return False


def page_of(job: Job) -> str:
    """Where the faults of a sheet are read, where another is handed in, or the figures themselves."""
    if job.report.get("faults"):
        return reverse("registers:figures_faults", args=[job.pk])
    return reverse("registers:figures" if job.state == Job.State.DONE else "registers:figures_import")


KINDS = (JobKind(LOAD, "导入区划数据", load_figures, unit="行", page=page_of, ended=tell_owner),)
