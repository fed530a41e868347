"""The lists that the county extends, and the pages on which it adds to them."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.pages.columns import ListColumn
from governance.frame.pages.tables import linked_html

from ..choices.lists import CHOICES, COUNTY_LISTS
from ..fields.asked import facts_of
from ..fields.definitions import DefiningPage, lay_down, lay_down_new
from ..models import ListChoice

KEEPS = "cases.manage_reference"
HOME = "选项表"


def _name(row: ListChoice) -> str:
    return linked_html(reverse("cases:choice", args=[row.list, row.code]), row.name)


COLUMNS = (
    ListColumn("选项", _name, "strong"),
    ListColumn("依据", lambda row: row.basis, "grey", "依据"),
    ListColumn("状态", lambda row: "在用" if row.is_active else "停用", "nowrap", "状态"),
)


@require_safe
@permission_required(KEEPS, raise_exception=True)
def choices(request):
    """Every list with its choices."""
    rows = list(ListChoice.objects.all())
    context = {
        "title": HOME,
        "about": "；".join(f"{each.name}在{each.where}选" for each in COUNTY_LISTS.values()) + "。",
        "crumb": (reverse("cases:county_rules"), "本县规定"),
        "groups": [
            (
                each.name,
                reverse("cases:new_choice", args=[each.code]),
                [row for row in rows if row.list == each.code],
                COLUMNS,
            )
            for each in COUNTY_LISTS.values()
        ],
    }
    return render(request, "cases/definitions/list.html", context)


def _page_of(code: str) -> DefiningPage:
    if code not in COUNTY_LISTS:
        raise Http404("没有这张选项表。")
    return DefiningPage(
        CHOICES,
        KEEPS,
        facts=partial(facts_of, "governance.cases", "choice"),
        home="cases:choices",
        told=lambda told: {"list": code, **told},
        begins={"is_active": True},
        label=COUNTY_LISTS[code].name,
        home_words=HOME,
        holds="改动立即生效，以前选过的随之改名；不再用的去掉“在用”，以前选过的仍然显示。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_choice(request, name: str):
    """One more choice of the list."""
    return lay_down_new(request, _page_of(name))


@require_http_methods(["GET", "HEAD", "POST"])
def choice(request, name: str, code: str):
    """What holds for this choice from now on."""
    return lay_down(request, _page_of(name), list=name, code=code)
