"""The kinds of meeting and of roster, as the county office lays them down."""

from collections.abc import Callable
from functools import partial

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.cases.fields.asked import facts_of
from governance.cases.fields.definitions import DefiningPage
from governance.cases.workflow import Fact
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.tables import linked_html

from ..meetings.agenda import SOURCES, label_of
from ..models import MeetingKind, RosterKind
from .defining import MEETINGS, ROSTERS, plans

MANAGE = "cases.manage_reference"
HOME = "会议和排班种类"
STAYS = "改动立即生效；已经安排的会议、已经排好的班不变。"


def _name(address: str) -> ListColumn:
    return ListColumn("种类", lambda row: linked_html(reverse(address, args=[row.code]), row.name), "strong")


def _said(heading: str, cell: Callable, css: str = "") -> ListColumn:
    return ListColumn(f"num:{heading}" if css == "num" else heading, cell, css, heading)


ENDS = (
    _said("依据", lambda row: row.basis, "grey"),
    _said("状态", lambda row: "在用" if row.is_active else "停用", "nowrap"),
)
ROSTER_COLUMNS = (
    _name("duties:roster_kind"),
    _said("称呼", lambda row: row.sitter),
    _said("排哪些天", RosterKind.get_days_display),
    _said("每天人数", lambda row: str(row.a_day), "num"),
    *ENDS,
)


def _meeting_columns() -> tuple[ListColumn, ...]:
    named = dict(plans())
    return (
        _name("duties:meeting_kind"),
        _said("议题从哪里列出", lambda row: "、".join(map(label_of, row.sources))),
        _said("报送的例行方案", lambda row: named.get(row.plan_code, "")),
        _said("向群众公布", lambda row: "公布" if row.is_public else "", "nowrap"),
        *ENDS,
    )


@require_safe
@permission_required(MANAGE, raise_exception=True)
def kinds(request):
    """Every kind: what the agenda of a meeting is filled from and which plan it answers; who sits when in a roster."""
    new_meeting, new_roster = reverse("duties:new_meeting_kind"), reverse("duties:new_roster_kind")
    context = {
        "title": HOME,
        "about": "安排会议、排班时可以选的种类。本县另有的在这里新增，不用的停用。",
        "crumb": (reverse("duties:plans"), "例行方案"),
        "groups": [
            ("会议种类", new_meeting, MeetingKind.objects.all(), _meeting_columns()),
            ("排班种类", new_roster, RosterKind.objects.all(), ROSTER_COLUMNS),
        ],
    }
    return render(request, "cases/definitions/list.html", context)


def _meeting_facts() -> tuple[Fact, ...]:
    sources = tuple((each.code, each.label) for each in SOURCES.values())
    return facts_of("governance.duties", "meeting_kind", sources=sources, plan_code=tuple(plans()))


_page = partial(DefiningPage, permission=MANAGE, home="duties:kinds", home_words=HOME, holds=STAYS)
MEETING_PAGE = _page(
    MEETINGS,
    facts=_meeting_facts,
    begins={"is_active": True, "sources": ["decision"]},
    label="会议种类",
)
ROSTER_PAGE = _page(
    ROSTERS,
    facts=partial(facts_of, "governance.duties", "roster_kind", days=tuple(RosterKind.Days.choices)),
    begins={"is_active": True, "a_day": 1},
    label="排班种类",
)
