"""The long work of files: binding one into a PDF, and the payment list of a month in Excel."""

from django.http import Http404
from django.utils import timezone

from governance.cases import access, binding
from governance.cases.binding import marks
from governance.cases.lists.job_notices import tell_owner
from governance.frame.days import minute_text, office_day
from governance.frame.refusals import StepNotAllowed
from governance.jobs import files, registry
from governance.jobs.models import Job
from governance.jobs.work import JobRefused, Progress
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from . import volume as volumes

BIND = "mediation.bind"


def bind_volume(job: Job, progress: Progress) -> None:
    """The volume lies ready for its owner, who still belongs to the people of the case at this moment."""
    now = timezone.now()
    number, what = job.params["number"], job.params["what"]
    try:
        track = access.case_for(job.owner, number).own
        if not job.owner.is_active or not access.may_take_whole(job.owner, track):
            raise StepNotAllowed("")
    except (Http404, StepNotAllowed) as error:
        raise JobRefused("您的岗位已不能查阅这件调解的材料。") from error
    volume = volumes.MAKERS[what](track, job.owner, on=office_day(now))
    total = len(volume.entries)
    progress(0, total, "正在合订")
    with files.new_file(".pdf") as (part, name):
        bound = binding.bind(part, volume.cover, volume.entries, volume.back, said=lambda done: progress(done, total))
        if track.is_restricted:
            marks.mark_pdf(part, marks.taken_by(job.owner.name, minute_text(now)))
    progress.message = f"有 {len(bound.slips)} 份材料没有印成纸页，以说明页代替。" if bound.slips else ""
    progress.deliver(path=name, name=volume.name, rows=bound.pages)
    subject, reason = access.named_in_records(track), f"{volume.cover.title}，共 {bound.pages} 页"
    record(AccessRecord.Verb.PRINT, actor=job.owner, at=now, subject=subject, reason=reason)


KIND = registry.JobKind(BIND, "组卷", bind_volume, unit="件", counts="页", ended=tell_owner)
