"""Which duties ended in a period in time, which late and by how much, and which are late still; by unit.

What was late counts as late however it ended: answered, withdrawn, merged, regraded, passed on or dated anew.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases import registry
from governance.cases.lists.views import list_behind
from governance.cases.models import Case, Clock
from governance.cases.models.case import UNTIL
from governance.cases.models.term import PROMISE
from governance.frame.days import office_day, office_moment
from governance.frame.pages.tables import Cell, Linked, Row, Table, share
from governance.frame.refusals import StepNotAllowed
from governance.organisation.models import Unit

from .first_handling import FirstForm
from .vocabulary import OWN_KINDS

LATE = Q(outcome=Clock.Outcome.MISSED)
FIGURES = {
    "due": ("到期", Q()),
    "kept": ("按期办结", Q(outcome=Clock.Outcome.MET)),
    "late": ("超期办结", LATE),
    "owed": ("现在仍超期", Q(ended_at=None)),
}
LABELS = {name: label for name, (label, _) in FIGURES.items()}
RATE, LONGEST, SUM = "按期率", "最长超期（天）", "合计"


def clocks_due(user, standing, told: dict, now) -> QuerySet:
    """Duties whose day lay in the period and is over, or that ended in it, for which the reader's units are responsible
    or units in their area; ``responsible`` is the unit that had to meet them when the day passed, wherever the case has
    gone since. What was ended before its day, and rights that lapse, are not among them.
    """
    first, end = office_moment(told["start"]), office_moment(told["end"] + timedelta(days=1))
    kinds = (told["kind"],) if told.get("kind") else tuple(code for code in registry.KINDS if code not in OWN_KINDS)
    alive = Q(GreaterThanOrEqual(UNTIL, first), opened_at__lt=end)
    cases = Case.objects.visible_to(user, kinds=kinds).filter(alive, kind__in=kinds)
    own = Q(charged_to=None) & standing.within("case__lead_unit") | standing.within("charged_to")
    ended = Q(outcome__in=(Clock.Outcome.MET, Clock.Outcome.MISSED))
    # By the day an index finds them, term by term; of the moment, the day's last, there is none.
    days = {"due__gte": told["start"], "due__lte": told["end"]}
    found = Clock.objects.filter(own, case__in=cases.values("pk"), is_window=False, **days)
    found = found.annotate(responsible=Coalesce("charged_to", "case__lead_unit"))
    return found.filter(ended | Q(ended_at=None, due_at__lte=now)).exclude(term__ladder=PROMISE)


def rows(clocks: QuerySet, asked: dict, now) -> list[Row]:
    """A line a unit, those with most that was late first, the sum above them; every number opens its cases."""
    by = ExpressionWrapper(Coalesce("ended_at", Value(now)) - F("due_at"), DurationField())
    counts: dict[str, Aggregate] = {
        name: Count("case", filter=rule, distinct=True) for name, (_, rule) in FIGURES.items()
    }
    counts |= {f"{name}_terms": Count("pk", filter=rule) for name, (_, rule) in FIGURES.items()}
    counts["longest"] = Max(by, filter=LATE | Q(ended_at=None))
    found = {row["responsible"]: row for row in clocks.order_by().values("responsible").annotate(**counts)}
    if not found:
        return []
    linked = Linked(reverse("supervision:late_cases"), asked)
    names = dict(Unit.objects.filter(pk__in=found).values_list("pk", "name"))
    total = {name: sum(row[name] for row in found.values()) for name in counts if name != "longest"}
    total["longest"] = max((row["longest"] for row in found.values() if row["longest"]), default=None)
    order = sorted(found, key=lambda pk: (-found[pk]["late"] - found[pk]["owed"], names[pk]))
    return [_row(SUM, total, linked), *(_row(names[pk], found[pk], linked, unit=pk) for pk in order)]


def _row(label: str, counts: dict, linked: Linked, **where) -> Row:
    kept, terms = counts["kept_terms"], counts["due_terms"]
    days = counts["longest"].days + 1 if counts["longest"] else 0
    rate = Cell(f"{share(kept, terms)}（{kept}/{terms}）")
    return Row(label, [*linked.cells(counts, FIGURES, **where), rate, Cell(str(days or "—"), value=days)])


@require_safe
def late_page(request):
    """How units kept their terms in a period."""
    now = timezone.now()
    form = _asked(request, now)
    context: dict[str, Any] = {"filter_form": form}
    if form.is_valid():
        clocks = clocks_due(request.user, request.standing, form.cleaned_data, now)
        found = rows(clocks, form.cleaned_data, now)
        context["table"] = Table("late", "期限情况", [*LABELS.values(), RATE, LONGEST], found, first="责任单位")
    return render(request, "supervision/lateness_list.html", context)


def _asked(request, now) -> FirstForm:
    if "cases.view_case" not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不办理事项，不能查看期限情况。")
    form = FirstForm(request.GET, office_day(now))
    form.fields["start"].label = "到期日期从"
    return form


@require_safe
def late_list(request):
    """The cases behind one figure."""
    now = timezone.now()
    form = _asked(request, now)
    label, rule = FIGURES.get(request.GET.get("figure", "late"), ("", None))
    unit = request.GET.get("unit", "")
    if rule is None or not form.is_valid() or (unit and not (unit.isdecimal() and len(unit) < 10)):
        raise Http404("没有这项统计。")
    clocks = clocks_due(request.user, request.standing, form.cleaned_data, now).filter(rule)
    words = [f"{form.cleaned_data['start']} 至 {form.cleaned_data['end']} 到期"]
    if unit:
        clocks = clocks.filter(responsible=int(unit))
        words += Unit.objects.filter(pk=int(unit)).values_list("name", flat=True)
    return list_behind(
        request,
        Case.objects.filter(pk__in=clocks.values("case")),
        title=f"期限：{label}",
        words=words,
        of="期限情况",
        back=f"{reverse('supervision:late')}?{form.query()}",
        empty_text="换一段时间或者换一项统计再看。",
    )
