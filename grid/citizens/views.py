"""Reporting to a grid by the card on the wall: without a login, and without a script."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from governance.cases.law.in_force import term_for
from governance.citizens import brake, codes, drafts, filing, proof
from governance.citizens.brake import Limit
from governance.citizens.pages import once, page_again, private, sent_page
from governance.frame.days import day_text, office_day
from governance.frame.forms.posted import posted, show_refusal
from governance.frame.refusals import Refusal
from governance.organisation.areas.lying import goes_on_as
from governance.organisation.models import Area, Unit
from governance.organisation.units import unit_above

from ..events.actions import report_event
from ..models import Grid, GridEvent
from .forms import HereForm

KIND = "grid"
SEND = Limit("grid", address=10, proven=60, overall=1000, overall_proven=8000)


@private("GET", "HEAD", "POST")
def report_here(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind the code on the card; what is told becomes an event of the grid, or of the one that took it
    over, sent twice one."""
    now = timezone.now()
    code = goes_on_as(code)
    grid = Grid.objects.select_related("area__parent__parent").filter(area_id=code).first()
    unit = _unit(grid.area) if grid else None
    if grid is None or unit is None:
        raise Http404("没有这个网格。")
    draft = drafts.of(request, KIND, now)
    draft = draft if draft and goes_on_as(drafts.told(draft).get("of", "")) == code and not draft.case_id else None
    form = HereForm(posted(request), initial=drafts.told(draft).get("said"))
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            draft = filing.kept(request, KIND, draft, form, limit=SEND, at=now, of=code)
            filing.sort_out(request, draft)
            if request.POST.get("then") != "stay" and form.is_valid():
                return _reported(request, grid, unit, draft, form, now)
        except Refusal as refused:
            refusal = refused
            show_refusal(form, refused)
    return _page(request, grid, draft, form, refusal)


def _unit(area: Area) -> Unit | None:
    """The village that looks after the grid, or the centre above it."""
    village = {"area": area.parent, "kind": Unit.Kind.VILLAGE}
    own = Unit.objects.filter(**village, is_active=True).order_by("position", "pk").first()
    return own or unit_above(Unit(**village))


def _reported(request: HttpRequest, grid: Grid, unit: Unit, draft, form: HereForm, now) -> HttpResponse:
    if not request.FILES:
        brake.pass_by(SEND, request, proven=proof.is_proven(request, SEND.door, now), at=now)
    with transaction.atomic():
        if once(request, f"grid {grid.area_id}", now):
            held = drafts.open_draft(draft) if draft else drafts.write_all(None, KIND, {"of": grid.area_id}, at=now)
            event: GridEvent = form.event(grid)
            event.lead_unit, event.opened_at = unit, now
            report_event(event, actor=None, at=now, people=form.people(), files=drafts.taken(held))
            left = {"number": event.number, "code": codes.give(event, at=now), "unit": unit.name}
            left["within"] = term_for("event.accept", office_day(now)).length
            held.changed_at = now
            drafts.finish(held, event, left | {"sent": day_text(office_day(now))})
            return drafts.remember(redirect("grid_citizens:reported"), held)
    return redirect("grid_citizens:reported")


def _page(request: HttpRequest, grid: Grid, draft, form: HereForm, refusal: Refusal | None) -> HttpResponse:
    context = {"shown": grid, "files": filing.waiting(draft)}
    answer = page_again(request, "grid/citizens/report.html", context, form, refusal, SEND)
    return answer if draft is None else drafts.remember(answer, draft)


@private("GET", "HEAD", "POST")
def reported(request: HttpRequest) -> HttpResponse:
    """Number and code of what was reported."""
    return sent_page(request, KIND, "grid/citizens/done.html", otherwise="publications:front")
