"""The registers of the county by group, and the page on which one is laid down."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.fields.definitions import DefiningPage
from governance.cases.workflow import Fact
from governance.frame.days import office_day

from ..access import MANAGE, SEE, visible_of_all
from ..fields import OF_DONE
from ..models import Register
from .defining import REGISTERS
from .forms import BASICS, BEGINS, FACTS, FIELDS, NORMS, definition, initial_of, part

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


def _answering(register: Register | None) -> dict:
    """Which field of another register can answer a standard for each row."""
    answering = [
        f"{each.name}={field.label}"
        for each in Register.objects.filter(is_active=True)
        for field in each.asked
        if field.kind == "text"
    ]
    return {"answering": answering}


def _parts(register: Register, here: str) -> list[dict]:
    """The three parts of what is laid down of a register, a page each."""
    counts = {"define_fields": len(register.asked), "define_norms": register.norms.count()}
    return [
        {
            "label": label,
            "url": reverse(f"registers:{name}", args=[register.code]),
            "active": name == here,
            "count": counts.get(name),
        }
        for name, label in (("define", "基本情况"), ("define_fields", "栏目"), ("define_norms", "配备标准"))
    ]


def _beside(register: Any, here: str) -> dict:
    """The other parts, the fields that are asked no more, and what names one of those that are."""
    return {
        "tabs": _parts(register, here),
        "retired": "、".join(each.label for each in register.all_fields if each.retired),
        "days": [each.label for each in register.asked if each.kind == "date"],
        "dones": [each.label for each in register.asked if each.kind in OF_DONE],
        "numbers": [each.label for each in register.asked if each.kind == "number"],
        "offers": [f"{each.label}={option}" for each in register.asked for _, option in each.choices],
    }


def _part_page(here: str, facts: tuple[Fact, ...]) -> DefiningPage:
    """The page of one part of a register that stands."""
    asked = {fact.name for fact in facts}
    return DefiningPage(
        REGISTERS,
        MANAGE,
        template="registers/define_part.html",
        called="register",
        facts=lambda: facts,
        told=part,
        stands=lambda register: {name: said for name, said in initial_of(register).items() if name in asked},
        home="registers:registers",
        label="台账",
        beside=lambda register: _beside(register, here) | (_answering(register) if facts is NORMS else {}),
        stays=True,
    )


NEW = DefiningPage(
    REGISTERS,
    MANAGE,
    template="registers/define.html",
    called="register",
    facts=lambda: FACTS,
    told=definition,
    begins=BEGINS,
    home="registers:registers",
    page="registers:entries",
    label="台账",
    beside=_answering,
)
DEFINE = _part_page("define", BASICS)
DEFINE_FIELDS = _part_page("define_fields", FIELDS)
DEFINE_NORMS = _part_page("define_norms", NORMS)
