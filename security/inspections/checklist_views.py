"""The checklists, for everybody to read and for the county office to lay down."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.cases.fields.definitions import DefiningPage

from . import defining
from .access import MANAGE
from .defining import LISTS
from .forms import facts, initial_of
from .models import Checklist

staff_only = permission_required("cases.view_case", raise_exception=True)


@staff_only
@require_safe
def checklists(request):
    """Every list: for which places, by which plan, how many items."""
    kinds, plans = dict(defining.kinds_of_place()), dict(defining.plans())
    found = Checklist.objects.select_related("register")
    rows = [
        {
            "list": each,
            "kind": kinds.get(defining.kind_of(each), each.register.name),
            "plan": plans.get(each.plan_code, each.plan_code),
        }
        for each in found.annotate(asked=Count("items", filter=Q(items__retired=False)))
    ]
    context = {"rows": rows, "manages": MANAGE in request.standing.permissions}
    return render(request, "security/inspections/checklists.html", context)


PAGE = DefiningPage(
    LISTS,
    MANAGE,
    facts=facts,
    told=lambda told: defining.ListInput(**told),
    stands=initial_of,
    begins={"at_once": True, "is_active": True},
    home="security:inspections:checklists",
    label="检查清单",
    home_words="检查清单",
    holds="改动从下一次检查起生效；已经登记的检查保留当时的项目。",
)
