"""A document is written from the figures as a draft: the numbers stand in it as they were then."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from governance.assessment.models import Scheme, ScoredPeriod
from governance.cases.lists.job_notices import tell_owner
from governance.figures.asked import Asked
from governance.figures.periods import Period
from governance.frame.days import minute_text, office_day
from governance.jobs.models import Job
from governance.jobs.registry import JobKind
from governance.jobs.work import JobRefused, Progress, owner_standing
from governance.organisation.models import Area, Unit
from governance.organisation.standing import Standing

from ..access import COUNTY, DRAFT
from ..issuing.actions import PublicationInput, draft
from ..models import Publication, PublicationKind
from .documents import DOCUMENTS, SCHEME, SCORED, Document
from .letters import kinds_of, letter
from .making import Maker
from .scored import bulletin, numbers

MAKE = "publications.make"


def make(job: Job, progress: Progress) -> None:
    """The draft stands; run again it stands once."""
    if drafts_of(job).exists():
        return
    now, told = timezone.now(), job.params
    standing = owner_standing(job, now, DRAFT)
    kind = PublicationKind.objects.get(code=told["kind"])
    unit, area = Unit.objects.select_related("area").get(pk=told["unit"]), Area.objects.get(pk=told["area"])
    if not standing.covers(area.pk, DRAFT):
        raise JobRefused("要看得到这个地方的全部事项，才能制作。")
    document = DOCUMENTS[kind.made_as]
    if document.of:
        title, body, made_of = ABOUT[document.of](kind, told)
    else:
        title, body, made_of = _of_figures(kind, document, area, standing, told, now)
    made_of |= {"job": job.pk, "at": minute_text(now)}
    with transaction.atomic():
        draft(kind, PublicationInput(title, unit, area, body, made_of=made_of), actor=job.owner, at=now)
    progress.message = f"已写出草稿：{title}"
    progress(1, 1)


def _of_scores(kind: PublicationKind, told: dict) -> tuple[str, str, dict]:
    """What a period was frozen with."""
    period = ScoredPeriod.objects.select_related("scheme").get(pk=told["scored"])
    if not period.published_at:
        raise JobRefused("这一期考核还没有公布，公布以后才能写成通报。")
    made_of = {"period": str(period), "scored": period.pk, "edition": period.edition, "numbers": numbers(period)}
    return f"{period}{kind.name}", bulletin(period, hides=kind.hides_small), made_of


def _of_scheme(kind: PublicationKind, told: dict) -> tuple[str, str, dict]:
    """What a scheme in force wants of the units that it is for."""
    scheme = Scheme.objects.get(pk=told["scheme"])
    if scheme.state != Scheme.State.IN_FORCE:
        raise JobRefused("这个考核方案没有施行，施行以后才能写成责任书。")
    targets = {item.text: item.weight for item in scheme.asked}
    made_of = {"scheme": scheme.pk, "edition": scheme.edition, "numbers": targets}
    return f"{scheme.year}年{kind.name}（{kinds_of(scheme)}）", letter(scheme), made_of


ABOUT = {SCORED: _of_scores, SCHEME: _of_scheme}


def _of_figures(
    kind: PublicationKind, document: Document, area: Area, standing: Standing, told: dict, now: datetime
) -> tuple[str, str, dict]:
    """What the figures come to now."""
    period = Period(date.fromisoformat(told["first"]), date.fromisoformat(told["last"]))
    inside = "" if len(area.pk) == COUNTY else area.pk
    asked = Asked(standing, period, office_day(now), inside, None, now, aloud=True)
    maker = Maker(asked, hides=kind.hides_small)
    body = "\n".join(document.write(maker, told["subject"]))
    # 第三季度 and 季度评估预警 are 第三季度评估预警.
    about = kind.name.removeprefix("季度") if period.label.endswith("季度") else kind.name
    title = f"{area.name}{period.written}{about}" + (f"：{told['subject']}" if document.of_subject else "")
    return title, body, {"period": period.label, "numbers": maker.numbers}


def drafts_of(job: Job):
    """What the job has written."""
    return Publication.objects.filter(made_of__job=job.pk)


def page_of(job: Job) -> str:
    """Where the draft stands, or where it is asked for again."""
    found = drafts_of(job).first()
    if found is not None:
        return reverse("publications:publication", args=[found.pk])
    return reverse("publications:make", args=[job.params["kind"]])


KINDS = (JobKind(MAKE, "制作报告", make, unit="件", page=page_of, ended=tell_owner),)
