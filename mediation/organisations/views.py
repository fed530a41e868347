"""Mediation organisations on screen: the list, one organisation, what it has and lacks."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.postgres.aggregates import ArrayAgg
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.cases.calendar.at_hand import calendar_at_hand
from governance.cases.choices.lists import Worded, among
from governance.cases.models import Case
from governance.cases.worktime import Calendar
from governance.frame.days import office_day
from governance.frame.forms.posted import refusals_on, status_of
from governance.frame.pages.paging import Order, page_of
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Area, Unit
from governance.organisation.pickers import area_path

from ..models import Committee, GuideJudge, Mediator, TrackMediator, Training
from ..vocabulary import COMMITTEE_FIELDS
from . import actions as appointing
from . import telling
from .access import check_manages, managers_only, manages_county, organisation_of, viewers_only
from .forms import LACKING, UNREGISTERED, ChecklistForm, CommitteeForm, NewOrganisationForm, OrganisationFilter
from .rules import (
    MANAGE,
    active_mediators,
    checked_groups,
    checklist,
    committee_findings,
    may_manage,
    with_what_findings_read,
)

# A field that stands for whatever the list does not name.
OTHER = "other"
# Every page about who mediates, in the order of their tabs.
PAGES = (("organisations", "调解组织"), ("judges", "法官指导员"), ("roster", "律师值班"), ("academy", "网络学院"))
SHOWN_TRAININGS = 20


def tabs(active: str) -> list[dict]:
    """The pages about who mediates."""
    return [{"label": label, "url": reverse(f"mediation:{name}"), "active": name == active} for name, label in PAGES]


@viewers_only
@require_safe
def organisation_list(request):
    """Organisations by township, fifty a page, each with the number of what it lacks."""
    today = office_day(timezone.now())
    form = OrganisationFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    calendar = calendar_at_hand()
    found = with_what_findings_read(_filtered(asked, today, calendar)).select_related("area__parent__parent")
    page = page_of(request, found, Order("area_id"), unit="个")
    fields = Worded(COMMITTEE_FIELDS)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(unit, today, calendar, fields) for unit in page.rows],
        "tabs": tabs("organisations"),
        "is_filtered": any(asked.values()),
        "without": _without_committee(),
        "may_add": MANAGE in request.standing.permissions,
    }
    return render(request, "mediation/organisations/list.html", context)


def _without_committee() -> list[str]:
    """The fields of the county's list for which no professional committee has been set up yet."""
    standing = Committee.objects.filter(unit__is_active=True).exclude(field="").values("field")
    return [each.name for each in among(COMMITTEE_FIELDS).exclude(Q(code=OTHER) | Q(code__in=standing))]


def _filtered(asked: dict, today: date, calendar: Calendar):
    found = Unit.objects.filter(kind=Unit.Kind.MEDIATION, is_active=True)
    if asked.get("q"):
        found = found.filter(Q(name__contains=asked["q"]) | Q(short_name__contains=asked["q"]))
    if asked.get("type") == UNREGISTERED:
        found = found.filter(committee=None)
    elif asked.get("type"):
        found = found.filter(committee__type=asked["type"])
    if asked.get("township"):
        inside = Q(area=asked["township"])
        # The county by itself is the county's own organisations, a township all inside it.
        if Area.level_of(asked["township"]) == Area.Level.TOWNSHIP:
            inside |= Q(area__code__startswith=asked["township"])
        found = found.filter(inside)
    if asked.get("state") == LACKING:
        lacking = [
            unit.pk
            for unit in with_what_findings_read(found)
            if not hasattr(unit, "committee") or committee_findings(unit.committee, today, calendar)
        ]
        found = found.filter(pk__in=lacking)
    met = Count("committee__checks", filter=Q(committee__checks__is_met=True))
    return found.annotate(met=met, checked=Count("committee__checks"))


