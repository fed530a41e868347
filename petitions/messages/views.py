"""Messages of another platform in three steps: hand in the file, look at what is in it, load it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.frame.forms.posted import status_of
from governance.frame.refusals import StepNotAllowed
from governance.jobs import work
from governance.jobs.forms import SheetForm
from governance.jobs.models import Job

from ..models import Petition
from .checking import COLUMNS
from .forms import NamingForm
from .jobs import CHECK, LOAD
from .naming import Naming

MOST_QUESTIONS = 50


def _must_import(request) -> None:
    if "cases.import_case" not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不能导入信访件。")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """The file is taken in and a job looks through it; nothing is loaded yet."""
    _must_import(request)
    form = SheetForm(request, label="留言文件")
    if form.is_valid():
        return redirect("job", pk=form.ask(CHECK, owner=request.user, at=timezone.now()).pk)
    return render(request, "petitions/import_form.html", {"form": form, "columns": COLUMNS}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, pk: int):
    """What the file holds, what is wrong with it, and which rows may accuse somebody; confirmed, the good rows are
    loaded, of those that may accuse the ones of which it was said whether they do."""
    _must_import(request)
    check = get_object_or_404(work.jobs_of(request.user), pk=pk, kind=CHECK, state=Job.State.DONE)
    report = check.report
    loadable = report["good"] > 0
    forms = _questions(request, report.get("asked", []))
    if request.method == "POST":
        if not loadable:
            raise Http404("没有可以导入的行。")
        if not [form for form in forms if not form.is_valid()]:
            return _load(request, check, {form.line: form.said for form in forms if form.said})
    context = {"check": check, "report": report, "loadable": loadable, "kept": bool(check.source_path), "forms": forms}
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "petitions/import_preview.html", context, status=status)


def _questions(request, asked: list[dict]) -> list[NamingForm]:
    """One question a row that may accuse somebody and is not in the system yet, as many as a page holds."""
    namings = [Naming(**each) for each in asked]
    numbers = [naming.number for naming in namings]
    standing = set(Petition.objects.filter(source_number__in=numbers).values_list("source_number", flat=True))
    open_ones = [naming for naming in namings if naming.number not in standing]
    data = request.POST if request.method == "POST" else None
    return [NamingForm(data, naming=naming, user=request.user) for naming in open_ones[:MOST_QUESTIONS]]


def _load(request, check: Job, answers: dict[int, dict]):
    params = {"check": check.pk, "skip_bad": bool(check.report["bad"]), "answers": answers}
    job = work.ask(
        LOAD,
        owner=request.user,
        at=timezone.now(),
        params=params,
        key=f"load:{check.pk}:{'.'.join(map(str, sorted(answers)))}",
        source_path=check.source_path,
    )
    return redirect("job", pk=job.pk)
