"""Receptions on paper: the book of a month (接访记录册) and a card for every group of a day (接访记录卡).

Both leave out what was void and what the reader may not know of; printing stands in the security record.
"""

import calendar
from datetime import date

from django.db.models import QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import day_text
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord, Unit
from governance.organisation.records import record

from ..models import Reception
from .actions import leader_words, seats_by_day
from .rows import shown
from .views import asked


@require_safe
def book(request, unit: int, day: str):
    """The month of that day in one unit, a line for each group of visitors."""
    place, on = asked(request, unit, day)
    last = on.replace(day=calendar.monthrange(on.year, on.month)[1])
    found = Reception.objects.filter(on__unit=place, on__day__range=(on.replace(day=1), last))
    return _paper(request, place, on, found, f"{on.year}年{on.month}月接访记录册", "duties/receptions/book.html")


@require_safe
def cards(request, unit: int, day: str):
    """That day in one unit, a sheet for each group of visitors, with room to sign."""
    place, on = asked(request, unit, day)
    found = Reception.objects.filter(on__unit=place, on__day=on)
    return _paper(request, place, on, found, "接访记录卡", "duties/receptions/cards.html")


def _paper(request, place: Unit, on: date, found: QuerySet[Reception], title: str, template: str):
    valid = found.filter(void_reason="").select_related("case", "on").order_by("on__day", "at_time", "id")
    records = shown(valid, request.user)
    seats = seats_by_day(place, {each.on.day for each in records})
    leaders = {day: leader_words(found) for day, found in seats.items()}
    record(AccessRecord.Verb.PRINT, subject=f"{place.short_name} {on} {title}", **acting(request, timezone.now()))
    context = {
        "place": place,
        "day": on,
        "title": title,
        "rows": [_row(each, leaders) for each in records],
        "people": sum(each.visitors for each in records),
    }
    return render(request, template, context)


def _row(each: Reception, leaders: dict[date, str]) -> dict:
    return {
        "day": day_text(each.on.day),
        "time": f"{each.at_time:%H:%M}",
        "leader": leaders.get(each.on.day) or each.on.leader,
        "place": each.on.place,
        "visitors": each.visitors,
        "summary": each.summary,
        "outcome": each.get_outcome_display(),
        "answer": each.answer,
        "case": each.known_case.number if each.known_case else "",
        "by": each.by_name,
    }
