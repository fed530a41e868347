"""The export of a ledger as long work: what its owner may see and do at the moment it is made, and a record of it."""

from django.http import QueryDict
from django.utils import timezone

from governance.frame.days import office_day
from governance.jobs import files, spreadsheets
from governance.jobs.made import Made
from governance.jobs.models import Job
from governance.jobs.registry import JobKind
from governance.jobs.work import JobRefused, Progress, owner_standing
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from . import ledger as ledgers
from .asking import asked_for
from .filters import OPEN, SCOPES, FilterForm
from .job_notices import tell_owner

EXPORT = "cases.export"
PERMISSION = "cases.export_case"


def export_ledger(job: Job, progress: Progress) -> None:
    """The ledger lies ready for its owner."""
    now, ledger = timezone.now(), ledgers.LEDGERS[job.params["ledger"]]
    today, standing = office_day(now), owner_standing(job, now, PERMISSION)
    reason = job.params.get("reason", "")
    in_clear = bool(reason) and "cases.view_personal" in standing.permissions
    query = QueryDict(job.params.get("query", ""))
    asked = asked_for(
        job.owner, ledger.listing, query, now, seen=lambda form: ledger.visible_to(job.owner, today, form.wanted)
    )
    keys = ledgers.keys_of(asked.sorted())
    progress(0, len(keys), "正在导出")
    columns = ledger.all_columns()
    made, reader = Made(len(columns)), ledgers.reader(job.owner, now=now, in_clear=in_clear)
    with files.new_file(".xlsx") as (part, name):
        try:
            spreadsheets.write_ledger(
                part,
                name=ledger.sheet,
                title=ledger.title,
                columns=columns,
                rows=ledgers.rows(ledger, keys, reader, made),
                total=len(keys),
                note=spreadsheets.made_by(job.owner, now),
                numbered=True,
                said=progress,
            )
        except spreadsheets.RowsMissing as missing:
            raise JobRefused("导出期间台账有变动，请重新导出。") from missing
    progress(len(keys))
    progress.deliver(path=name, name=f"{ledger.title} {today}.xlsx", rows=len(keys))
    progress.message = made.said()
    record(
        AccessRecord.Verb.EXPORT,
        actor=job.owner,
        at=now,
        subject=f"{ledger.title}，共 {len(keys)} 行，电话{'为明码' if in_clear else '已掩码'}",
        reason=f"{reason}{'；' if reason else ''}筛选：{'、'.join(words_of(asked.form))}",
    )


def words_of(form: FilterForm) -> list[str]:
    """The filters in force in words; the scope is one of them."""
    return [dict((*SCOPES, OPEN))[form.cleaned_data.get("scope") or ""], *form.chosen()]


KIND = JobKind(EXPORT, "导出台账", export_ledger, unit="件", ended=tell_owner)
