"""The package of a file as long work: made for one of the case's own people, and recorded."""

from django.http import Http404
from django.utils import timezone

from governance.frame.days import minute_text
from governance.frame.refusals import StepNotAllowed
from governance.jobs import files, registry
from governance.jobs.models import Job
from governance.jobs.work import JobRefused, Progress
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from .. import access
from ..binding import marks
from ..lists.job_notices import tell_owner
from . import package
from .pieces import pieces_of

PACK = "cases.dossier"


def pack(job: Job, progress: Progress) -> None:
    """The package lies ready for its owner, who still belongs to the people of the case at this moment."""
    now = timezone.now()
    try:
        case = access.case_for(job.owner, job.params["number"])
        if not job.owner.is_active or not access.may_take_whole(job.owner, case):
            raise StepNotAllowed("")
    except (Http404, StepNotAllowed) as error:
        raise JobRefused("您的岗位已不能查阅这件事项的材料。") from error
    line = marks.taken_by(job.owner.name, minute_text(now)) if case.is_restricted else ""
    progress(0, len(pieces_of(case, job.owner)), "正在成卷")
    with files.new_file(".zip") as (part, name):
        count = package.write(part, case, job.owner, now, line=line, said=progress)
    progress.deliver(path=name, name=f"卷宗 {case.number}.zip", rows=count)
    record(
        AccessRecord.Verb.EXPORT,
        actor=job.owner,
        at=now,
        subject=access.named_in_records(case),
        reason=f"成卷，共 {count} 件",
    )


KIND = registry.JobKind(PACK, "成卷", pack, unit="件", counts="件", ended=tell_owner)
