"""First handling (首办): of what came in for the first time in a period, how much the first competent unit has kept.

Whoever took in what the law sends on to another has not passed the buck: that other one answers for it.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from governance.cases import registry
from governance.cases.knowing.queryset import known_by
from governance.cases.lists.views import list_behind
from governance.cases.models import Case, CaseLink
from governance.cases.models.case import opened_between
from governance.frame.days import ONE_DAY, has_just_begun, office_day, office_moment
from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import SEARCHED, PlausibleDay
from governance.frame.forms.rendering import PlainSelect
from governance.frame.pages.tables import Cell, Linked, Row, Table, share
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Unit
from governance.organisation.standing import Standing

LONGEST = 366
# What a figure counts among the cases that came in for the first time.
FIGURES = {
    "received": ("初次收到", Q()),
    "kept": ("首办单位自办", Q(lead_unit=F("answering"))),
    "passed": ("转出", ~Q(lead_unit=F("answering"))),
    "settled": ("自办已办结", Q(lead_unit=F("answering"), closed_at__isnull=False)),
}
LABELS = {name: label for name, (label, _) in FIGURES.items()}
RATE = "首办率"


class FirstForm(forms.Form):
    """The days in which the cases came in, and their kind."""

    start = PlausibleDay(reach=SEARCHED, label="登记日期从", error_messages={"invalid": "请填写日期。"})
    end = PlausibleDay(reach=SEARCHED, label="到", error_messages={"invalid": "请填写日期。"})
    kind = forms.ChoiceField(label="种类", required=False, widget=PlainSelect)

    def __init__(self, query, today: date):
        data = query.dict() if query.get("start") or query.get("end") else {**query.dict(), **_month(today)}
        super().__init__(data, auto_id="filter_%s")
        field_in(self, "kind").choices = [("", "全部"), *counted_kinds().items()]

    def clean(self):
        told = super().clean() or {}
        start, end = told.get("start"), told.get("end")
        if start and end and end < start:
            self.add_error("end", "结束日期不能早于开始日期。")
        elif start and end and (end - start).days > LONGEST:
            self.add_error("end", "一次最多统计一年。")
        return told

    def query(self) -> str:
        """The choice as it stands in an address."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})


def _month(today: date) -> dict[str, str]:
    first = today.replace(day=1)
    last = first - ONE_DAY if has_just_begun(first, today) else today
    return {"start": last.replace(day=1).isoformat(), "end": last.isoformat()}


def counted_kinds() -> dict[str, str]:
    """The kinds that people bring to a desk: those that have a register page."""
    return {code: kind.workflow.label for code, kind in registry.KINDS.items() if kind.register_name}


def came_first() -> QuerySet:
    """Cases that came in for the first time; ``answering`` is the first unit that was competent. What repeats a hidden
    case counts as if it had come first.
    """
    repeats = CaseLink.objects.filter(case=OuterRef("pk"), kind=CaseLink.Kind.REPEAT)
    repeats = repeats.exclude(other__confidentiality=Case.Confidentiality.RESTRICTED)
    found = Case.objects.annotate(answering=Coalesce("competent_unit", "first_unit"))
    return found.filter(~Exists(repeats), kind__in=tuple(counted_kinds()), merged_into=None, parent=None)


def answered_for(standing: Standing) -> Q:
    """The condition that the unit which answers for a case is the reader's or lies in their area."""
    return Q(competent_unit=None) & standing.within("first_unit") | standing.within("competent_unit")


def answering_units(standing: Standing) -> list[int]:
    """The units of which ``answered_for`` lets the reader be told."""
    own = Q(pk__in=standing.units) | standing.inside("area")
    return list(Unit.objects.order_by().filter(own).values_list("pk", flat=True))


def first_cases(standing: Standing, told: dict) -> QuerySet:
    """Those of them of the period and of the kind that are asked for, as the reader may know them."""
    kinds = (told["kind"],) if told.get("kind") else tuple(counted_kinds())
    first = office_moment(told["start"])
    end = office_moment(told["end"] + timedelta(days=1))
    known = came_first().filter(known_by(standing, kinds=kinds), kind__in=kinds)
    return known.filter(opened_between(first, end), answered_for(standing), opened_at__gte=first, opened_at__lt=end)


def rows(cases: QuerySet, asked: dict) -> list[Row]:
    """A line a unit in the county's order, the sum above them; every number opens its cases."""
    counts = {name: Count("pk", filter=rule) if rule else Count("pk") for name, (_, rule) in FIGURES.items()}
    found = {row["answering"]: row for row in cases.order_by().values("answering").annotate(**counts)}
    if not found:
        return []
    linked = Linked(reverse("supervision:first_cases"), asked)
    units = Unit.objects.filter(pk__in=found).values_list("pk", "name")
    total = {name: sum(row[name] for row in found.values()) for name in FIGURES}
    return [_row("合计", total, linked), *(_row(name, found[pk], linked, unit=pk) for pk, name in units)]


def _row(label: str, counts: dict, linked: Linked, **where) -> Row:
    of = f"（{counts['kept']}/{counts['received']}）" if counts["received"] else ""
    rate = Cell(f"{share(counts['kept'], counts['received'])}{of}")
    return Row(label, [*linked.cells(counts, FIGURES, **where), rate])


@require_safe
def first_page(request):
    """The rate of first handling by unit."""
    form = _asked(request)
    context: dict[str, Any] = {"filter_form": form}
    if form.is_valid():
        cases = first_cases(request.standing, form.cleaned_data)
        found = rows(cases, form.cleaned_data)
        context["table"] = Table("first", "首办情况", [*LABELS.values(), RATE], found, first="首办单位")
    return render(request, "supervision/first_handling_list.html", context)


def _asked(request) -> FirstForm:
    if "cases.view_case" not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不办理事项，不能查看首办情况。")
    return FirstForm(request.GET, office_day(timezone.now()))


@require_safe
def first_list(request):
    """The cases behind one figure."""
    form = _asked(request)
    label, rule = FIGURES.get(request.GET.get("figure", "received"), ("", None))
    unit = request.GET.get("unit", "")
    if rule is None or not form.is_valid() or (unit and not (unit.isdecimal() and len(unit) < 10)):
        raise Http404("没有这项统计。")
    cases = first_cases(request.standing, form.cleaned_data).filter(rule)
    words = [f"{form.cleaned_data['start']} 至 {form.cleaned_data['end']} 登记"]
    if unit:
        cases = cases.filter(answering=int(unit))
        words += Unit.objects.filter(pk=int(unit)).values_list("name", flat=True)
    return list_behind(
        request,
        cases,
        title=f"首办：{label}",
        words=words,
        of="首办情况",
        back=f"{reverse('supervision:first')}?{form.query()}",
        empty_text="换一段时间或者换一项统计再看。",
    )
