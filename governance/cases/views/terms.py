"""The terms of the law as the deadlines follow them."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.database.in_force import in_force
from governance.frame.days import office_day
from governance.frame.forms.plausible import PlannedDay
from governance.frame.forms.posted import VersionField, posted, refusals_on, status_of
from governance.frame.pages.paging import page_of_list
from governance.organisation.accounts.login_records import acting

from ..law import term_versions
from ..models import Term

KEEPS = "cases.manage_reference"


class VersionForm(forms.Form):
    """A term as it will be, from which day, and what says so."""

    amount = forms.IntegerField(label="期限", min_value=1, max_value=3650, error_messages={"required": "请填写期限。"})
    extension_cap = forms.IntegerField(
        label="最长延期", required=False, min_value=0, max_value=3650, help_text="0 是不能延长，不填是没有上限。"
    )
    article = forms.CharField(label="条文", max_length=120, error_messages={"required": "请写明条文。"})
    basis = forms.CharField(
        label="依据",
        max_length=300,
        help_text="条文怎样规定，或者本县的决定和文号。",
        error_messages={"required": "请写明依据。"},
    )
    effective_from = PlannedDay(label="施行日期", error_messages={"required": "请填写施行日期。"})
    version = VersionField()


@require_safe
def terms_page(request):
    """Every term in effect, with its article, and the versions before it."""
    today = office_day(timezone.now())
    terms = Term.objects.filter(in_force(today)).order_by("code", "-version")
    query = request.GET.get("q", "").strip()[:40]
    if query:
        terms = terms.filter(Q(name__contains=query) | Q(article__contains=query) | Q(basis__contains=query))
    coming = {term.code: term for term in Term.objects.filter(effective_from__gt=today).order_by("version")}
    rows = [
        {
            "name": term.name,
            "start": term.start_event,
            "length": f"{term.length}{'（由机关定明）' if term.amount_is_set else ''}",
            "roll": "顺延" if term.roll else "不顺延",
            "extension": _extension(term),
            "pause": term.pause_rule,
            "article": term.article,
            "basis": term.basis,
            "source": term.get_source_display(),
            "since": f"{term.effective_from}",
            "version": term.version,
            "code": term.code,
            "coming": _coming(coming.get(term.code)),
            "is_window": term.is_window,
        }
        for term in terms
    ]
    keeps = KEEPS in request.standing.permissions
    page = page_of_list(request, rows, unit="项")
    context = {"page": page, "rows": page.rows, "query": query, "keeps": keeps}
    return render(request, "cases/deadlines/term_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(KEEPS, raise_exception=True)
def term_version(request, code: str):
    """The term as it stands, and the form for a version of it that holds from a day on."""
    try:
        newest = term_versions.newest_of(code)
    except Term.DoesNotExist as error:
        raise Http404("没有这个期限。") from error
    stands = {name: getattr(newest, name) for name in ("amount", "extension_cap", "article", "basis", "version")}
    form = VersionForm(posted(request), initial=stands)
    unit, longer = newest.get_unit_display(), newest.get_extension_unit_display() or newest.get_unit_display()
    form.fields["amount"].label, form.fields["extension_cap"].label = f"期限（{unit}）", f"最长延期（{longer}）"
    if form.is_valid():
        with refusals_on(form):
            told = dict(form.cleaned_data)
            version = told.pop("version")
            added = term_versions.add_version(
                code, term_versions.NewVersion(**told), version=version, **acting(request)
            )
            messages.success(request, f"“{added.name}”第 {added.version} 版自 {added.effective_from} 起施行。")
            return redirect("cases:terms")
    context = {"form": form, "term": newest}
    return render(request, "cases/deadlines/term_form.html", context, status=status_of(form))


def _coming(term: Term | None) -> str:
    """What it will be, and from when; empty where nothing is to change."""
    return f"第 {term.version} 版 {term.effective_from} 起 {term.length}" if term else ""


def _extension(term: Term) -> str:
    if term.extension_cap == 0:
        return "不能延长"
    unit = Term(amount=term.extension_cap or 1, unit=term.extension_unit or term.unit).length
    cap = f"最多 {unit}" if term.extension_cap else "没有上限"
    return f"{cap}，{term.extension_approver}批准" if term.extension_approver else cap
