"""What registering a petition will start, and which petitions may be the same matter; nothing is written."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from governance.cases import deadlines
from governance.cases.almanac import calendar_at_hand
from governance.cases.models import Case, Clock, Participant

from .actions import earlier_petitions
from .models import Petition
from .workflow import WORKFLOW

MOST_SIMILAR = 5
SAME_PLACE_DAYS = 90

CONSEQUENCES = {
    "suggestion": "建议意见类：认真研究论证，科学合理的采纳或者部分采纳，并予以回复（《信访工作条例》第二十九条）。",
    "accusation": "检举控告类：从登记起限制知悉，不得将检举控告材料和有关情况透露给被检举控告的人员或者单位"
    "（《信访工作条例》第三十条）。",
    "handling": "申诉求决类：受理之日起 60 日内办结；情况复杂的，经批准可以延长不超过 30 日"
    "（《信访工作条例》第三十四条）。",
    "other_route": "申诉求决类：导入相应法定途径办理，期限依该途径的法律规定，不适用 60 日"
    "（《信访工作条例》第三十一条）。",
}


@dataclass(frozen=True)
class Starting:
    """A clock that will start, with the date it will have."""

    name: str
    article: str
    clock: Clock


@dataclass(frozen=True)
class Similar:
    """A petition that may be the same matter, and what the two have in common."""

    case: Case
    reason: str
    same_person: bool


def clocks_to_start(petition: Petition, at: datetime) -> list[Starting]:
    """The clocks that registration starts for this petition, computed but not kept."""
    on = timezone.localdate(at)
    calendar = calendar_at_hand()
    found = []
    for start in WORKFLOW.opening_clocks:
        if start.when is not None and not start.when(petition):
            continue
        term = deadlines.term_for(start.term, on)
        clock = Clock(
            term=term,
            term_code=term.code,
            start_on=on,
            started_at=at,
            amount=term.amount,
            unit=term.unit,
            extension_unit=term.extension_unit or term.unit,
        )
        due = deadlines.reckon(clock, calendar)
        clock.due, clock.due_at, clock.provisional = due.due, due.due_moment, due.provisional
        found.append(Starting(term.name, term.article, clock))
    return found


def consequence(petition: Petition) -> str:
    """What the class and the route mean for the handling, with the article; empty before a class is chosen."""
    if petition.petition_class != Petition.Class.APPEAL_REQUEST:
        return CONSEQUENCES.get(petition.petition_class, "")
    return CONSEQUENCES["handling" if petition.route in ("", Petition.Route.HANDLING) else "other_route"]


def similar_petitions(people: list[Participant], area, category, *, user, at: datetime) -> list[Similar]:
    """Petitions of the same person first, then of the same name in the same area, then of the same place and category.

    Only petitions that the clerk may see; each is named once, with its strongest reason.
    """
    visible = Petition.objects.visible_to(user).select_related("lead_unit")
    found: dict[int, Similar] = {}
    for case in earlier_petitions(people, visible)[:MOST_SIMILAR]:
        found[case.pk] = Similar(case, "同一人", same_person=True)
    names = [person.name for person in people if person.name]
    if names and area is not None:
        same_name = Participant.objects.filter(name__in=names, part=Participant.Part.PETITIONER).values("case_id")
        nearby = visible.filter(pk__in=same_name, area__code__startswith=area.code[:9]).order_by("-opened_at", "-id")
        for case in nearby[:MOST_SIMILAR]:
            found.setdefault(case.pk, Similar(case, "同名同镇街", same_person=True))
    if area is not None and category is not None:
        since = at - timedelta(days=SAME_PLACE_DAYS)
        same_place = visible.filter(area=area, category=category, opened_at__gte=since, merged_into=None)
        for case in same_place.order_by("-opened_at", "-id")[:MOST_SIMILAR]:
            found.setdefault(case.pk, Similar(case, "同一地点、同类事项", same_person=False))
    return list(found.values())[:MOST_SIMILAR]
