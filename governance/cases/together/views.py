"""What is ticked in a list, or all that it shows, done in one go: the step, its facts, what came of it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.days import office_day
from governance.frame.forms.once import shown_once
from governance.frame.forms.posted import show_refusal

from .. import registry
from ..fields.kind import read_post
from ..law.in_force import shown_with_lengths
from ..lists.asking import asked_for
from ..lists.views import list_at
from ..models import Case
from ..steps.forms import StepForm
from ..workflow import Step
from .choosing import MOST, Candidates, candidates, chosen, offers
from .taking import Results, take_together

# What a sent form says of each case: its number and the version that was read.
MARK = ":"


@require_safe
def choose(request):
    """The chosen cases and the steps that they can take."""
    now = timezone.now()
    cases, beyond = _cases(request, now)
    query = _carried(request)
    steps = [
        (offer, reverse("cases:together_step", args=[offer.name], query=query))
        for offer in offers(cases, request.user, now)
    ]
    rows = [(case, case.lead_unit.short_name) for case in cases]
    context = {"cases": cases, "rows": rows, "beyond": beyond, "most": MOST, "steps": steps, "back": _back(request)}
    return render(request, "cases/together/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, name: str):
    """The facts of the step, once for all cases that can take it, and the step itself when they are sent."""
    if not any(each.together for kind in registry.KINDS.values() if (each := kind.workflow.step(name))):
        raise Http404("没有这一步骤。")
    now = timezone.now()
    if request.method == "POST":
        return _take(request, name, now)
    cases, _ = _cases(request, now)
    found = candidates(cases, name, request.user, now)
    form = _form(request, found.step, found, now) if found.step else None
    return _form_page(request, name, found, form, now)


def _cases(request, now) -> tuple[list[Case], bool]:
    """What was ticked, or the first of all that the list shows; and whether that is more than is done at once."""
    of = request.GET.get("of", "")
    if not of:
        numbers = request.GET.getlist("n")
        return chosen(request.user, numbers), len(numbers) > MOST
    listing, query = list_at(of)
    asked = asked_for(request.user, listing, query, now)
    numbers = list(asked.sorted().values_list("number", flat=True)[: MOST + 1])
    return chosen(request.user, numbers), len(numbers) > MOST


def _carried(request) -> dict:
    of = request.GET.get("of", "")
    return {"of": of} if of else {"n": request.GET.getlist("n")[:MOST], "back": request.GET.get("back", "")}


def _back(request) -> str:
    """The list from which the cases were chosen; the list of all cases where none is named."""
    told = request.POST if request.method == "POST" else request.GET
    address = told.get("of") or told.get("back", "")
    try:
        list_at(address)
    except Http404:
        return reverse("cases:list")
    return address


def _form(request, step: Step, found: Candidates, now, raw: dict | None = None) -> StepForm:
    return StepForm(step, found.able[0].case.own, request.user, raw, at=now, for_many=len(found.able) > 1)


def _form_page(
    request,
    name: str,
    found: Candidates,
    form: StepForm | None,
    now,
    *,
    read: dict[str, int] | None = None,
    status: int = 200,
):
    """A form that was refused names the versions that were ``read`` when it was opened."""
    if form:
        form.leave_unasked()
    cases = [each.case for each in found.able]
    context = {
        "name": name,
        "found": found,
        "marks": [f"{case.number}{MARK}{(read or {}).get(case.number, case.version)}" for case in cases],
        "able": [(each.case, each.case.lead_unit.short_name) for each in found.able],
        "others": [(each.case, each.why) for each in found.others],
        "form": form,
        "explanation": shown_with_lengths(found.step.explained, office_day(now)) if found.step else "",
        "back": _back(request),
    }
    return render(request, "cases/together/form.html", context, status=status)


def _take(request, name: str, now):
    versions = _versions(request.POST.getlist("n"))
    found = candidates(chosen(request.user, versions), name, request.user, now)
    if found.step is None:
        return _form_page(request, name, found, None, now, status=422)
    raw = read_post(found.step.facts, request.POST)
    cases = [each.case for each in found.able]
    results = take_together(cases, name, raw, versions=versions, actor=request.user, at=now)
    if not results.done and results.refusal:
        form = _form(request, found.step, found, now, raw)
        show_refusal(form, results.refusal)
        return _form_page(request, name, found, form, now, read=versions, status=422)
    return _result_page(request, found.step.label, found, results)


def _versions(sent: list[str]) -> dict[str, int]:
    """The version that was read, by number; what says none was not read."""
    told = (each.partition(MARK) for each in sent)
    return {number: int(version) if version.isdecimal() and len(version) < 10 else 0 for number, _, version in told}


def _result_page(request, label: str, found: Candidates, results: Results):
    """Shown once: sent again it leads back to the list."""
    back = _back(request)
    left = [(each.case, each.why) for each in found.others] + [(each.case, each.words) for each in results.refused]
    done = [(each.case, each.words) for each in results.done]
    context = {"label": label, "done": done, "left": left, "back": back}
    return shown_once(render(request, "cases/together/result.html", context), back)