def _row(unit: Any, today: date, calendar: Calendar, fields: Worded) -> dict:
    committee = getattr(unit, "committee", None)
    row = {
        "url": reverse("mediation:organisation", args=[unit.pk]),
        "name": unit.name,
        "area": area_path(unit.area),
        "mediators": len([mediator for mediator in active_mediators(unit) if mediator.holds_office(today)]),
        "full_time": len([mediator for mediator in active_mediators(unit) if mediator.is_full_time]),
    }
    if committee is None:
        return row | {"type": "尚未登记情况", "is_registered": False}
    findings = committee_findings(committee, today, calendar)
    return row | {
        "type": type_words(committee, fields),
        "checked": f"{unit.met}/{len(checklist())}" if unit.checked else "未核对",
        "filed": committee.filed_on,
        "lacks": len(findings),
        "first": findings[0].sentence if findings else "",
        "is_registered": True,
    }


def type_words(committee: Committee, fields: Worded) -> str:
    """行业性、专业性（医疗）"""
    field = f"（{fields[committee.field]}）" if committee.field else ""
    return f"{committee.get_type_display()}{field}"


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request):
    """A committee is set up, with its unit."""
    now = timezone.now()
    form = NewOrganisationForm(request.POST or None)
    if form.is_valid():
        unit = form.unit()
        check_manages(request, unit.area_id)
        with refusals_on(form):
            appointing.set_up(unit, form.instance, **acting(request, now))
            messages.success(request, f"已登记{unit.name}，接着登记主任和委员。")
            return redirect("mediation:organisation", unit.pk)
    return render(request, "mediation/organisations/new.html", {"form": form}, status=status_of(form))


@viewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def court_notice(request):
    """What the basic court is told of committees, as a letter; once it has gone out, the office says so."""
    now = timezone.now()
    today = office_day(now)
    manages = manages_county(request)
    if request.method == "POST":
        if not manages:
            raise PermissionDenied
        count = telling.tell_court(today, **acting(request, now))
        messages.success(request, f"已登记：{count} 个人民调解委员会的情况已于 {today} 通报基层人民法院。")
        return redirect("mediation:court_notice")
    at_work = Committee.objects.filter(unit__is_active=True)
    context = {
        "rows": telling.lines(telling.untold(today), today),
        "today": today,
        **at_work.aggregate(total=Count("pk"), last=Max("court_told_on")),
        "manages": manages,
        "office": "、".join(dict.fromkeys(post.unit_name for post in request.standing.posts_with(MANAGE))),
    }
    return render(request, "mediation/organisations/court_notice.html", context)


@viewers_only
@require_safe
def organisation_page(request, pk):
    """One organisation: what it lacks, who mediates, what they learned, what it has."""
    today = office_day(timezone.now())
    unit: Any = organisation_of(pk)
    committee = getattr(unit, "committee", None)
    unit.active = active = active_mediators(unit)
    fields = Worded(COMMITTEE_FIELDS)
    trainings = Training.objects.filter(mediator__unit=unit, on__year=today.year)
    hours = dict(trainings.order_by().values_list("mediator").annotate(Sum("hours")))
    # A hidden matter is in nobody's count.
    open_tracks = TrackMediator.objects.filter(mediator__unit=unit, until=None, track__closed_at=None)
    open_tracks = open_tracks.exclude(track__confidentiality=Case.Confidentiality.RESTRICTED)
    loads = dict(open_tracks.order_by().values_list("mediator").annotate(Count("id")))
    context = {
        "unit": unit,
        "committee": committee,
        "sub": f"{type_words(committee, fields) if committee else '尚未登记设立情况'} · {area_path(unit.area)}",
        "findings": committee_findings(committee, today) if committee else [],
        "mediators": [
            _mediator_row(mediator, today, hours.get(mediator.pk), loads.get(mediator.pk, 0)) for mediator in active
        ],
        "former": list(unit.mediators.filter(is_active=False).order_by("-left_on", "-pk")[:SHOWN_TRAININGS]),
        "trainings": _trainings(trainings),
        "year": today.year,
        "facts": _facts(committee, fields) if committee else [],
        "groups": checked_groups(committee) if committee else [],
        "judges": _guide_judges(unit, today),
        "may_manage": may_manage(request.standing, unit.area_id),
    }
    return render(request, "mediation/organisations/detail.html", context)


