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

from .checking import COLUMNS
from .jobs import CHECK, LOAD


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
    """What the file holds and what is wrong with it; confirmed, the good rows are loaded."""
    _must_import(request)
    check = get_object_or_404(work.jobs_of(request.user), pk=pk, kind=CHECK, state=Job.State.DONE)
    report = check.report
    loadable = report["good"] > 0
    if request.method == "POST":
        if not loadable:
            raise Http404("没有可以导入的行。")
        job = work.ask(
            LOAD,
            owner=request.user,
            at=timezone.now(),
            params={"check": check.pk, "skip_bad": bool(report["bad"])},
            key=f"load:{check.pk}",
            source_path=check.source_path,
        )
        return redirect("job", pk=job.pk)
    context = {"check": check, "report": report, "loadable": loadable, "kept": bool(check.source_path)}
    return render(request, "petitions/import_preview.html", context)
