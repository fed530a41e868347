"""Lists one works through: filtered, nearest deadline first, keyset paged."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import office_day
from governance.frame.pages.paging import Order, page_of
from governance.organisation.standing import standing_of

from .. import registry
from ..models import Case
from .columns import CASE_COLUMNS, chosen_column
from .filters import FilterForm
from .ledger import ledger_for
from .ledger_jobs import PERMISSION
from .listing import Listing
from .next_steps import may_take_together
from .rows import NEWEST_FIRST, listed, rows_of

EVERYTHING = Listing()


@dataclass(frozen=True)
class Asked:
    """What a list shows for a query: the cases that pass the filters, in their order, and the tab that is open."""

    form: FilterForm
    cases: QuerySet
    order: Order
    tab: str
    query: QueryDict


def asked_for(user, listing: Listing, query: QueryDict, now: datetime) -> Asked:
    """The cases of the list that this person sees and that pass the filters in the query."""
    tab = query.get("scope", "")
    if listing.desk_first and tab in ("", "mine"):
        tab, query = "", query.copy()
        query["scope"] = "mine"
    form = FilterForm(query, kinds=listing.kinds, own=listing.own)
    form.is_valid()
    scope = form.cleaned_data.get("scope") or ""
    cases = Case.objects.visible_to(user, kinds=form.wanted)
    if listing.prepared:
        cases = listing.prepared(cases)
    cases = form.applied(cases, user=user, standing=standing_of(user, office_day(now)), now=now, due=listing.due)
    order = NEWEST_FIRST if scope in ("closed", "all") else Order(listing.due)
    return Asked(form, cases, order, tab, query)


@require_safe
def case_list(request, listing: Listing = EVERYTHING):
    """One page of the list for this reader, with its tabs and filters; the list alone for htmx."""
    now = timezone.now()
    asked = asked_for(request.user, listing, request.GET, now)
    form, tab = asked.form, asked.tab
    page = page_of(request, listed(asked.cases, reads=listing.read), asked.order)
    together = bool(page.rows) and may_take_together(request.standing)
    context = {
        "title": listing.heading,
        "page": page,
        "columns": (chosen_column(listing.number), *listing.shown) if together else listing.shown,
        "together": _together(request) if together else {},
        "rows": listing.rows(page.rows, user=request.user, now=now),
        "tabs": [_tab(request.path, code, label, code == tab) for code, label in listing.scopes],
        "filter_form": form,
        "filter_chosen": form.chosen(),
        "filter_clear_url": f"{request.path}?{urlencode({'scope': tab})}" if tab else request.path,
        "export_url": _export_url(request, listing.kinds, asked.query),
        "import_url": _import_url(request, listing.only),
        **_registering(request, listing.only),
        "empty_heading": "没有符合条件的事项",
        "empty_text": listing.empty_text,
    }
    whole = not request.htmx or request.htmx.history_restore_request
    return render(request, "cases/lists/list.html" if whole else "cases/lists/_list.html", context)


def list_behind(request, cases, **said):
    """The cases that one figure counts, newest first; ``said`` is what cases/lists/behind.html says of the figure."""
    page = page_of(request, listed(cases), NEWEST_FIRST)
    rows = rows_of(page.rows, user=request.user, now=timezone.now())
    context = {"page": page, "columns": CASE_COLUMNS, "rows": rows, "empty_heading": "没有这样的事项", **said}
    return render(request, "cases/lists/behind.html", context)


def _export_url(request, kinds: tuple[str, ...], query) -> str:
    """The address of the list's ledger with the filters in force; empty for those who may not take it out."""
    ledger = ledger_for(kinds)
    if ledger is None or PERMISSION not in request.standing.permissions:
        return ""
    url, query = reverse("cases:export", args=[ledger.code]), query.copy()
    query.pop("after", None)
    return f"{url}?{query.urlencode()}" if query else url


def _together(request) -> dict[str, str]:
    """Where what is ticked is done in one go, and the list that is meant where all of it is."""
    query = request.GET.copy()
    query.pop("after", None)
    return {"url": reverse("cases:together"), "of": f"{request.path}?{query.urlencode()}" if query else request.path}


def _import_url(request, kind: registry.CaseKind | None) -> str:
    if kind is None or not kind.import_name or "cases.import_case" not in request.standing.permissions:
        return ""
    return reverse(kind.import_name)


def _registering(request, kind: registry.CaseKind | None) -> dict:
    """The button that registers a case of the list's own kind, and the key ``n`` with it."""
    if kind is None or not kind.register_name or kind.register_permission not in request.standing.permissions:
        return {}
    return {"register_url": reverse(kind.register_name), "register_label": "登记"}


def _tab(path: str, code: str, label: str, active: bool) -> dict:
    return {"label": label, "url": f"{path}?scope={code}" if code else path, "active": active}
