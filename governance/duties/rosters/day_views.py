"""One day of a roster: swapped with another, given to somebody else, or noted as absent."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.frame.days import day_text, office_day
from governance.frame.forms.posted import refusals_on, status_of
from governance.frame.refusals import Refusal, StepNotAllowed

from .. import access
from ..models import RosterDay, RosterPerson
from . import changes
from . import rows as showing
from .forms import AbsenceForm, ChangeForm, ReplaceForm, SwapForm


@require_http_methods(["GET", "HEAD", "POST"])
def day_page(request, pk: int):
    """The day, what was changed on it, and for those who arrange the forms that change it."""
    now = timezone.now()
    days = RosterDay.objects.filter(roster__in=showing.visible_to(request.standing))
    day = days.select_related("roster__unit", "roster__kind", "person", "stand_in").filter(pk=pk).first()
    if day is None:
        raise Http404("没有这一天的排班。")
    may_arrange = access.may_arrange(request.standing, day.roster.unit)
    if request.method == "POST" and not may_arrange:
        raise StepNotAllowed("您的岗位不能给这个单位排班。")
    forms = _forms(request, day, office_day(now)) if may_arrange else {}
    if request.method == "POST" and _changed(request, day, forms, now):
        messages.success(request, "排班已改动，前后情况都已记录。")
        return redirect("duties:roster", pk=day.roster_id)
    context = {
        "day": day,
        "title": f"{day_text(day.day)} {day.person}",
        "seat": showing.seat_of(day),
        "forms": forms,
        "changes": [
            {"text": showing.words_of(each), "reason": each.reason, "by": each.by.name, "at": each.at}
            for each in day.changes.select_related("day", "was", "now", "by")
        ],
    }
    return render(request, "duties/rosters/day_detail.html", context, status=status_of(*forms.values()))


def _forms(request, day: RosterDay, today) -> dict:
    """Ahead a day is swapped or given away; once it has come, an absence is noted or taken back."""
    act = request.POST.get("act", "")
    people = RosterPerson.objects.filter(unit=day.roster.unit, kind=day.roster.kind, is_active=True)
    people = people.exclude(pk=day.person_id)

    def how(name: str) -> dict:
        sent = request.POST.dict() if act == name else None
        return {"data": sent, "initial": {"version": day.roster.version}, "auto_id": f"id_{name}_%s"}

    forms: dict[str, ChangeForm] = {}
    if day.day >= today and not day.is_absent:
        others = RosterDay.objects.filter(roster=day.roster_id, day__gte=today, is_absent=False)
        others = others.exclude(day=day.day).exclude(person=day.person_id).select_related("person").order_by("day")
        forms["swap"] = SwapForm(days=others, **how("swap"))
        forms["replace"] = ReplaceForm(people=people, **how("replace"))
    if day.day <= today:
        forms["absent"] = AbsenceForm(people=people, **how("absent"))
        if day.is_absent:
            forms["present"] = ChangeForm(**how("present"))
    return forms


def _changed(request, day: RosterDay, forms: dict, now) -> bool:
    act = request.POST.get("act", "")
    form = forms.get(act)
    if form is None:
        raise Refusal("这一天不能这样改动，请刷新页面后再试。")
    if not form.is_valid():
        return False
    told = form.cleaned_data
    how = {"reason": told["reason"], "version": told["version"], "actor": request.user, "at": now}
    with refusals_on(form):
        if act == "swap":
            changes.swap(day, told["other"], **how)
        elif act == "replace":
            changes.replace(day, told["person"], **how)
        elif act == "absent":
            changes.mark_absent(day, told["stand_in"], **how)
        else:
            changes.mark_present(day, **how)
        return True
    return False
