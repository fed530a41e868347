"""On what law papers rest, which rungs it knows and who may be addressed: seen and changed by the county office."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.database.locking import locked, save_version
from governance.frame.forms.posted import posted, refusals_on, status_of
from governance.frame.refusals import FactMissing
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..models import SubjectLaw
from .forms import LawForm

may_manage = permission_required("cases.manage_reference", raise_exception=True)
COLUMNS = ("rungs", "addressees", "article", "measures", "why")


@require_safe
@may_manage
def law_list(request):
    """Every subject with its papers, addressees and article."""
    return render(request, "supervision/papers/law_list.html", {"rows": SubjectLaw.objects.all()})


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def law_page(request, pk: int):
    """One subject; a post changes what papers about it may be and whom they go to."""
    law = get_object_or_404(SubjectLaw, pk=pk)
    form = LawForm(posted(request), law=law)
    if form.is_valid():
        with refusals_on(form):
            change(law, **form.cleaned_data, **acting(request))
            messages.success(request, f"“{law.name}”的督办依据已保存，此后拟制的文书按新的规定。")
            return redirect("supervision:laws")
    context = {"form": form, "law": law, "back": reverse("supervision:laws")}
    return render(request, "supervision/papers/law_form.html", context, status=status_of(form))


@transaction.atomic
def change(law: SubjectLaw, *, version: int, reason: str, actor, at, ip=None, **told) -> SubjectLaw:
    """Papers proposed from now on follow it; those that went out stay as they were. The decision stands in the record.

    Raises ``FactMissing`` without the decision or, where papers are written, without an article, and ``StaleVersion``
    if somebody else was faster.
    """
    if not reason.strip():
        raise FactMissing({"reason": "请写明依据的决定或者文号。"})
    if told["rungs"] and not told["article"].strip():
        raise FactMissing({"article": "制发文书的，请写明依据的条文。"})
    current = locked(SubjectLaw.objects.all(), law, version, noun=f"“{law.name}”", changed=lambda row: row.said)
    for name in COLUMNS:
        setattr(current, name, told[name])
    save_version(current, *COLUMNS)
    said = f"{current.said}；{reason.strip()}"
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=f"督办依据 {current.name}", reason=said, ip=ip)
    return current
