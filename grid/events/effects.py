"""What the steps of a grid event do beyond columns, clocks and papers; returns the names of the fields set."""

from django.db.models import Q

from governance.cases import deadlines
from governance.cases.steps import elsewhere
from governance.cases.steps.effects import HELD, give_back, hand_over
from governance.frame.refusals import FactMissing, StepNotPossible
from governance.organisation.models import Unit
from governance.organisation.units import unit_above

from ..models import JoinedReport
from ..vocabulary import HANDLING_TERMS


def settle(event, *, act, facts):
    """It was settled there and then, and said so with the report or on that day: what is said later, on whichever
    day it was done, is looked at by somebody else."""
    last = deadlines.counted("event.on_the_spot", event.opened_at).due
    at_once = event.events.filter(step="register", at=act.at).exists()
    if last is not None and (facts["done_on"] if at_once else act.day) > last:
        raise FactMissing({"done_on": f"当场处置至 {last} 为止登记，过后登记的，受理后处置、由别人核查。"})


def dispatch(event, *, act, facts):
    """The days of the event go on with the next unit: a new grade changes how many there are, not when they began."""
    running = deadlines.running_by_term(event)
    for code in HANDLING_TERMS:
        for clock in running.get(code, ()):
            if code != f"event.{event.grade}":
                deadlines.cancel(event, code, at=act.at)
                deadlines.start(event, f"event.{event.grade}", since=clock.started_at, at=act.at)


def raise_level(event, *, act, facts):
    """The centre of the next level holds the event."""
    above = unit_above(event.lead_unit)
    if above is None:
        raise StepNotPossible("上一级没有可以接收的单位，请分派给有职责的单位。")
    hand_over(event, above, act=act)
    act.told.append(["上报单位", above.name])
    return HELD


def take_back(event, *, act, facts):
    """The unit that sent the event holds it again."""
    back: Unit = event.sent_by
    give_back(event, back, act=act)
    return HELD


def refer_to(kind: str, noun: str):
    """A case of that kind stands in place of the event; each shows the other."""

    def refer(event, *, act, facts):
        asked = {**facts, "unit": facts["unit"] or event.lead_unit, "source": "grid", "replay": act.replay}
        opened = elsewhere.refer(event, kind, asked, actor=act.actor, at=act.at)
        act.told.append([f"{noun}编号", opened.number])

    return refer


def join(event, *, act, facts):
    """The actor has put the same matter forward, and hears of its end."""
    if act.actor is not None:
        JoinedReport.objects.create(event=event, user=act.actor, at=act.at)


def followers(event) -> set[int]:
    """Who joined it, or what was merged into it."""
    same = Q(event=event.pk) | Q(event__merged_into=event.pk)
    return set(JoinedReport.objects.filter(same).values_list("user_id", flat=True))


EFFECTS = {
    "settle": settle,
    "dispatch": dispatch,
    "raise_level": raise_level,
    "take_back": take_back,
    "refer_to_mediation": refer_to("dispute", "矛盾纠纷"),
    "refer_to_petition": refer_to("petition", "信访件"),
    "refer_to_hazard": refer_to("hazard", "隐患"),
    "join": join,
}
