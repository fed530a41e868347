"""What other organs were asked for in a petition that one organ answers: to each its part, its days, what it said, its
end (信访工作条例 art. 24).

A part is no case beside the petition: the law gives one matter one number, one limit and one answer, and whoever deals
with a part has to read the whole. So it is a unit beside the lead, a clock that this unit owes, and its own words.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from governance.cases.models import Case, CaseUnit, Clock, Event
from governance.cases.registry import workflow_of
from governance.cases.workflow import Workflow
from governance.frame.database.written import WrittenOnce
from governance.organisation.models import Post

from .vocabulary import SHARE

# Of which unit's part a step tells that asks for the part or the person, and not for the unit.
OF_UNIT = "协办单位"
OUTCOMES: dict[str, str] = {
    Clock.Outcome.MET: "已经答复",
    Clock.Outcome.MISSED: "已经答复",
    Clock.Outcome.CANCELLED: "不再需要",
}


@dataclass(frozen=True)
class Share:
    """One part: of whom, what was asked, until when, what was said to it last, and who has it in hand there."""

    organ: str
    asked: str = ""
    asked_at: datetime | None = None
    clock: Clock | None = None
    said: str = ""
    said_at: datetime | None = None
    person: str = ""

    @property
    def stands(self) -> str:
        """How far it is."""
        if self.clock is not None and self.clock.ended_at:
            return OUTCOMES[self.clock.outcome]
        return "已经反馈，还没有办完" if self.said else "等候反馈"


def _asked_of(case: int) -> QuerySet[Clock]:
    asked = Clock.objects.filter(case=case, term_code=SHARE).select_related("event", "charged_to", "term")
    return asked.order_by("pk")


ASKED = WrittenOnce(_asked_of, case=-1)


def shares_of(case: Case) -> list[Share]:
    """The parts in the order in which they were asked for, then what was said by those who were asked without days."""
    clocks = ASKED.objects(case=case.pk)
    co = {each.unit_id for each in case.case_units.all() if each.part == CaseUnit.Part.CO_HANDLER}
    units = co | {clock.charged_to_id for clock in clocks}
    if not units:
        return []
    table = workflow_of(case)
    parts = [_asked(clock, table) for clock in clocks]
    organ = Post.objects.filter(user=OuterRef("actor"), unit__in=units).order_by("-pk").values("unit__name")[:1]
    told = Event.objects.filter(case_id=case.pk, step__in=("contribute", "name_partner"))
    named = {}
    for event in told.annotate(organ=Subquery(organ)).order_by("seq"):
        if event.step == "contribute":
            _answer(parts, event.organ or event.actor_post, event.said(table, "note"), event.at)
        else:
            named[event.told[OF_UNIT]] = event.said(table, "person")
    return [replace(part, person=named.get(part.organ, "")) for part in parts]


def _asked(clock: Clock, table: Workflow) -> Share:
    organ = clock.charged_to.name if clock.charged_to else ""
    return Share(organ, clock.event.said(table, "note") if clock.event else "", clock.started_at, clock)


def _answer(parts: list[Share], organ: str, said: str, at: datetime) -> None:
    """What the organ said belongs to the last part that it had been asked for by then."""
    asked = [place for place, part in enumerate(parts) if part.organ == organ and (part.asked_at or at) <= at]
    if asked:
        parts[asked[-1]] = replace(parts[asked[-1]], said=said, said_at=at)
    else:
        parts.append(Share(organ, said=said, said_at=at))
