"""Meetings on screen: the list, planning one, its agenda, and the sheet that is printed."""

from functools import partial

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases.knowing.queryset import hidden_from
from governance.frame.days import moment_text, office_day
from governance.frame.forms.posted import posted, refusals_on, status_of, version_read, whole_number, whole_numbers
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.organisation.models import Unit

from .. import access
from ..models import Decision, Meeting
from . import actions as meetings
from . import agenda
from . import rows as showing
from .access import may_host, meeting_for, meetings_in_range
from .counts import MeetingFilter, counted, years_until
from .forms import CancelForm, ItemForm, MeetingForm, as_last_time


def tabs(active: str) -> list[dict]:
    """Meetings, and what they decided."""
    decided = reverse("duties:decisions")
    pages = (
        ("meetings", "会议", reverse("duties:meetings")),
        ("open", "待落实的议定事项", decided),
        ("closed", "已销号和撤销的", f"{decided}?show=closed"),
        ("counts", "按种类统计", reverse("duties:meeting_counts")),
    )
    return [{"label": label, "url": url, "active": code == active} for code, label, url in pages]


@require_safe
def meeting_list(request):
    """The meetings one may know of, the newest first, of one kind and one year where that is asked for."""
    access.must_see(request.standing)
    hidden = hidden_from(request.standing, "decisions__case__")
    still_open = Count("decisions", filter=Q(decisions__state=Decision.State.OPEN) & ~hidden)
    found = meetings_in_range(request.standing).select_related("unit").annotate(still_open=still_open)
    form = MeetingFilter(request.GET, this_year=office_day(timezone.now()).year)
    page = page_of(request, form.applied(found), Order("starts_at", newest_first=True), unit="次")
    context = {
        "tabs": tabs("meetings"),
        "filter_form": form,
        "page": page,
        "rows": [
            {"meeting": each, "at": moment_text(each.starts_at), "state": showing.state_of(each)} for each in page.rows
        ],
        "may_plan": bool(request.standing.units_with(access.ARRANGE)),
    }
    return render(request, "duties/meetings/list.html", context)


@require_safe
def meeting_counts(request):
    """How many meetings of each kind there were in a year."""
    access.must_see(request.standing)
    this_year = office_day(timezone.now()).year
    years, asked = years_until(this_year), whole_number(request.GET, "year")
    year = asked if asked is not None and asked in years else this_year
    context = {
        "tabs": tabs("counts"),
        "years": years,
        "year": year,
        "table": counted(request.standing, year),
    }
    return render(request, "duties/meetings/counts.html", context)


def _hosts(request):
    return Unit.objects.filter(pk__in=request.standing.units_with(access.ARRANGE), is_active=True)


