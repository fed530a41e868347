"""Rosters on screen: who sits today, a unit's people and leaves, one roster as weeks, the notice on the wall."""

from functools import partial

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.frame.days import WEEKDAYS, office_day
from governance.frame.forms.posted import refusals_on, status_of, version_read, whole_number
from governance.frame.pages.paging import Order, page_of
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Unit

from .. import access
from ..models import Roster, RosterAbsence, RosterKind, RosterPerson
from . import actions as rosters
from . import reference as roster_kinds
from . import rows as showing
from .forms import LeaveForm, MakeForm, OpenForm, PersonForm

ABSENCES = 20


@require_safe
def roster_list(request):
    """Who sits today and what rosters there are, a kind at a time."""
    return _list(request, OpenForm(initial=_own(request)))


def _list(request, opening: OpenForm, status: int = 200):
    access.must_see(request.standing)
    today = office_day(timezone.now())
    kinds = list(RosterKind.objects.filter(is_active=True))
    kind = next((each for each in kinds if each.code == request.GET.get("kind")), kinds[0] if kinds else None)
    found = showing.visible_to(request.standing).filter(kind=kind)
    page = page_of(request, found.select_related("unit"), Order("first", newest_first=True), unit="张")
    context = {
        "kind": kind,
        "tabs": _tabs(kinds, kind),
        "today": showing.today_rows(request.standing, kind, today) if kind else [],
        "lacking": showing.lacking(request.standing, kind, today) if kind else [],
        "rows": page.rows,
        "page": page,
        "opening": opening if request.standing.units_with(access.ARRANGE) else None,
        "day": today,
    }
    return render(request, "duties/rosters/list.html", context, status=status)


def _tabs(kinds, active: RosterKind | None) -> list[dict]:
    url = reverse("duties:rosters")
    own = [{"label": each.name, "url": f"{url}?kind={each.code}", "active": each == active} for each in kinds]
    return own + [
        {"label": each.label, "url": reverse(each.url_name), "active": False}
        for each in roster_kinds.ELSEWHERE.values()
    ]


def _own(request) -> dict:
    own = Unit.objects.filter(pk__in=request.standing.units_with(access.ARRANGE), is_active=True).first()
    return {"unit": own, "kind": request.GET.get("kind", "")}


@require_safe
def open_pool(request):
    """Leads to the people of one unit's rosters of one kind; a unit that is not found is said at its field."""
    if not request.standing.units_with(access.ARRANGE):
        raise StepNotAllowed("您的岗位不安排值班和接访。")
    form = OpenForm(request.GET)
    if not form.is_valid():
        return _list(request, form, status=422)
    unit, kind = form.cleaned_data["unit"], form.cleaned_data["kind"]
    if not access.may_arrange(request.standing, unit):
        form.add_error("unit", "这个单位不在您安排的范围内。")
        return _list(request, form, status=422)
    return redirect("duties:roster_pool", unit=unit.pk, code=kind.code)


@require_http_methods(["GET", "HEAD", "POST"])
def pool_page(request, unit: int, code: str):
    """Who takes turns in one unit's rosters of one kind, who is on leave, and the form that makes the next roster."""
    now = timezone.now()
    today = office_day(now)
    place = get_object_or_404(Unit, pk=unit)
    kind = get_object_or_404(RosterKind, code=code)
    if not access.may_arrange(request.standing, place):
        if request.standing.reaches(place):
            raise StepNotAllowed("您的岗位不能给这个单位排班。")
        raise Http404("没有这个单位。")
    people = RosterPerson.objects.filter(unit=place, kind=kind)
    act = request.POST.get("act", "")
    sent = {act: request.POST} if request.method == "POST" else {}
    forms = {
        "make": MakeForm(sent.get("make"), initial=_proposed(place, kind, today)),
        "person": PersonForm(sent.get("person")),
        "leave": LeaveForm(sent.get("leave"), people=people.filter(is_active=True)),
    }
    if request.method == "POST":
        done = _act(request, place, kind, forms, now)
        if done is not None:
            return done
    return _pool(request, place, kind, forms, today, status=status_of(*forms.values()))


def _proposed(unit: Unit, kind: RosterKind, today) -> dict:
    """The next roster goes on where the last one ends, in the same place; the first has the number of its unit."""
    last = Roster.objects.filter(unit=unit, kind=kind).order_by("-last").first()
    first, end = showing.next_period(last.last if last else None, today)
    told = (
        {"place": last.place, "phone": last.phone, "a_day": last.a_day}
        if last
        else {"phone": unit.phone, "a_day": kind.a_day}
    )
    return {"first": first, "last": end, **told}


