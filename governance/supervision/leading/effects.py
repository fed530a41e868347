"""What the steps of a case under a leader do beyond columns, clocks and papers; they return the fields they set."""

from datetime import timedelta

from governance.cases import access, deadlines
from governance.cases.steps import elsewhere
from governance.frame.refusals import FactMissing

from ..models import Measure
from .steps import RESOLVE


def measure(led, *, act, facts):
    """What was done stands under its duty."""
    columns = {name: facts[name] for name in ("duty", "done_on", "text")}
    Measure.objects.create(leader_case=led, by=act.actor, **columns)


def redate(led, *, act, facts):
    """A new day is promised."""
    act.told.append(["原化解期限", str(led.promised_on)])
    _promise(led, act, facts)
    return ["promised_on"]


def pass_to_head(led, *, act, facts):
    """The head has the case, with a day of their own; both leaders stand in it and in the history of the matter."""
    deputy, head = led.leader, led.leader.head
    led.leader, led.passed_from, led.passed_on = head, deputy, act.day
    _hand_to(led, head, act.day)
    _promise(led, act, facts)
    told = [["原包案领导", str(deputy)], ["包案领导", str(head)], ["化解期限", str(led.promised_on)]]
    act.told.extend(told[:2])
    elsewhere.note(led.subject, "leading", "领导包案移交主要领导", told, act)
    return ["leader", "handler", "passed_from", "passed_on", "promised_on"]


def change_leader(led, *, act, facts):
    """Another leader has the case; the day stays."""
    if facts["leader"].pk == led.leader_id:
        raise FactMissing({"leader": "请选择另一位领导。"})
    act.told.append(["原包案领导", str(led.leader)])
    led.leader = facts["leader"]
    _hand_to(led, led.leader, act.day)
    elsewhere.note(led.subject, "leading", "变更包案领导", [["包案领导", str(led.leader)]], act)
    return ["leader", "handler"]


def follow(led, *, act, facts):
    """The unit that holds the matter now is responsible; the leader and the unit that supervises stay."""
    led.handler = led.leader.user
    # Handing over named the former holder as sender; the row still says who supervises.
    led.sender_unit_id = type(led).objects.values_list("sender_unit", flat=True).get(pk=led.pk)
    return ["handler", "sender_unit"]


def end(led, *, act, facts):
    """Nobody has the case in charge any more; the matter's own history says how it ended."""
    led.ended_on = act.day
    return ["ended_on"]


def strike_off(led, *, act, facts):
    """Nobody has the case in charge any more; it was settled in time or late by the day on which that was reported."""
    if led.status == "reported":
        report = led.events.filter(step="report").latest("seq")
        deadlines.meet(led, RESOLVE, at=report.at, event=report)
    return end(led, act=act, facts=facts)


def _hand_to(led, leader, on) -> None:
    led.handler = leader.user
    access.grant(led, [leader.user], on=on)
    access.grant(led.subject, [leader.user], on=on, shared=True)


def _promise(led, act, facts) -> None:
    if facts["new_on"] < act.day:
        raise FactMissing({"new_on": "新的化解期限不能早于今天。"})
    led.promised_on = facts["new_on"]
    facts["days"] = max((led.promised_on - act.day).days, 1)
    facts["counted_from"] = led.promised_on - timedelta(days=facts["days"])


EFFECTS = {
    "measure": measure,
    "redate": redate,
    "pass_to_head": pass_to_head,
    "change_leader": change_leader,
    "follow": follow,
    "end": end,
    "strike_off": strike_off,
}
