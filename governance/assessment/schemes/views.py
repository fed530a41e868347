"""The schemes of every year, one with its items and what it came to on last year's figures, and writing one."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.fields.kind import Setting, told_in
from governance.figures.measures import MEASURES, RATES
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, refusals_told, status_of, version_read
from governance.organisation.accounts.login_records import acting
from governance.organisation.standing import Standing

from ..access import SEE, assesses, check_assesses, scheme_for
from ..grounds import GROUNDS
from ..models import Scheme
from ..scoring import SCOPES, WAYS, ScoredItem
from . import defining
from .assessed import KINDS, units_of
from .forms import HeadForm, ItemForm, ReviseForm, head_facts, initial_of, item_facts
from .items import PILOT, typed_of

staff_only = permission_required(SEE, raise_exception=True)


@staff_only
@require_safe
def schemes(request):
    """Every scheme by year; drafts for whoever assesses."""
    manages = assesses(request.standing)
    shown = Scheme.objects.defer("tried") if manages else Scheme.objects.defer("tried").exclude(state="draft")
    groups: dict[str, list[dict]] = {}
    for each in shown:
        kinds = "、".join(dict(KINDS)[kind] for kind in each.unit_kinds)
        row = {"scheme": each, "kinds": kinds, "items": len(each.items)}
        groups.setdefault(f"{each.year} 年", []).append(row)
    return render(request, "assessment/schemes.html", {"groups": groups.items(), "manages": manages})


@staff_only
@require_safe
def scheme(request, pk: int):
    """What it is for, its items with their rules and where their numbers come from, and what it came to when tried."""
    return _page(request, scheme_for(request.standing, pk))


def _page(request, found: Scheme, *, status: int = 200, revise_form: ReviseForm | None = None):
    items = found.asked
    manages = assesses(request.standing)
    context = {
        "scheme": found,
        "kinds": [dict(KINDS)[kind] for kind in found.unit_kinds],
        "units": [unit.short_name for unit in units_of(found)],
        "items": [_row(item) for item in items],
        "pilot": [(task, [item.text for item in items if number in item.pilot]) for number, task in PILOT.items()],
        "given": sum(item.weight for item in items),
        "tried_on": defining.tried_on(found, office_day(timezone.now())).label if found.is_draft else "",
        "tried_any": any(row["total"] for row in found.tried.get("rows", [])),
        "manages": manages,
        "writes": manages and found.is_draft,
        "revise_form": revise_form or ReviseForm(initial={"year": found.year}),
    }
    return render(request, "assessment/scheme.html", context, status=status)


def _row(item: ScoredItem) -> dict:
    scope = f"（{dict(SCOPES)[item.scope]}）" if item.part else ""
    return {
        "item": item,
        "way": dict(WAYS)[item.way],
        "from": f"{_source_words(item)}{scope}",
        "explains": " ÷ ".join(filter(None, (_rule_words(item.part), "、".join(map(_rule_words, item.whole))))),
    }


def _source_words(item: ScoredItem) -> str:
    if not item.part:
        return f"人工，参考{GROUNDS[item.source].label}" if item.source in GROUNDS else "人工"
    told = RATES.get(item.source) or MEASURES[item.part]
    return f"{told.subject}：{told.label}"


def _rule_words(code: str) -> str:
    return f"{MEASURES[code].label}：{MEASURES[code].rule}" if code else ""


@require_http_methods(["GET", "HEAD", "POST"])
def new_scheme(request):
    """A draft of the county's own."""
    check_assesses(request.standing)
    form = HeadForm(*_asked(request, head_facts()))
    if form.is_valid():
        with refusals_on(form):
            made = defining.add_scheme(form.head(), **acting(request))
            messages.success(request, f"已起草“{made.name}”，接着写考核项目。")
            return redirect("assessment:scheme", pk=made.pk)
    return render(request, "assessment/scheme_head.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def head(request, pk: int):
    """What a draft says of itself."""
    found = _written(request.standing, pk)
    begin = vars(defining.head_of(found)) | {"units": [str(unit) for unit in found.units]}
    form = HeadForm(*_asked(request, head_facts()), initial=begin)
    if form.is_valid():
        with refusals_on(form):
            held = defining.change_head(found, form.head(), version=version_read(request.POST), **acting(request))
            messages.success(request, f"方案“{held.name}”已修改。")
            return redirect("assessment:scheme", pk=pk)
    return render(request, "assessment/scheme_head.html", {"form": form, "scheme": found}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def item(request, pk: int, name: str = ""):
    """One item of a draft, a new one without a name."""
    found = _written(request.standing, pk)
    stands = next((each for each in found.asked if each.name == name), None)
    if name and stands is None:
        raise Http404("方案中没有这个项目。")
    form = ItemForm(*_asked(request, item_facts()), initial=initial_of(typed_of(stands)) if stands else None)
    if form.is_valid():
        with refusals_on(form):
            version = version_read(request.POST)
            defining.put_item(found, form.item(), name=name, version=version, **acting(request))
            messages.success(request, "项目已保存；方案改过以后要重新试算。")
            return redirect("assessment:scheme", pk=pk)
    context = {"form": form, "scheme": found, "item": stands}
    return render(request, "assessment/scheme_item.html", context, status=status_of(form))


@require_POST
def drop_item(request, pk: int, name: str):
    """The draft has the item no more."""
    return _done(request, pk, defining.drop_item, "项目已删去。", name)


@require_POST
def try_scheme(request, pk: int):
    """What every unit would have come to."""
    found = _written(request.standing, pk)
    told = {"version": version_read(request.POST), "actor": request.user, "at": timezone.now()}
    with refusals_told(request):
        held = defining.try_scheme(found, **told)
        messages.success(request, f"已用 {held.tried['period']}的数据试算，共 {len(held.tried['rows'])} 个单位。")
    return redirect("assessment:scheme", pk=pk)


@require_POST
def put_in_force(request, pk: int):
    """Units are assessed by it from now on."""
    return _done(request, pk, defining.put_in_force, "方案已施行。")


@require_POST
def drop_draft(request, pk: int):
    """The draft is given up."""
    found, version = _written(request.standing, pk), version_read(request.POST)
    with refusals_told(request):
        defining.drop_draft(found, version=version, **acting(request))
        messages.success(request, "草案已删去。")
        return redirect("assessment:schemes")
    return redirect("assessment:scheme", pk=pk)


@require_POST
def revise(request, pk: int):
    """A draft begins with what the scheme says."""
    found = scheme_for(request.standing, pk)
    check_assesses(request.standing)
    form = ReviseForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            made = defining.revise(found, **form.cleaned_data, **acting(request))
            messages.success(request, f"已形成 {made.year} 年第 {made.edition} 版草案。")
            return redirect("assessment:scheme", pk=made.pk)
    return _page(request, found, revise_form=form, status=status_of(form))


def _done(request, pk: int, verb, said: str, *args):
    found, version = _written(request.standing, pk), version_read(request.POST)
    with refusals_told(request):
        verb(found, *args, version=version, **acting(request))
        messages.success(request, said)
    return redirect("assessment:scheme", pk=pk)


def _written(standing: Standing, pk: int) -> Scheme:
    found = scheme_for(standing, pk)
    check_assesses(standing)
    return found


def _asked(request, facts) -> tuple[Setting, dict | None]:
    return Setting(timezone.now(), request.user), told_in(request, facts, "version")