@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request):
    """A meeting is planned, and its agenda is filled at once."""
    now = timezone.now()
    if not request.standing.units_with(access.ARRANGE):
        raise StepNotAllowed("您的岗位不安排会议。")
    hosts = _hosts(request)
    initial = {"time": "09:00"} | as_last_time(hosts, request.GET.get("kind", ""), office_day(now))
    form = MeetingForm(posted(request), hosts=hosts, initial=initial)
    if form.is_valid():
        made = meetings.plan(form.plan(), actor=request.user, at=now)
        count = made.items.count()
        messages.success(request, f"已安排{made.title}，按目前未办结的情况列出 {count} 项议题。")
        return redirect("duties:meeting", pk=made.pk)
    context = {"form": form, "verb": "安排会议"}
    return render(request, "duties/meetings/form.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting(request, pk: int):
    """The plan of a meeting is changed, or the meeting is cancelled for a reason."""
    now = timezone.now()
    meeting = meeting_for(request.standing, pk)
    if not may_host(request.standing, meeting.unit):
        raise StepNotAllowed("只有召集单位可以改动会议安排。")
    if meeting.state != Meeting.State.PLANNED:
        raise Refusal(f"会议{meeting.get_state_display()}，不能再改动安排。")
    act = request.POST.get("act", "")
    form = MeetingForm(request.POST if act == "change" else None, hosts=_hosts(request), meeting=meeting)
    cancelling = CancelForm(request.POST if act == "cancel" else None, initial={"version": meeting.version})
    bound = cancelling if act == "cancel" else form
    if bound.is_valid():
        version, how = bound.cleaned_data["version"], {"actor": request.user, "at": now}
        with refusals_on(bound):
            if act == "change":
                meetings.change(meeting, form.plan(), version, **how)
            else:
                meetings.cancel(meeting, cancelling.cleaned_data["reason"], version, **how)
            messages.success(request, "会议安排已更新。" if act == "change" else "会议已取消，并已通知参加单位。")
            return redirect("duties:meeting", pk=pk)
    context = {"form": form, "meeting": meeting, "cancelling": cancelling, "verb": "保存"}
    return render(request, "duties/meetings/form.html", context, status=status_of(bound))


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_page(request, pk: int):
    """The meeting with its agenda; whoever called it orders the agenda by hand until it is held."""
    now = timezone.now()
    meeting = meeting_for(request.standing, pk)
    act = request.POST.get("act", "")
    adding = ItemForm(request.POST if act == "add" else None, user=request.user, version=meeting.version)
    if request.method == "POST":
        if not may_host(request.standing, meeting.unit):
            raise StepNotAllowed("只有召集单位可以改动议题。")
        if _reordered(request, meeting, adding, now):
            return redirect(f"{reverse('duties:meeting', args=[pk])}#agenda")
    return _page(request, meeting, adding, now, status=status_of(adding))


def _reordered(request, meeting: Meeting, adding: ItemForm, now) -> bool:
    how = {"actor": request.user, "at": now}
    act, version = request.POST.get("act", ""), version_read(request.POST)
    if act == "add":
        if not adding.is_valid():
            return False
        told = adding.cleaned_data
        put = partial(agenda.add, text=told["text"], case=told["number"])
        with refusals_on(adding):
            meetings.edit_agenda(meeting, put, told["version"], **how)
            return True
        return False
    if act == "gather":
        count = meetings.gather(meeting, version, **how)
        messages.success(request, f"新列入 {count} 项议题。" if count else "没有新的情况需要列入。")
        return True
    if act not in ("up", "down", "remove"):
        raise Refusal("没有说明要办什么，请刷新页面后再试。")
    # What the page does not show is not there.
    shown = {point.pk for point in showing.item_views(meeting, request.user, now, None)}
    items = list(meeting.items.filter(pk__in=shown & whole_numbers(request.POST, "item")))
    if not items:
        messages.warning(request, "请先勾选议题。")
    elif act == "remove":
        meetings.edit_agenda(meeting, partial(agenda.remove, items=items), version, **how)
        messages.success(request, f"已移出 {len(items)} 项议题；要列回的，用“增加议题”。")
    else:
        meetings.edit_agenda(meeting, lambda _: agenda.move(items[0], up=act == "up", among=shown), version, **how)
    return True


def _page(request, meeting: Meeting, adding: ItemForm, now, *, status: int):
    context = sheet_of(request, meeting, now)
    hosts = may_host(request.standing, meeting.unit)
    if not hosts:
        context["items"] = showing.folded(context["items"])
    context |= {
        "adding": adding,
        "may_edit": hosts and meeting.state == Meeting.State.PLANNED,
        "may_record": hosts and meeting.state != Meeting.State.CANCELLED and meeting.starts_at <= now,
        "may_decide": hosts and meeting.state == Meeting.State.HELD,
        "versions": showing.minutes_views(meeting),
    }
    return render(request, "duties/meetings/detail.html", context, status=status)


def sheet_of(request, meeting: Meeting, now) -> dict:
    """What the page of a meeting and its printed sheet have in common."""
    minutes = meeting.minutes.filter(is_current=True).first()
    items = showing.item_views(meeting, request.user, now, minutes)
    came, away = showing.attendance_of(minutes, meeting)
    decided = meeting.decisions.exclude(hidden_from(request.standing))
    return {
        "meeting": meeting,
        "at": moment_text(meeting.starts_at),
        "state": showing.state_of(meeting),
        "items": items,
        "item_count": len(items),
        "minutes": minutes,
        "came": came,
        "away": away,
        "units": "、".join(unit.short_name for unit in meeting.units.all()),
        "decisions": showing.decision_rows(decided.order_by("due_on", "id"), now),
    }


@require_safe
def print_meeting(request, pk: int):
    """The agenda before, the minutes after the meeting, on A4."""
    meeting = meeting_for(request.standing, pk)
    return render(request, "duties/meetings/print.html", sheet_of(request, meeting, timezone.now()))
