"""Asking for the ledger as a table: what will be in it, and why numbers are wanted in clear."""

from uuid import uuid4

from django import forms
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.cases.access import SHORTEST_REASON
from governance.cases.filters import FilterForm
from governance.cases.pages import MOST_COUNTED
from governance.cases.refusals import StepNotAllowed
from governance.jobs import work

from .jobs import EXPORT, words_of
from .models import Petition


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
        told = super().clean()
        if told.get("in_clear") and len(told.get("reason", "").strip()) < SHORTEST_REASON:
            self.add_error("reason", "请写明使用事由，至少四个字。")
        return told


@require_http_methods(["GET", "HEAD", "POST"])
def export(request):
    """The question what to export; once answered, the job that does it."""
    now = timezone.now()
    if "cases.export_case" not in request.standing.permissions:
        raise StepNotAllowed("您的岗位不能导出台账。")
    personal = "cases.view_personal" in request.standing.permissions
    filters = FilterForm(request.GET, kinds=("petition",))
    filters.is_valid()
    sent = request.POST if request.method == "POST" else None
    form = ExportForm(sent, personal=personal, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        params = {"query": request.GET.urlencode()}
        if told.get("in_clear"):
            params["reason"] = told["reason"].strip()
        job = work.ask(EXPORT, owner=request.user, at=now, params=params, key=f"export:{told['token']}")
        return redirect("job", pk=job.pk)
    found = filters.applied(
        Petition.objects.visible_to(request.user), user=request.user, standing=request.standing, now=now
    )
    counted = found.order_by()[: MOST_COUNTED + 1].count()
    context = {
        "form": form,
        "words": words_of(filters),
        "count_text": f"{counted:,} 件" if counted <= MOST_COUNTED else f"{MOST_COUNTED:,} 件以上",
        "back": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    return render(request, "petitions/export.html", context, status=422 if request.method == "POST" else 200)
