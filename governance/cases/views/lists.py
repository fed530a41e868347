"""Lists one works through: filtered, nearest deadline first, keyset paged."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.organisation.standing import standing_of

from .. import registry
from ..filters import SCOPES, FilterForm
from ..models import Case
from ..pages import DUE_FIRST, NEWEST_FIRST, page_of
from .rows import listed, rows_of


@require_safe
def case_list(request, kind: str = ""):
    """The cases of one kind, or of all, that the reader may see; the list alone for htmx."""
    now = timezone.now()
    form = FilterForm(request.GET, kind=kind)
    form.is_valid()
    scope = form.cleaned_data.get("scope") or ""
    cases = Case.objects.visible_to(request.user)
    if kind:
        cases = cases.filter(kind=kind)
    standing = standing_of(request.user, timezone.localdate(now))
    cases = form.applied(cases, user=request.user, standing=standing, now=now)
    page = page_of(listed(cases), DUE_FIRST if scope in ("", "mine") else NEWEST_FIRST, request.GET)
    context = {
        "title": registry.kinds()[kind].workflow.label if kind else "事项",
        "page": page,
        "rows": rows_of(page.rows, user=request.user, now=now),
        "tabs": [_tab(request.path, code, label, code == scope) for code, label in SCOPES],
        "filter_form": form,
        "filter_chosen": form.chosen(),
        "filter_clear_url": f"{request.path}?{urlencode({'scope': scope})}" if scope else request.path,
        "export_url": _work_url(request, kind, "export"),
        "import_url": _work_url(request, kind, "import"),
        "empty_heading": "没有符合条件的事项",
        "empty_text": "放宽筛选条件，或者清除筛选后查看全部。",
    }
    whole = not request.htmx or request.htmx.history_restore_request
    return render(request, "cases/list.html" if whole else "cases/_list.html", context)


def _work_url(request, kind: str, work: str) -> str:
    """The address of the list's export or import, with the filters in force; empty for those who may not."""
    name = getattr(registry.kinds()[kind], f"{work}_name") if kind else ""
    if not name or f"cases.{work}_case" not in request.standing.permissions:
        return ""
    query = request.GET.copy()
    query.pop("after", None)
    return f"{reverse(name)}?{query.urlencode()}" if work == "export" and query else reverse(name)


def _tab(path: str, code: str, label: str, active: bool) -> dict:
    return {"label": label, "url": f"{path}?scope={code}" if code else path, "active": active}
