"""The academy on screen: courses, the test of one, what is asked in it, and the certificate of who passed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.days import office_day
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.forms.weighed import Weighed, weigh
from governance.frame.pages.paging import Order, page_of
from governance.frame.wording import in_figures
from governance.organisation.accounts.login_records import acting
from governance.registers.access import may_change
from governance.registers.models import Entry

from ..models import Question, Sitting
from ..organisations.access import viewers_only
from ..organisations.views import tabs
from . import actions as academy
from .forms import QuestionForm, TestForm

SEE = "cases.view_case"


@viewers_only
@require_safe
def course_list(request):
    """The courses in force, what each is worth, and how far the reader has come."""
    page = page_of(request, academy.courses(), Order(newest_first=True), unit="门")
    asked = academy.asked_in(page.rows)
    mine = academy.best_of(request.user, page.rows)
    rows = [
        {"course": academy.read(entry), "asked": asked.get(entry.pk, 0), "mine": mine.get(entry.pk)}
        for entry in page.rows
    ]
    certificates = academy.certificates_of(request.user)
    context = {"page": page, "rows": rows, "tabs": tabs("academy"), "certificates": certificates}
    return render(request, "mediation/academy/list.html", context)


@viewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def course_page(request, pk):
    """One course; those who keep it lay down here what its test asks."""
    entry = _course(pk)
    keeps = may_change(entry, request.standing)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    form = QuestionForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            offered, right = form.cleaned_data["offered"]
            academy.ask(entry, text=form.cleaned_data["text"], offered=offered, right=right, **acting(request))
            messages.success(request, "题目已登记。")
            return redirect("mediation:course", pk)
    context = {
        "course": academy.read(entry),
        "questions": academy.questions_of(entry),
        "keeps": keeps,
        "units": academy.passed_by_unit(entry) if keeps else [],
        "sittings": Sitting.objects.filter(course=entry, user=request.user),
        "passed": academy.passed(entry, request.user),
        "form": form,
    }
    return render(request, "mediation/academy/course.html", context, status=status_of(form))


@viewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def end_question(request, pk, question):
    """What follows if something is asked no longer, and why; then it is left out of the test."""
    entry = _course(pk)
    if not may_change(entry, request.standing):
        raise PermissionDenied
    rows = Question.objects.select_related("course__unit", "course__area")
    ended = get_object_or_404(rows, pk=question, course=entry, is_active=True)

    def act(reason: str):
        academy.drop(ended, reason=reason, **acting(request))
        messages.success(request, "题目已停用，以前的答卷不变。")
        return redirect("mediation:course", pk)

    left, sat = len(academy.questions_of(entry)) - 1, Sitting.objects.filter(course=entry).count()
    says = (
        f"题目：{ended.text}",
        f"从现在起测试只问其余 {left} 题。" if left else "这是最后一题，停用以后这门课没有网上测试。",
        f"已有的 {sat} 份答卷、成绩和证书不变。停用以后不能恢复，要再问就重新登记。",
    )
    back = reverse("mediation:course", args=[pk]), entry.name
    return weigh(request, Weighed("停用题目", entry.name, says, back), act)


@viewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def test(request, pk):
    """The test of a course is answered; the marks are said at once."""
    entry = _course(pk)
    questions = academy.questions_of(entry)
    if not questions:
        raise Http404("这门课没有测试。")
    if academy.passed(entry, request.user) is not None:
        messages.info(request, "这门课您已经合格，不用再测试。")
        return redirect("mediation:course", pk)
    form = TestForm(questions, posted(request))
    if form.is_valid():
        with refusals_on(form):
            unit = request.standing.posts_with(SEE)[0].unit_id
            sitting = academy.sit(entry, form.given(), unit_id=unit, **acting(request))
            _say(request, sitting)
            return redirect("mediation:course", pk)
    context = {"course": academy.read(entry), "form": form, "cancel_url": reverse("mediation:course", args=[pk])}
    return render(request, "mediation/academy/test.html", context, status=status_of(form))


def _say(request, sitting: Sitting) -> None:
    told = f"得 {sitting.marks} 分，及格 {sitting.wanted} 分"
    if sitting.has_passed:
        messages.success(request, f"{told}，合格。证书编号 {sitting.number}。")
    else:
        messages.warning(request, f"{told}，没有合格。看过资料以后可以再测试。")


@require_safe
def certificate(request, pk):
    """The certificate of who passed, to be printed: for that person, and for those who keep the course."""
    rows = Sitting.objects.select_related("course__unit", "course__area", "user", "unit")
    sitting = get_object_or_404(rows, pk=pk, number__isnull=False)
    if sitting.user != request.user and not may_change(sitting.course, request.standing):
        raise Http404("没有这张证书。")
    context = {"sitting": sitting, "day": office_day(sitting.at), "words": _words_of(sitting)}
    return render(request, "mediation/academy/certificate.html", context)


def _words_of(sitting: Sitting) -> str:
    hours = f"，计 {sitting.hours} 学时" if sitting.hours else ""
    return (
        f"{sitting.user.name}（{sitting.unit.name}）于{in_figures(office_day(sitting.at))}"
        f"学完“{sitting.course.name}”课程{hours}，测试得 {sitting.marks} 分，合格，准予结业。"
    )


def _course(pk: int) -> Entry:
    return get_object_or_404(academy.courses().select_related("area"), pk=pk)
