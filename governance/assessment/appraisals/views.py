"""The pages of one appraisal: its marks and evidence, its result, and how one is opened."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.files.views import handed_out
from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, status_of, version_read
from governance.frame.refusals import StepNotAllowed
from governance.organisation.pickers import area_path

from .. import access
from ..access import SEE, appraisal_for, standard_for
from ..models import Appraisal, AppraisalFile
from ..subjects import subjects
from . import actions
from .forms import MarksForm, OpenForm, ReasonForm
from .rows import history_of, marks_due, valid_until

State = Appraisal.State
staff_only = permission_required(SEE, raise_exception=True)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request, code: str):
    """One subject is appraised."""
    standard = standard_for(code)
    if not access.may_open(standard, request.standing):
        raise StepNotAllowed("您的岗位不发起评定。")
    known = {each.key: each for each in subjects(standard, request.standing)}
    choices = [(key, f"{each.name}（{area_path(each.area)}）") for key, each in known.items()]
    form = OpenForm(choices, posted(request), initial={"subject": request.GET.get("subject", "")})
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            (made,) = actions.open_appraisals(
                standard, [known[told["subject"]]], due_on=told["due_on"], actor=request.user, at=timezone.now()
            )
            messages.success(request, f"已发起评定：{made.name}。")
            return redirect("assessment:appraisal", pk=made.pk)
    return render(request, "assessment/open.html", {"standard": standard, "form": form}, status=status_of(form))


@require_safe
def appraisal(request, pk: int):
    """The items with their marks, what was handed in for them, and the result."""
    return _page(request, appraisal_for(request.standing, pk))


def _page(request, found: Appraisal, *, status: int = 200, form: MarksForm | None = None, **more):
    today = office_day(timezone.now())
    marks = actions.looked_at(found, today) if found.is_running else list(found.marks.prefetch_related("evidence"))
    side = _side(found, request.standing)
    form = form or (MarksForm(marks, side) if side else None)
    context = {
        "appraisal": found,
        "standard": found.standard,
        "place": area_path(found.area),
        "groups": _grouped(marks, form),
        "form": form,
        "side": side,
        "marks_due": marks_due(found, today),
        "valid_until": valid_until(found, today),
        "result": actions.result_words(found) if found.state == State.CONCLUDED else "",
        "marks_here": found.state == State.OPEN and access.may_mark(found, request.standing),
        "concludes": found.is_running and access.may_conclude(found, request.standing),
        "history": history_of(found),
        "case_url": _case_url(found, request.user),
        "again": found.state == State.CONCLUDED
        and not found.passed
        and access.may_open(found.standard, request.standing),
        "reason_form": ReasonForm(),
        **more,
    }
    return render(request, "assessment/appraisal.html", context, status=status)


def _case_url(found: Appraisal, user) -> str:
    """The page of the case that was drawn, for whoever may know of it."""
    if found.case is None or not Case.objects.visible_to(user).filter(pk=found.case_id).exists():
        return ""
    return case_url(found.case)


def _side(found: Appraisal, standing) -> str:
    """Whose marks the person types now: the unit's own, those of whoever concludes, or nobody's."""
    if found.state == State.OPEN and access.may_mark(found, standing):
        return "own"
    return "given" if found.is_running and access.may_conclude(found, standing) else ""


def _grouped(marks, form: MarksForm | None) -> list[tuple[str, list[tuple]]]:
    groups: dict[str, list[tuple]] = {}
    for mark in marks:
        cells = form.cells(mark) if form else None
        groups.setdefault(mark.group, []).append((mark, cells, actions.is_found(mark)))
    return list(groups.items())


@require_POST
def mark(request, pk: int):
    """The unit's own marks, kept or handed in."""
    found = appraisal_for(request.standing, pk)
    if not access.may_mark(found, request.standing):
        raise StepNotAllowed("由自评单位自己评分。")
    return _marked(request, found, "own")


@require_POST
def conclude(request, pk: int):
    """The marks of whoever concludes, and with them the result."""
    found = appraisal_for(request.standing, pk)
    access.check_concludes(found, request.standing)
    return _marked(request, found, "given")


def _marked(request, found: Appraisal, side: str):
    form = MarksForm(actions.looked_at(found, office_day(timezone.now())), side, request.POST)
    if form.is_valid():
        with refusals_on(form):
            by = {"version": version_read(request.POST), "actor": request.user, "at": timezone.now()}
            if side == "given":
                made = actions.conclude(found, form.given(), **by)
                messages.success(request, f"已评定：{actions.result_words(made)}。")
            else:
                hands_in = request.POST.get("then") == "hand_in"
                actions.mark_items(found, form.given(), hands_in=hands_in, **by)
                messages.success(request, "自评已报送，等待评定。" if hands_in else "已保存，尚未报送。")
            return redirect("assessment:appraisal", pk=found.pk)
    return _page(request, found, form=form, status=status_of(form))


@require_POST
def give_back(request, pk: int):
    """The unit marks itself once more."""
    return _for_a_reason(request, pk, actions.give_back, "已退回自评单位。")


@require_POST
def end(request, pk: int):
    """The appraisal comes to nothing."""
    return _for_a_reason(request, pk, actions.end_appraisal, "已取消这次评定。")


def _for_a_reason(request, pk: int, verb, said: str):
    found = appraisal_for(request.standing, pk)
    access.check_concludes(found, request.standing)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            version = version_read(request.POST)
            verb(found, reason=form.cleaned_data["reason"], version=version, actor=request.user, at=timezone.now())
            messages.success(request, said)
            return redirect("assessment:appraisal", pk=pk)
    return _page(request, found, reason_form=form, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request, pk: int, mark_pk: int):
    """The files that show how an item is kept, and more of them."""
    found = appraisal_for(request.standing, pk)
    item = get_object_or_404(found.marks, pk=mark_pk)
    takes = found.state == State.OPEN and access.may_mark(found, request.standing)
    form = ReasonForm({"reason": "-"}) if request.method == "POST" else None
    if form is not None and form.is_valid():
        with refusals_on(form):
            uploads = request.FILES.getlist("files")
            actions.file_with(found, item, uploads, actor=request.user, at=timezone.now())
            messages.success(request, f"已上传 {len(uploads)} 个佐证。")
            return redirect("assessment:evidence", pk=pk, mark_pk=mark_pk)
    context = {"appraisal": found, "mark": item, "files": item.evidence.all(), "takes": takes, "form": form}
    status = status_of(form) if form else 200
    return render(request, "assessment/evidence.html", context, status=status)


@require_safe
def evidence_file(request, pk: int, file_pk: int):
    """A file, for whoever may see the appraisal."""
    found = appraisal_for(request.standing, pk)
    file = AppraisalFile.objects.filter(mark__appraisal=found, pk=file_pk).first()
    if file is None:
        raise Http404("没有这个佐证。")
    return handed_out(request, f"{found.standard} {found.name}", file.path, file.name, file.content_type)
