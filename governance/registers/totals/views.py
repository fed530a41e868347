"""The page that adds a register up."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import office_day

from ..access import SEE, register_for, visible
from ..entries.filters import FilterForm
from .adding import Totals, ways_of

BY = "by"


@permission_required(SEE, raise_exception=True)
@require_safe
def totals(request, code: str):
    """How many rows there are of what the filters leave, and what their numbers come to, by one way after another."""
    register = register_for(code)
    form = FilterForm(request.GET, register=register)
    rows = form.applied(visible(register, request.standing), office_day(timezone.now()))
    ways = ways_of(register)
    way = next((each for each in ways if each.code == request.GET.get(BY)), ways[0])
    asked = {name: value for name, value in request.GET.items() if value and name in form.fields}
    address = reverse("registers:entries", args=[code])
    found = Totals(register, rows, way, lambda narrowed: f"{address}?{urlencode(asked | narrowed)}")
    context = {
        "register": register,
        "filter_form": form,
        "filter_chosen": form.chosen(),
        "filter_clear_url": f"?{urlencode({BY: way.code})}",
        "kept": ((BY, way.code),),
        "tabs": [
            {"label": each.label, "url": f"?{urlencode(asked | {BY: each.code})}", "active": each == way}
            for each in ways
        ],
        "table": found.table(),
    }
    return render(request, "registers/totals.html", context)