def _hours(hours: Decimal | None) -> str:
    return f"{hours.normalize():f}" if hours else "0"


def _trainings(found) -> list[dict]:
    """The newest trainings of the year, each once with everybody who was there."""
    same = found.order_by("-on", "subject").values("on", "subject", "kind", "organiser", "hours")
    kinds = dict(Training.Kind.choices)
    return [
        row | {"people": "、".join(row["names"]), "kind": kinds[row["kind"]], "hours": _hours(row["hours"])}
        for row in same.annotate(names=ArrayAgg("mediator__name", order_by="mediator__name"))[:SHOWN_TRAININGS]
    ]


def _mediator_row(mediator: Mediator, today: date, hours: Decimal | None, load: int) -> dict:
    term = f"{mediator.term_from} 至 {mediator.term_to}" if mediator.term_from else "不定期"
    return {
        "pk": mediator.pk,
        "name": mediator.name,
        "position": mediator.get_position_display(),
        "tags": [word for word, holds in (("专职", mediator.is_full_time), ("妇女成员", mediator.is_woman)) if holds],
        "has_login": mediator.user_id is not None,
        "term": term,
        "is_over": not mediator.holds_office(today),
        "hours": _hours(hours),
        "load": load,
    }


def _facts(committee: Committee, fields: Worded) -> list[tuple[str, str]]:
    is_changed = committee.changed_on is not None and committee.changed_on > committee.set_up_on
    room = f"{committee.room_area.normalize():f} 平方米" if committee.room_area else "未登记"
    return [
        ("类型", type_words(committee, fields)),
        ("设立单位", committee.sponsor.name if committee.sponsor else "未登记"),
        ("设立日期", str(committee.set_up_on)),
        ("人员调整", str(committee.changed_on) if is_changed else "设立后没有调整"),
        ("备案日期", str(committee.filed_on or "未备案")),
        ("调解室", room),
        ("法律顾问", committee.legal_adviser or "未设立"),
    ]


def _guide_judges(unit: Unit, today: date) -> list[GuideJudge]:
    """Who guides the organisation's township."""
    current = GuideJudge.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)
    return list(current.filter(area=Area.township_of(unit.area_id)).select_related("court"))


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_organisation(request, pk):
    """What the committee is and has is changed, or entered for the first time."""
    unit = organisation_of(pk)
    check_manages(request, unit.area_id)
    form = CommitteeForm(request.POST or None, instance=getattr(unit, "committee", None))
    if form.is_valid():
        with refusals_on(form):
            if form.instance.pk is None:
                appointing.set_up(unit, form.instance, **acting(request))
            else:
                version = form.cleaned_data["version"]
                appointing.change_committee(form.instance, form.changed, version=version, **acting(request))
            messages.success(request, "已保存。")
            return redirect("mediation:organisation", pk)
    return _form_page(request, unit, form, "基本情况", "保存")


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def check_organisation(request, pk):
    """The checklist is gone through."""
    unit = organisation_of(pk)
    check_manages(request, unit.area_id)
    committee = getattr(unit, "committee", None)
    if committee is None:
        messages.warning(request, "先登记这个组织的基本情况，再核对规范化建设。")
        return redirect("mediation:edit_organisation", pk)
    now = timezone.now()
    met = set(committee.checks.filter(is_met=True).values_list("item", flat=True))
    form = ChecklistForm(request.POST or None, met=met, today=office_day(now))
    if form.is_valid():
        on = form.cleaned_data["checked_on"]
        with refusals_on(form):
            appointing.check_items(committee, form.met(), on, **acting(request, now))
            messages.success(request, "核对结果已保存。")
            return redirect("mediation:organisation", pk)
    advice = "勾选已经达到的项目；没有勾选的记为未达到。"
    return _form_page(request, unit, form, "规范化建设核对", "保存核对结果", advice)


def _form_page(request, unit: Unit, form, heading: str, verb: str, advice: str = "") -> HttpResponse:
    """A form about one organisation."""
    context = {"unit": unit, "form": form, "heading": heading, "verb": verb, "advice": advice}
    return render(request, "mediation/organisations/form.html", context, status=status_of(form))
