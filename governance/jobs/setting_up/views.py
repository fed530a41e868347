"""A sheet of areas, units or people: taken in, shown as what it would come to, and written when somebody says so."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from governance.frame.forms.once import shown_once
from governance.frame.forms.posted import refusals_on, status_of
from governance.frame.refusals import Refusal
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Unit
from governance.organisation.roles import EXCLUSIVE, LABELS

from ..forms import SheetForm
from .sheets import KINDS, rows_of, write

managers_only = permission_required("organisation.manage_organisation", raise_exception=True)
SALT, SECONDS = "setting-up", 3600


def _kind(code: str):
    if code not in KINDS:
        raise Http404("没有这种表。")
    return KINDS[code]


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request, code: str):
    """The sheet is read, and the page says what it would come to; nothing is written."""
    kind = _kind(code)
    form = SheetForm(request, label=f"{kind.what}表")
    if form.is_valid():
        with refusals_on(form):
            rows = rows_of(form.table(kind.columns), kind)
            found = write(rows, kind, for_good=False, acting=acting(request))
            is_ready = bool(found.taken) and not found.faults
            sealed = signing.dumps([kind.code, rows], salt=SALT, compress=True) if is_ready else ""
            context = {"kind": kind, "found": found, "sealed": sealed}
            return render(request, "jobs/setting_up/preview.html", context, status=422 if found.faults else 200)
    context = {
        "form": form,
        "kind": kind,
        "kinds": Unit.Kind.labels,
        "sees": Unit.Sees.labels,
        "roles": [label for role, label in LABELS.items() if role not in EXCLUSIVE],
    }
    return render(request, "jobs/setting_up/form.html", context, status=status_of(form))


@managers_only
@require_POST
def carry_out(request, code: str):
    """What was shown is written, looked at once more; first passwords stand on the answer and nowhere else."""
    kind = _kind(code)
    try:
        asked, rows = signing.loads(request.POST.get("sealed", ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature as wrong:
        raise Refusal("这张表核对以后已超过一小时，请重新上传。") from wrong
    if asked != kind.code:
        raise Refusal("这张表不是这一种，请重新上传。")
    found = write(rows, kind, for_good=True, acting=acting(request))
    if found.faults:
        return render(request, "jobs/setting_up/preview.html", {"kind": kind, "found": found}, status=422)
    context = {"kind": kind, "found": found, "days": settings.FIRST_PASSWORD_DAYS}
    page = render(request, "jobs/setting_up/done.html", context)
    return shown_once(page, reverse(kind.listed))
