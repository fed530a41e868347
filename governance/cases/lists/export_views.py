"""Asking for a ledger as a table: what will be in it, and why numbers are wanted in clear."""

from uuid import uuid4

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.frame.days import office_day
from governance.frame.forms.posted import posted, status_of
from governance.frame.pages.paging import count_up_to, count_words
from governance.frame.refusals import StepNotAllowed
from governance.jobs import work

from ..access import SHORTEST_REASON
from . import ledger as ledgers
from .filters import FilterForm
from .ledger_jobs import EXPORT, PERMISSION, words_of


class ExportForm(forms.Form):
    """``token`` makes a double click one job."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    in_clear = forms.BooleanField(label="电话号码不掩码", required=False)
    reason = forms.CharField(
        label="使用事由",
        max_length=200,
        required=False,
        help_text="电话号码不掩码时须写明，与导出的行数、筛选条件一并记入安全审计记录。",
    )

    def __init__(self, data, *, personal: bool, **kwargs):
        super().__init__(data, **kwargs)
        if not personal:
            del self.fields["in_clear"], self.fields["reason"]

    def clean(self):
        super().clean()
        told = self.cleaned_data
        if told.get("in_clear") and len(told.get("reason", "").strip()) < SHORTEST_REASON:
            self.add_error("reason", "请写明使用事由，至少四个字。")
        return told


@require_http_methods(["GET", "HEAD", "POST"])
def export(request, code: str):
    """The question what to export; once answered, the job that does it."""
    now = timezone.now()
    ledger = ledgers.LEDGERS.get(code)
    if ledger is None:
        raise Http404
    if PERMISSION not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不能导出台账。")
    personal = "cases.view_personal" in request.standing.permissions
    filters = FilterForm(request.GET, kinds=ledger.listing.kinds, own=ledger.listing.own)
    filters.is_valid()
    form = ExportForm(posted(request), personal=personal, initial={"token": uuid4()})
    if form.is_valid():
        told = form.cleaned_data
        params = {"ledger": code, "query": request.GET.urlencode()}
        if told.get("in_clear"):
            params["reason"] = told["reason"].strip()
        job = work.ask(EXPORT, owner=request.user, at=now, params=params, key=f"export:{told['token']}")
        return redirect("job", pk=job.pk)
    cases = ledger.visible_to(request.user, office_day(now), filters.wanted)
    found = filters.applied(cases, user=request.user, standing=request.standing, now=now, due=ledger.listing.due)
    context = {
        "form": form,
        "ledger": ledger,
        "columns": "、".join(column.label for column in ledger.all_columns()),
        "words": words_of(filters),
        "count_text": count_words(count_up_to(found), "件"),
        "back": reverse(ledger.kind.list_name, query=request.GET),
    }
    return render(request, "cases/lists/export.html", context, status=status_of(form))
