"""Receptions on screen: one day in all units, and one unit's day with its records."""

from datetime import date, time

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases import registry
from governance.cases.intake import sources as case_sources
from governance.cases.models.case import case_url
from governance.frame.days import ONE_DAY, day_text, moment_text, office_day, office_time
from governance.frame.forms.plausible import day_named
from governance.frame.forms.posted import refusals_on, version_read, whole_number
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.organisation.models import Unit

from .. import access
from ..models import Reception, ReceptionDay
from . import actions as receptions
from . import rows as reception_showing
from .forms import RecordForm
from .source import CODE


@require_safe
def reception_list(request):
    """Who receives on a day, absences first."""
    access.must_see(request.standing)
    today = office_day(timezone.now())
    day = min(day_named(request.GET.get("day")) or today, today)
    url = reverse("duties:receptions")
    context = {
        "day": day,
        "title": day_text(day),
        "sentence": reception_showing.month_sentence(request.standing, day),
        "rows": reception_showing.rows_of(request.standing, day, today),
        "earlier_url": f"{url}?day={day - ONE_DAY}",
        "later_url": f"{url}?day={day + ONE_DAY}" if day < today else "",
        "is_today": day == today,
    }
    return render(request, "duties/receptions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def day_page(request, unit: int, day: str):
    """One unit's day: who should sit, who came, every group of visitors; a post writes one down or hands the day in."""
    now = timezone.now()
    place, on = asked(request, unit, day)
    if request.method != "POST":
        return _page(request, place, on, now)
    if not receptions.may_record(request.standing, place):
        raise StepNotAllowed("只有本单位的人员可以记录接访。")
    act = request.POST.get("act", "")
    if act == "write":
        return _write(request, place, on, now)
    try:
        if act == "void":
            _make_void(request, place, on, now)
        elif act == "hand_in":
            _hand_in(request, place, on, now)
        else:
            raise Refusal("请选择记录或者报送。")
    except StepNotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, place, on, now, status=refusal.status, wrong=str(refusal), wrong_act=act)
    if request.POST.get("back") == "list":
        return redirect(f"{reverse('duties:receptions')}?day={on}")
    return redirect("duties:reception_day", unit=place.pk, day=str(on))


def asked(request, unit: int, day: str) -> tuple[Unit, date]:
    """The unit and the day of an address, of which the reader may know."""
    place, on = Unit.objects.filter(pk=unit).first(), day_named(day)
    if place is None or on is None or not request.standing.reaches(place):
        raise Http404("没有这一天的接访。")
    return place, on


def _write(request, place: Unit, on: date, now):
    form = RecordForm(request.POST, user=request.user)
    if form.is_valid():
        with refusals_on(form):
            made = receptions.write(place, on, form.told(), actor=request.user, at=now)
            messages.success(request, "已记下这批来访。")
            kind = registry.KINDS.get(request.POST.get("then", ""))
            if kind is not None and kind.register_name and not made.case_id:
                return redirect(case_sources.address(reverse(kind.register_name), CODE, made.pk))
            return redirect("duties:reception_day", unit=place.pk, day=str(on))
    return _page(request, place, on, now, form, status=422)


def _make_void(request, place: Unit, on: date, now) -> None:
    found = Reception.objects.filter(on__unit=place, on__day=on, pk=whole_number(request.POST, "reception") or 0)
    shown = reception_showing.shown(found.select_related("case", "on"), request.user)
    reception = next(iter(shown), None)
    if reception is None:
        raise Refusal("没有这条接访记录。")
    receptions.make_void(reception, request.POST.get("reason", ""), actor=request.user, at=now)
    messages.success(request, "这条记录已作废。")


def _hand_in(request, place: Unit, on: date, now) -> None:
    made = receptions.hand_in(
        place,
        on,
        leader=request.POST.get("leader", ""),
        version=version_read(request.POST),
        actor=request.user,
        at=now,
    )
    if made is None:
        messages.success(request, "接访情况已记下；这一天没有应报的接访任务。")
    else:
        messages.success(request, f"已报送：{made.text}{'已记为迟报。' if made.is_late else ''}")


def _page(request, place: Unit, on: date, now, form=None, *, status: int = 200, **extra):
    today = office_day(now)
    seats = receptions.seats(place, on)
    known = ReceptionDay.objects.filter(unit=place, day=on).select_related("handed_by").first()
    records = reception_showing.shown(known.receptions.select_related("case"), request.user) if known else []
    may = receptions.may_record(request.standing, place) and on <= today
    start = office_time(now).time() if on == today else time(9)
    valid = [each for each in records if each.is_counted]
    task = receptions.task_of(place, on)
    context = {
        "place": place,
        "on": on,
        "title": f"{place.short_name} {day_text(on)}",
        "seats": [_seat(seat) for seat in seats],
        "has_roster": bool(seats),
        "came": receptions.leader_words(seats),
        "day": known,
        "handed": known is not None and known.handed_at is not None,
        "handed_words": _handed_words(known),
        "is_changed": _is_changed(known, records),
        "records": _records(records, request),
        "groups": len(valid),
        "people": sum(each.visitors for each in valid),
        "version": known.version if known else 0,
        "form": (form or RecordForm(user=request.user, now=start)) if may else None,
        "spots": _spots(request),
        "may": may,
        "task": task,
        "typed_leader": request.POST.get("leader", known.leader if known else ""),
        "list_url": f"{reverse('duties:receptions')}?day={on}",
        **extra,
    }
    return render(request, "duties/receptions/detail.html", context, status=status)


def _seat(seat) -> dict:
    note = ""
    if seat.is_absent:
        note = f"缺席（{seat.absent_reason}），{f'由{seat.stand_in.name}顶班' if seat.stand_in else '无人顶班'}"
    return {"name": seat.person.name, "title": seat.person.title, "note": note, "pk": seat.pk}


def _handed_words(known: ReceptionDay | None) -> str:
    if known is None or known.handed_at is None:
        return ""
    by = known.handed_by.name if known.handed_by else ""
    return f"{known.leader}接访，{by} {moment_text(known.handed_at)} 报送"


def _is_changed(known: ReceptionDay | None, records: list[Reception]) -> bool:
    """True if something was written down after the day was handed in."""
    if known is None or known.handed_at is None:
        return False
    return any(each.written_at > known.handed_at for each in records if each.is_counted or each.void_reason)


def _records(records: list[Reception], request) -> list[dict]:
    """Every group as the page shows it."""
    return [
        {
            "pk": each.pk,
            "at": f"{each.at_time:%H:%M}",
            "visitors": each.visitors,
            "summary": each.summary,
            "answer": each.answer,
            "outcome": each.get_outcome_display(),
            "case": {"url": case_url(each.known_case), "text": each.known_case.number} if each.known_case else None,
            "by": each.by_name,
            "void": each.void_reason,
            "is_waiting": each.outcome in (Reception.Outcome.REGISTERED, Reception.Outcome.ACCUSATION),
            "is_open": not each.case_id and not each.void_reason,
            "spots": [
                {"label": label, "url": case_sources.address(url, CODE, each.pk)} for label, url, _ in _spots(request)
            ],
        }
        for each in records
    ]


def _spots(request) -> list[tuple[str, str, str]]:
    """What this person may register out of a reception: label, address, kind."""
    return [
        (kind.registering, reverse(kind.register_name), kind.code)
        for kind in registry.to_register(request.standing.permissions)
    ]
