"""The page of a file: the checklist, what lies in it, and the volumes that are bound from it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from governance.cases import access
from governance.cases.registry import Section
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.refusals import StepNotAllowed
from governance.jobs import work

from ..models import Track
from . import contents as material
from . import effects as casefile
from . import volume
from .forms import ArrangeForm
from .jobs import BIND
from .review_standard import verdict

STATE_CLASSES = {material.PRESENT: "state-active", material.MISSING: "", material.NOT_NEEDED: "state-closed"}


@dataclass(frozen=True)
class ChecklistLine:
    """One line of the checklist with what lies under it."""

    number: str
    title: str
    state: str
    state_class: str
    text: str
    sources: list[tuple[str, str, str]]


def _track_for(user, number: str) -> Track:
    case = access.case_for(user, number)
    row = case.own
    if not isinstance(row, Track):
        raise Http404("这件事项没有卷宗。")
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def file_page(request, number: str):
    """The checklist for everybody who may know of the case; its materials for the case's own people."""
    track = _track_for(request.user, number)
    reads, arranges = access.may_read_within(request.user, track), casefile.may_arrange(request.user, track)
    takes = access.may_take_whole(request.user, track)
    if request.method == "POST" and not arranges:
        raise StepNotAllowed("您的岗位不能整理这件卷宗，或者卷宗已经归档。")
    found, file = material.contents(track), casefile.file_of(track)
    form = ArrangeForm(
        posted(request),
        placed=found.attachments,
        initial={"retention": file.retention},
    )
    if form.is_valid():
        with refusals_on(form):
            casefile.arrange(track, retention=form.cleaned_data["retention"], places=form.places())
            messages.success(request, "卷宗已整理。")
            return redirect("mediation:file", number)
    lacking = [row for row in found.rows if row.state == material.MISSING]
    context = {
        "track": track,
        "number_text": "归档时编号" if file.serial is None else casefile.number_text(track, file),
        "retention": file.get_retention_display(),
        "rows": _item_views(found, track, reads),
        "lacking": [f"{row.item.title}：{row.text}" for row in lacking],
        "form": form if arranges else None,
        "reads": reads,
        "takes": takes,
        "pack": track.agreement is not None and takes,
        "pack_lacking": volume.missing_of_pack(track, found) if reads else [],
        "reviews": _reviews(track) if reads or _reviews_files(request) else [],
        "add_url": reverse("cases:step", args=[number, "file_material"]) if arranges else "",
    }
    return render(request, "mediation/casefiles/detail.html", context, status=status_of(form))


def _item_views(found, track, reads: bool) -> list[ChecklistLine]:
    """The checklist; lines of one item bear its number once."""
    views, last = [], 0
    for row in found.rows:
        sources = [_source_view(source, track) for source in found.of(row.item)] if reads else []
        number = str(row.item.number) if row.item.number != last else ""
        views.append(ChecklistLine(number, row.item.title, row.state, STATE_CLASSES[row.state], row.text, sources))
        last = row.item.number
    return views


def _source_view(source, track) -> tuple[str, str, str]:
    """Name, address and number or day of a paper or an attachment; some stand in the dispute."""
    number = track.number if source.case_id == track.pk else track.parent.number
    if hasattr(source, "issued_on"):
        name, note, door = source.title, f"{source.number} · {source.issued_on}", "cases:paper"
    else:
        name, note, door = source.name, str(office_day(source.uploaded_at)), "cases:file"
    return name, reverse(door, args=[number, source.pk]), note


def _reviews(track) -> list[dict]:
    return [
        {"review": review, "verdict": verdict(review.score)}
        for review in track.file_reviews.select_related("reviewer").all()
    ]


def _reviews_files(request) -> bool:
    return "mediation.review_file" in request.standing.permissions


@require_POST
def bind(request, number: str):
    """The volume is asked for and its progress shown; only the case's own people may have it."""
    track = _track_for(request.user, number)
    what = request.POST.get("what", "")
    if not access.may_take_whole(request.user, track):
        raise StepNotAllowed("只有办理这件调解的人员可以下载卷宗材料。")
    if what not in volume.MAKERS:
        messages.error(request, "请选择要合订的材料。")
        return redirect("mediation:file", number)
    if what == volume.PACK and track.agreement is None:
        messages.error(request, "还没有达成协议，没有可以申请司法确认的材料。")
        return redirect("mediation:file", number)
    job = work.ask(BIND, owner=request.user, at=timezone.now(), params={"number": track.number, "what": what})
    return redirect("job", pk=job.pk)


def section(track, user) -> Section | None:
    """The card of a track's page: how far the file is, its review, its subsidy."""
    if track.status in ("referred", "declined"):
        return None
    file = casefile.file_of(track)
    lacking = [] if track.closed_at else material.missing(track)
    context = {
        "file_url": reverse("mediation:file", args=[track.number]),
        "number_text": casefile.number_text(track, file) if file.filed_on else "",
        "retention": file.get_retention_display(),
        "lacking": lacking,
        "review": track.file_reviews.first(),
        "subsidy": _subsidy_in_words(track),
    }
    return Section("mediation/casefiles/_card.html", context)


def _subsidy_in_words(track) -> str:
    """Whom it is for, how much, how far it is; where it was refused, why."""
    subsidy = getattr(track, "subsidy", None)
    if subsidy is None:
        return ""
    words = f"{subsidy.mediator.name}，{subsidy.amount} 元，{subsidy.get_state_display()}"
    if subsidy.month:
        words += f"（{subsidy.month:%Y-%m} 发放表）"
    return f"{words}：{subsidy.reason}" if subsidy.state == subsidy.State.REFUSED else words
