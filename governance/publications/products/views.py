"""The page on which a document is asked for."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.assessment.access import visible_periods
from governance.assessment.models import Scheme
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, status_of
from governance.frame.refusals import StepNotAllowed
from governance.jobs import work
from governance.organisation.models import Area, Unit
from governance.organisation.standing import Standing

from .. import access
from ..access import DRAFT, SEE, kind_for
from .documents import DOCUMENTS, SCHEME
from .forms import ChosenForm, MakeForm
from .jobs import MAKE

staff_only = permission_required(SEE, raise_exception=True)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def make(request, code: str):
    """A draft is written from the figures by a job."""
    kind, standing, now = kind_for(code), request.standing, timezone.now()
    document = DOCUMENTS.get(kind.made_as)
    if document is None:
        raise Http404("这种公开发布不按统计指标制作。")
    areas = Area.objects.filter(level__in=(Area.Level.COUNTY, Area.Level.TOWNSHIP))
    areas = areas.filter(_inside(standing.areas_with(DRAFT)))
    unit = Unit.objects.filter(access.units_drafting(kind, standing), pk__in=standing.units).first()
    if unit is None or not standing.areas_with(DRAFT):
        raise StepNotAllowed("由看得到全部事项的起草单位制作。")
    form: ChosenForm | MakeForm
    if document.of:
        form = ChosenForm(
            document.of, _about(document.of, standing), posted(request), initial=request.GET.get(document.of, "")
        )
    else:
        form = MakeForm(document, areas.order_by("code"), posted(request), today=office_day(now))
    if form.is_valid():
        told, said = form.cleaned_data, {"kind": code, "unit": unit.pk}
        if document.of:
            days = {document.of: told[document.of].pk, "area": unit.area_id}
        else:
            days = {name: told[name].isoformat() for name in ("first", "last")}
            days |= {"area": told["area"].pk, "subject": told.get("subject", "")}
        key = f"make:{told['token']}" if told["token"] else None
        return redirect("job", pk=work.ask(MAKE, owner=request.user, at=now, params=said | days, key=key).pk)
    return render(request, "publications/make.html", {"kind": kind, "form": form}, status=status_of(form))


def _about(of: str, standing: Standing) -> QuerySet:
    """What there is to choose from."""
    if of == SCHEME:
        return Scheme.objects.filter(state=Scheme.State.IN_FORCE)
    return visible_periods(standing).filter(published_at__isnull=False)


def _inside(codes: tuple[str, ...]) -> Q:
    found = Q(pk__in=())
    for code in codes:
        found |= Q(code__startswith=code)
    return found
