"""The lawyers' roster on screen: a month, its making, a change of two days, the notice on the wall."""

from calendar import Calendar as Weeks
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.worktime import Calendar
from governance.frame.days import ONE_DAY, WEEKDAYS, office_day
from governance.frame.forms.posted import refusals_on, show_refusal
from governance.frame.forms.weighed import WhyForm
from governance.frame.refusals import Refusal
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Unit

from ..models import Lawyer, LawyerDuty
from ..organisations.access import check_manages, managers_only, viewers_only
from ..organisations.rules import may_manage
from ..organisations.views import tabs
from . import roster
from .forms import GenerateForm, MonthForm, ReplaceForm, SwapForm


@dataclass(frozen=True)
class RosterRequest:
    """The month and the centre that an address means; both have a sensible answer when nothing is said."""

    month: date
    place: Unit | None
    form: MonthForm

    def url(self, name: str, month: date | None = None) -> str:
        """The address of another page about the same centre."""
        query = {"month": f"{month or self.month:%Y-%m}"} | ({"place": self.place.pk} if self.place else {})
        return f"{reverse(f'mediation:{name}')}?{urlencode(query)}"


def _asked(request: HttpRequest, today: date) -> RosterRequest:
    data = request.POST if request.method == "POST" else request.GET
    form = MonthForm(data)
    given = form.cleaned_data if form.is_valid() else {}
    month = given.get("month") or today.replace(day=1)
    place = (
        given.get("place") or Unit.objects.filter(kind=Unit.Kind.CENTRE, is_active=True).order_by("position").first()
    )
    shown = {"month": f"{month:%Y-%m}", "place": place.pk if place else ""}
    return RosterRequest(month, place, form if form.errors else MonthForm(shown))


@viewers_only
@require_safe
def roster_page(request):
    """The month as weeks, who sits how often, and for those who manage it the button that fills it."""
    today = office_day(timezone.now())
    asked = _asked(request, today)
    return _page(request, asked, GenerateForm(), today)


def _page(request, asked: RosterRequest, generating: GenerateForm, today: date, status: int = 200):
    duties = _duties(asked)
    often = Counter(duty.lawyer for duty in duties)
    calendar = calendar_at_hand()
    manages = asked.place is not None and may_manage(request.standing, asked.place.area_id)
    before = (asked.month - ONE_DAY).replace(day=1)
    context = {
        "asked": asked,
        "title": f"律师值班 {roster.month_label(asked.month)}",
        "weeks": _weeks(calendar, asked.month, duties, today, manages),
        "days": WEEKDAYS,
        "often": [(lawyer.name, lawyer.firm, count) for lawyer, count in _by_count(often)],
        "count": len(duties),
        "before_url": asked.url("roster", before),
        "after_url": asked.url("roster", roster.next_month(asked.month)),
        "notice_url": asked.url("roster_notice"),
        "is_provisional": not calendar.knows(asked.month),
        "generating": generating,
        "tabs": tabs("roster"),
        "may_manage": manages,
    }
    return render(request, "mediation/lawyers/roster_detail.html", context, status=status)


def _by_count(often: Counter) -> list:
    return sorted(often.items(), key=lambda item: (-item[1], item[0].name, item[0].pk))


def _duties(asked: RosterRequest) -> list[LawyerDuty]:
    duties = LawyerDuty.objects.filter(place=asked.place, day__gte=asked.month, day__lt=roster.next_month(asked.month))
    return list(duties.select_related("lawyer").order_by("day", "id"))


def _weeks(calendar: Calendar, month: date, duties: list[LawyerDuty], today: date, manages: bool) -> list[list[dict]]:
    """Monday to Sunday; days of the months around it are empty."""
    by_day: dict[date, list[dict]] = {}
    for duty in duties:
        by_day.setdefault(duty.day, []).append(_seat(duty, manages and duty.day >= today))
    return [
        [
            {
                "is_inside": day.month == month.month,
                "number": day.day,
                "date": day,
                "weekday": WEEKDAYS[day.weekday()],
                "note": _note(calendar, day),
                "is_off": not calendar.is_working(day),
                "is_today": day == today,
                "seats": by_day.get(day, []) if day.month == month.month else [],
            }
            for day in week
        ]
        for week in Weeks().monthdatescalendar(month.year, month.month)
    ]


def _seat(duty: LawyerDuty, may_change: bool) -> dict:
    url = reverse("mediation:duty", args=[duty.pk]) if may_change else ""
    return {"name": duty.lawyer.name, "url": url, "hint": "调换"}


