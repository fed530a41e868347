"""What the steps of orders do beyond columns, clocks and papers."""

from datetime import datetime

from governance.cases import deadlines
from governance.cases.steps.effects import let_in
from governance.cases.steps.notices import post
from governance.frame.refusals import FactMissing
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import DESK, LEAD, WORKER, playing
from governance.organisation.standing import standing_of

from ..models import Order
from .steps import HANDLE, TERMS


def order(case, *, act, facts):
    """The unit has the order and takes part from now on; its receipt is owed, and its arrival where it must come."""
    unit, on_site = facts["unit"], bool(facts.get("on_site"))
    if not act.replay and not _people(unit.pk, act):
        raise FactMissing({"unit": f"{unit.name}没有可以签收的人员，请另选单位。"})
    number = case.orders.count() + 1
    given = Order.objects.create(
        case_id=case.pk,
        number=number,
        unit=unit,
        text=facts["order"],
        on_site=on_site,
        ordered_by=act.actor,
        ordered_at=act.at,
    )
    let_in(case, [unit.pk], act=act)
    receive, arrive = TERMS[case.kind]
    for term in (receive, arrive) if on_site else (receive,):
        deadlines.start(case, term, since=act.at, at=act.at, subject=given.subject, owed_by=unit)
    _tell(case, given, act)


def order_on_site(case, *, act, facts):
    """The same for a unit that must come."""
    order(case, act=act, facts=facts | {"on_site": True})


def _tell(case, given: Order, act) -> None:
    if act.replay:
        return
    post(case, _people(given.unit_id, act), "指令待签收", key=f"order:{given.pk}", at=act.at)


def _people(unit: int, act) -> set[int]:
    """Who of the unit receives an order."""
    return InOffice(act.day, [unit]).of(unit, roles=playing(LEAD, WORKER, DESK))


def receive(case, *, act, facts):
    """The orders that the person's units had not received are received."""
    for each in own(case, act, "received_at"):
        each.received_at, each.received_by = act.at, act.actor
        each.save(update_fields=["received_at", "received_by"])
        deadlines.meet(case, TERMS[case.kind][0], at=act.at, subject=each.subject)


def arrive(case, *, act, facts):
    """They are on site since the moment that was told, which lies after the order."""
    at: datetime = facts["arrived_at"]
    for each in own(case, act, "arrived_at", after="received_at", on_site=True):
        if at < each.ordered_at:
            raise FactMissing({"arrived_at": f"到场时间不能早于下达时间 {each.ordered_text}。"})
        each.arrived_at = at
        each.save(update_fields=["arrived_at"])
        deadlines.meet(case, TERMS[case.kind][1], at=at, subject=each.subject)


def result(case, *, act, facts):
    """What came of the order stands beside it; the others of the unit go on."""
    each = facts["which"]
    if each not in own(case, act, "done_at", after="received_at"):
        raise FactMissing({"which": f"这是给{each.unit.name}的指令，由其报告结果。"})
    each.result, each.done_at = facts["result"], act.at
    each.save(update_fields=["result", "done_at"])
    _spare(case, each, act)


def take_back(case, *, act, facts):
    """Nobody owes anything by the order any more; it stays in the record."""
    each = facts["which"]
    each.withdrawn_at = act.at
    each.save(update_fields=["withdrawn_at"])
    _spare(case, each, act)


def give_up(case, *, act, facts):
    """Nobody owes anything by an order of the case any more; each stays in the record."""
    case.orders.filter(done_at=None, withdrawn_at=None).update(withdrawn_at=act.at)


def _spare(case, each: Order, act) -> None:
    for term in TERMS[case.kind]:
        deadlines.cancel(case, term, at=act.at, subject=each.subject)


def own(case, act, missing: str, after: str = "ordered_at", permission: str = HANDLE, **which) -> list[Order]:
    """The open orders of the person's units that lack this moment."""
    units = standing_of(act.actor, act.day).units_with(permission)
    open_orders = case.orders.filter(unit__in=units, withdrawn_at=None, done_at=None, **which)
    return list(open_orders.filter(**{missing: None, f"{after}__isnull": False}).select_for_update())


EFFECTS = {
    "order": order,
    "order_on_site": order_on_site,
    "receive": receive,
    "arrive": arrive,
    "result": result,
    "take_back": take_back,
    "give_up": give_up,
}
