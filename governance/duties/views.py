"""What one's units owe, across every kind of duty."""

from typing import Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.pages.paging import Order, page_of

from . import access
from .meetings import rows as meeting_showing
from .returns import rows as desk

TABS = (("", "待报"), ("returned", "已报"))


@require_safe
def my_duties(request):
    """What one's units owe, or have handed in; who owes nothing himself is shown the board."""
    now = timezone.now()
    access.must_see(request.standing)
    if not request.standing.units_with(access.RETURN):
        return redirect("duties:board")
    show = "returned" if request.GET.get("show") == "returned" else ""
    context: dict[str, Any] = {"tabs": [_tab(code, label, show) for code, label in TABS], "show": show}
    if show:
        page = page_of(request, desk.returned(request.standing), Order("first", newest_first=True), unit="项")
        context |= {"rows": [desk.row_of(task, now) for task in page.rows], "page": page}
    else:
        context["rows"] = desk.owed_rows(request.standing, now)
        context["decisions"] = meeting_showing.owed_decisions(request.standing, now)
    return render(request, "duties/list.html", context)


def _tab(code: str, label: str, show: str) -> dict:
    url = reverse("duties:list")
    return {"label": label, "url": f"{url}?show={code}" if code else url, "active": code == show}
