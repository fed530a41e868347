"""The registers of the county by group, and the page on which one is laid down."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.fields.definitions import DefiningPage
from governance.frame.days import office_day

from ..access import MANAGE, SEE, visible_of_all
from ..models import Register
from .defining import REGISTERS
from .forms import BEGINS, FACTS, definition, initial_of

staff_only = permission_required(SEE, raise_exception=True)


@staff_only
@require_safe
def registers(request):
    """Every register in use by group: how many rows there are, and how many of them are late."""
    today = office_day(timezone.now())
    manages = MANAGE in request.standing.permissions
    shown = Register.objects.all() if manages else Register.objects.filter(is_active=True)
    counted = _counts(request.standing, today)
    groups: dict[str, list[dict]] = {}
    # What is grouped is in no order of its own: groups and registers stand as the county laid them down.
    for register in shown.annotate(standards=Count("norms")).order_by("position", "pk"):
        row = {"register": register, "url": reverse("registers:entries", args=[register.code])}
        groups.setdefault(register.group, []).append(row | counted.get(register.pk, {"rows": 0, "late": 0}))
    context = {"groups": groups.items(), "manages": manages}
    return render(request, "registers/home.html", context)


def _counts(standing, today) -> dict[int, dict]:
    """How many rows of each register the person may see, and how many are late; one query for both kinds of sight."""
    late = Count("pk", filter=Q(due_on__lt=today))
    found = visible_of_all(standing).filter(ended_on=None).order_by()
    rows = found.values("register").annotate(rows=Count("pk"), late=late)
    return {row["register"]: {"rows": row["rows"], "late": row["late"]} for row in rows}


def _beside(register: Register | None) -> dict:
    """The fields that are asked no more, and which field of another register can answer a standard for each row."""
    retired = [each.label for each in register.all_fields if each.retired] if register else []
    answering = [
        f"{each.name}={field.label}"
        for each in Register.objects.filter(is_active=True)
        for field in each.asked
        if field.kind == "text"
    ]
    return {"retired": "、".join(retired), "answering": answering}


PAGE = DefiningPage(
    REGISTERS,
    MANAGE,
    template="registers/define.html",
    called="register",
    facts=lambda: FACTS,
    told=definition,
    stands=initial_of,
    begins=BEGINS,
    home="registers:registers",
    page="registers:entries",
    label="台账",
    beside=_beside,
)
