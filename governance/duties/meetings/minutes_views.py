"""Writing down what a meeting said, and registering what it decided."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.cases.models import Case
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.refusals import StepNotAllowed

from ..models import Meeting
from . import actions as meetings
from . import decisions
from . import rows as showing
from .access import may_host, meeting_for
from .forms import DecisionForm, MinutesForm


def _hosted(request, pk: int) -> Meeting:
    meeting = meeting_for(request.standing, pk)
    if not may_host(request.standing, meeting.unit):
        raise StepNotAllowed("只有召集单位可以记录会议。")
    return meeting


@require_http_methods(["GET", "HEAD", "POST"])
def minutes_page(request, pk: int):
    """The minutes are written down; later they are corrected for a reason."""
    now = timezone.now()
    meeting = _hosted(request, pk)
    former = meeting.minutes.filter(is_current=True).first()
    rows = former.attendance if former else _expected(meeting)
    views = {view.pk: view for view in showing.item_views(meeting, request.user, now, former)}
    read = {pk for pk, view in views.items() if not view.is_hidden}
    items = list(showing.items_of(meeting))
    # What the person who writes may not know of keeps what was said to it.
    kept = {item.key: former.said.get(item.key, "") for item in items if former and item.pk not in read}
    form = MinutesForm(
        posted(request),
        meeting=meeting,
        items=[item for item in items if item.pk in read],
        rows=rows,
        former=former,
        recorder=request.user.name,
    )
    if form.is_valid():
        with refusals_on(form):
            heard = form.heard()
            heard.said |= kept
            meetings.record(meeting, heard, form.cleaned_data["version"], actor=request.user, at=now)
            meeting.refresh_from_db()
            handed = "，本期会议任务已一并报送" if meeting.report_id and former is None else ""
            messages.success(request, f"会议记录已保存{handed}。")
            return redirect("duties:meeting", pk=pk)
    context = {
        "meeting": meeting,
        "form": form,
        "people": form.people_fields(),
        "points": [(views[item.pk], form[f"said_{item.pk}"]) for item in form.items],
        "former": former,
    }
    return render(request, "duties/meetings/minutes_form.html", context, status=status_of(form))


def _expected(meeting: Meeting) -> list[dict]:
    return [{"name": each.name, "post": each.post, "came": False, "note": ""} for each in meeting.attendees.all()]


@require_http_methods(["GET", "HEAD", "POST"])
def new_decision(request, pk: int):
    """What the meeting decided becomes a task with its unit and date."""
    now = timezone.now()
    meeting = _hosted(request, pk)
    items = meeting.items.filter(is_removed=False).exclude(case=None)
    place = Subquery(items.filter(case=OuterRef("pk")).values("position"))
    cases = Case.objects.visible_to(request.user).filter(pk__in=items.values("case")).order_by(place)
    form = DecisionForm(posted(request), cases=cases)
    if form.is_valid():
        with refusals_on(form):
            made = decisions.decide(meeting, actor=request.user, at=now, **form.cleaned_data)
            messages.success(request, f"已登记，并通知{made.unit.short_name}。")
            return redirect("duties:new_decision" if request.POST.get("then") == "more" else "duties:meeting", pk=pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "duties/meetings/decision_form.html", context, status=status_of(form))
