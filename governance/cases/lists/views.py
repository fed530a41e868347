"""Lists one works through: filtered, nearest deadline first, keyset paged."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.forms.posted import is_of_this_site
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.paging import page_of
from governance.frame.pages.parts import is_in_place

from .. import registry
from . import saved
from .asking import COLUMNS, KEPT, Asked, asked_for
from .columns import TITLE, chosen_column
from .ledger import ledger_for
from .ledger_jobs import PERMISSION
from .listing import Listing
from .next_steps import may_take_together
from .rows import NEWEST_FIRST, listed, mark_words, rows_of

EVERYTHING = Listing()


@require_safe
def case_list(request, listing: Listing = EVERYTHING):
    """One page of the list for this reader, with its tabs and filters; the list alone for htmx."""
    now = timezone.now()
    views = saved.views_of(request.user, request.standing, listing)
    opening = saved.default_of(views)
    if opening and not request.GET:
        return redirect(f"{request.path}?{opening.query}")
    asked = asked_for(request.user, listing, request.GET, now)
    form, columns = asked.form, asked.columns
    cases = listed(asked.cases, user=request.user, reads=listing.reading(columns))
    size: dict[str, Any] = {"size": listing.size} if listing.size else {}
    page = page_of(request, cases, asked.order, columns=listing.to_choose, bounded=not asked.of_history, **size)
    together = bool(page.rows) and may_take_together(request.standing)
    mark_words(page.rows, form.cleaned_data.get("q", ""))
    context = {
        "title": listing.heading,
        "page": page,
        "columns": (chosen_column(listing.number), *columns) if together else columns,
        "to_choose": _to_choose(listing, columns),
        "together": _together(request) if together else {},
        "rows": listing.rows(page.rows, user=request.user, now=now),
        "filter_form": form,
        "filter_chosen": form.chosen(),
        "export_url": _export_url(request, listing, asked.query),
        "import_url": _import_url(request, listing.only),
        **_ways(request, listing, asked, views),
        **_registering(request, listing.only),
        "empty_heading": "没有符合条件的事项",
        "empty_text": listing.empty_text,
    }
    return render(request, "cases/lists/_answer.html" if is_in_place(request) else "cases/lists/list.html", context)


def _ways(request, listing: Listing, asked: Asked, views: list[saved.View]) -> dict:
    """Tabs, views, filters cleared and other columns: what is seen, and in which order, goes with the reader."""
    kept = [(name, value) for name in KEPT for value in request.GET.getlist(name)]
    shown = saved.told(listing, request.GET) if views else ""
    here = next((view.pk for view in views if view.query == shown), None)
    # With nothing asked a list opens with a view, if one is to open it.
    bare = f"{request.path}?scope=" if saved.default_of(views) else request.path
    tabs = [
        {
            "label": label,
            "url": _address(request.path, ("scope", code), *kept) or bare,
            "active": code == asked.tab and here is None,
        }
        for code, label in listing.scopes
    ]
    named = [{"label": view.name, "url": f"{request.path}?{view.query}", "active": view.pk == here} for view in views]
    others = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if value and name not in (COLUMNS, "after")
    ]
    return {
        "tabs": [*tabs, *named],
        "kept": kept,
        "besides_columns": others,
        "filter_clear_url": _address(request.path, ("scope", asked.tab), *kept) or bare,
        "view_url": reverse("cases:views", query={"of": _of(request)}),
    }


def _address(path: str, *told: tuple[str, str]) -> str:
    query = urlencode([(name, value) for name, value in told if value])
    return f"{path}?{query}" if query else ""


def _of(request) -> str:
    """The address of the list as it is filtered, from its first page."""
    query = request.GET.copy()
    query.pop("after", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def list_at(address: str) -> tuple[Listing, QueryDict]:
    """The list at an address of this site and what it is asked for; raises Http404 for any other page."""
    if not is_of_this_site(address):
        raise Http404("没有这个列表。")
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404 as nowhere:
        raise Http404("没有这个列表。") from nowhere
    if match.func is not case_list:
        raise Http404("没有这个列表。")
    return match.kwargs.get("listing", EVERYTHING), QueryDict(parts.query)


def _to_choose(listing: Listing, shown: tuple[ListColumn, ...]) -> list[tuple[str, str, bool]]:
    """Code, words and whether it is shown, of each column that one may do without."""
    return [(each.code, each.words, each in shown) for each in listing.to_choose if each.code not in ("", TITLE)]


def list_behind(request, cases, *, known: int | None = None, **said):
    """The cases that one figure counts, newest first, and how many, where that is known; ``said`` is what
    cases/lists/behind.html says of the figure."""
    page = page_of(request, listed(cases, user=request.user), NEWEST_FIRST, columns=EVERYTHING.shown, known=known)
    rows = rows_of(page.rows, user=request.user, now=timezone.now())
    context = {"page": page, "columns": EVERYTHING.shown, "rows": rows, "empty_heading": "没有这样的事项", **said}
    return render(request, "cases/lists/behind.html", context)


def _export_url(request, listing: Listing, query) -> str:
    """The address of the list's ledger with the filters in force; empty for those who may not take it out."""
    ledger = ledger_for(listing)
    if ledger is None or PERMISSION not in request.standing.permissions:
        return ""
    url, query = reverse("cases:export", args=[ledger.code]), query.copy()
    query.pop("after", None)
    return f"{url}?{query.urlencode()}" if query else url


def _together(request) -> dict[str, str]:
    """Where what is ticked is done in one go, and the list that is meant where all of it is."""
    return {"url": reverse("cases:together"), "of": _of(request)}


def _import_url(request, kind: registry.CaseKind | None) -> str:
    if kind is None or not kind.import_name or "cases.import_case" not in request.standing.permissions:
        return ""
    return reverse(kind.import_name)


def _registering(request, kind: registry.CaseKind | None) -> dict:
    """The button that registers a case of the list's own kind, and the key ``n`` with it."""
    if kind is None or not kind.register_name or kind.register_permission not in request.standing.permissions:
        return {}
    return {"register_url": reverse(kind.register_name), "register_label": kind.called("register", "登记")}