def _act(request, unit: Unit, kind: RosterKind, forms: dict, now):
    """The answer to what was sent, or None where a form says what is wrong."""
    how = acting(request, now)
    act = request.POST.get("act", "")
    acts = {
        "make": partial(_make, request, unit, kind, forms["make"]),
        "person": partial(_enter, request, unit, kind, forms["person"]),
        "leave": partial(_leave, request, forms["leave"]),
        "retire": partial(_retire, request, unit, kind),
        "end_leave": partial(_end_leave, request, unit, kind),
    }
    if act not in acts:
        raise Refusal("没有说明要办什么，请刷新页面后再试。")
    form = forms.get(act)
    if form is None or form.is_valid():
        with refusals_on(form):
            return acts[act](how) or redirect("duties:roster_pool", unit=unit.pk, code=kind.code)
    return None


def _make(request, unit, kind, form, how):
    roster = form.roster(unit, kind)
    count = rosters.make(roster, **how)
    messages.success(request, f"已排 {count} 人次，各人天数见右侧。")
    return redirect("duties:roster", pk=roster.pk)


def _enter(request, unit, kind, form, how):
    person = rosters.enter_person(form.person(unit, kind), **how)
    messages.success(request, f"{person}参加{kind}排班。")


def _leave(request, form, how):
    leave = form.leave()
    planned = rosters.take_leave(leave, **how)
    days = "、".join(str(day) for day in planned)
    said = f"已排在这几天的班请调班或改派：{days}。" if planned else "排班时会避开这几天。"
    messages.success(request, f"已记{leave.person}请假。{said}")


def _retire(request, unit, kind, how):
    people = RosterPerson.objects.filter(unit=unit, kind=kind, is_active=True).select_related("unit", "kind")
    person = get_object_or_404(people, pk=whole_number(request.POST, "pk"))
    rosters.retire_person(person, **how)
    messages.success(request, f"{person}不再参加排班。")


def _end_leave(request, unit, kind, how):
    leaves = RosterAbsence.objects.filter(person__unit=unit, person__kind=kind).select_related(
        "person__unit", "person__kind"
    )
    rosters.end_leave(get_object_or_404(leaves, pk=whole_number(request.POST, "pk")), **how)
    messages.success(request, "请假已撤销。")


def _pool(request, unit: Unit, kind: RosterKind, forms: dict, today, *, status: int):
    people = RosterPerson.objects.filter(unit=unit, kind=kind)
    year = Q(days__day__gte=today.replace(month=1, day=1))
    counted = people.filter(is_active=True).annotate(
        count=Count("days", filter=year & Q(days__is_absent=False)), newest=Max("days__day", filter=year)
    )
    leaves = RosterAbsence.objects.filter(person__in=people, last__gte=today).select_related("person")
    context = {
        "unit": unit,
        "kind": kind,
        "people": list(counted),
        "leaves": list(leaves.order_by("first", "id")[:ABSENCES]),
        "rosters": list(Roster.objects.filter(unit=unit, kind=kind)[:12]),
        "making": forms["make"],
        "entering": forms["person"],
        "leaving": forms["leave"],
        "year": today.year,
    }
    return render(request, "duties/rosters/pool_detail.html", context, status=status)


def roster_for(request, pk: int) -> Roster:
    """The roster, if its unit is in the reader's range; raises Http404 otherwise."""
    roster = showing.visible_to(request.standing).select_related("unit", "kind", "made_by").filter(pk=pk).first()
    if roster is None:
        raise Http404("没有这张排班表。")
    return roster


@require_safe
def roster_page(request, pk: int):
    """The period as weeks, who sits how often, who did not come, and what was changed why."""
    roster = roster_for(request, pk)
    today = office_day(timezone.now())
    rows = showing.days_of(roster)
    may_arrange = access.may_arrange(request.standing, roster.unit)
    context = {
        "roster": roster,
        "weeks": showing.weeks_of(roster, rows, calendar_at_hand(), today),
        "days": WEEKDAYS,
        "counts": showing.counts_of(rows),
        "total": len(rows),
        "changes": showing.changes_of(roster),
        "may_arrange": may_arrange,
        "may_fill": may_arrange and roster.last >= today,
    }
    return render(request, "duties/rosters/detail.html", context)


@require_POST
def fill(request, pk: int):
    """The seats still free from today on are filled."""
    roster = roster_for(request, pk)
    if not access.may_arrange(request.standing, roster.unit):
        raise StepNotAllowed("您的岗位不能给这个单位排班。")
    version = version_read(request.POST)
    count = rosters.fill(roster, version, **acting(request))
    messages.success(request, f"已补排 {count} 人次。" if count else "没有空着的班，没有变动。")
    return redirect("duties:roster", pk=pk)


@require_safe
def notice(request, pk: int):
    """The roster as it is printed and hung up; with ``today`` in the address, the sign of the day."""
    roster = roster_for(request, pk)
    rows = showing.days_of(roster)
    only_today = "today" in request.GET
    if only_today:
        today = office_day(timezone.now())
        rows = [row for row in rows if row.day == today and row.present]
    context = {"roster": roster, "rows": showing.notice_rows(rows), "only_today": only_today}
    return render(request, "duties/rosters/print.html", context)