def _note(calendar: Calendar, day: date) -> str:
    if calendar.reason(day) == "makeup":
        return "调休上班"
    return calendar.holiday(day)


@managers_only
@require_POST
def generate(request):
    """The working days still open in the month have their lawyers."""
    now = timezone.now()
    today = office_day(now)
    asked = _asked(request, today)
    form = GenerateForm(request.POST)
    if asked.place is None:
        messages.error(request, "还没有综治中心，先在机构与人员中新增。")
        return redirect("mediation:roster")
    check_manages(request, asked.place.area_id)
    if not form.is_valid() or asked.form.errors:
        return _page(request, asked, form, today, status=422)
    a_day = form.cleaned_data["a_day"]
    with refusals_on(form):
        count = roster.generate(asked.place, asked.month, a_day=a_day, **acting(request, now))
        messages.success(request, f"已排 {count} 人次。" if count else "这个月的工作日都已排满，没有变动。")
        return redirect(asked.url("roster"))
    return _page(request, asked, form, today, status=422)


@viewers_only
@require_safe
def roster_notice(request):
    """The month as it is printed and hung up in the centre."""
    asked = _asked(request, office_day(timezone.now()))
    rows: dict[date, list[Lawyer]] = {}
    for duty in _duties(asked):
        rows.setdefault(duty.day, []).append(duty.lawyer)
    context = {
        "asked": asked,
        "month": roster.month_label(asked.month),
        "rows": [(day, WEEKDAYS[day.weekday()], lawyers) for day, lawyers in rows.items()],
        "back_url": asked.url("roster"),
    }
    return render(request, "mediation/lawyers/print.html", context)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def duty_page(request, pk):
    """One day is changed with another, given to somebody else, or struck out."""
    same = LawyerDuty.objects.filter(place=OuterRef("place"), day=OuterRef("day")).exclude(pk=OuterRef("pk"))
    beside = same.order_by().values("day").annotate(n=Count("pk")).values("n")
    duties = LawyerDuty.objects.select_related("lawyer", "place").annotate(others=Subquery(beside))
    duty = get_object_or_404(duties, pk=pk)
    check_manages(request, duty.place.area_id)
    now = timezone.now()
    act = request.POST.get("act", "")
    swapping = SwapForm(request.POST if act == "swap" else None, duties=_others(duty, office_day(now)))
    others = Lawyer.objects.filter(is_active=True).exclude(pk=duty.lawyer_id)
    replacing = ReplaceForm(request.POST if act == "replace" else None, lawyers=others)
    cancelling = WhyForm(request.POST if act == "cancel" else None)
    if request.method == "POST":
        try:
            if _changed(request, duty, swapping, replacing, cancelling, now):
                messages.success(request, "排班已改动。")
                return redirect(RosterRequest(duty.day.replace(day=1), duty.place, MonthForm()).url("roster"))
        except Refusal as refused:
            show_refusal({"swap": swapping, "replace": replacing, "cancel": cancelling}[act], refused)
    context = {
        "duty": duty,
        "weekday": WEEKDAYS[duty.day.weekday()],
        "back_url": RosterRequest(duty.day.replace(day=1), duty.place, MonthForm()).url("roster"),
        "swapping": swapping,
        "replacing": replacing,
        "cancelling": cancelling,
        "is_open": duty.day >= office_day(now),
    }
    return render(
        request, "mediation/lawyers/duty_detail.html", context, status=422 if request.method == "POST" else 200
    )


def _others(duty: LawyerDuty, today: date):
    """Days to change with: in the same centre, from today on, in the month of the duty or the one after."""
    last = roster.next_month(roster.next_month(duty.day))
    found = LawyerDuty.objects.filter(place=duty.place, day__gte=today, day__lt=last).exclude(day=duty.day)
    return found.exclude(lawyer=duty.lawyer_id).select_related("lawyer").order_by("day", "id")


def _changed(request, duty: LawyerDuty, swapping: SwapForm, replacing: ReplaceForm, cancelling: WhyForm, now) -> bool:
    how = acting(request, now)
    if swapping.is_bound and swapping.is_valid():
        roster.swap(duty, swapping.cleaned_data["other"], **how)
    elif replacing.is_bound and replacing.is_valid():
        roster.replace(duty, replacing.cleaned_data["lawyer"], **how)
    elif cancelling.is_bound and cancelling.is_valid():
        roster.cancel(duty, reason=cancelling.cleaned_data["reason"], **how)
    else:
        return False
    return True
