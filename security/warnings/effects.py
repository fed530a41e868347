"""What the steps of a warning do beyond columns, clocks and papers; returns the names of the fields set."""

from governance.cases import deadlines
from governance.frame.refusals import FactMissing

from ..orders.effects import own
from . import sending
from .steps import CONFIRM
from .vocabulary import CONFIRMS


def send(warning, *, act, facts):
    """Every unit it is for has it."""
    sending.send(warning, sending.check(warning, act.at), act)
    warning.issued_at = act.at
    return ["issued_at"]


def address(warning, *, act, facts):
    """One more unit is named; what is in force it has at once."""
    unit = facts["unit"]
    if unit.pk in warning.named or warning.orders.filter(unit=unit).exists():
        raise FactMissing({"unit": f"{unit.name}已经在发送范围内。"})
    warning.named = [*warning.named, unit.pk]
    if warning.status == "in_force":
        if unit not in sending.addressed(warning, act.day):
            raise FactMissing({"unit": f"{unit.name}没有可以确认的人员。"})
        sending.send(warning, [unit], act)
        # Whoever had confirmed had done so by the former clock.
        term = CONFIRMS[warning.level]
        if deadlines.running(warning, term) is None:
            deadlines.start(warning, term, since=act.at, at=act.at)
    return ["named"]


def confirm(warning, *, act, facts):
    """The person's units have confirmed; with the last of all nothing is owed any more."""
    for each in own(warning, act, "received_at", permission=CONFIRM):
        each.received_at, each.received_by = act.at, act.actor
        each.save(update_fields=["received_at", "received_by"])
    if not warning.orders.filter(received_at=None, withdrawn_at=None).exists():
        deadlines.meet(warning, CONFIRMS[warning.level], at=act.at)


def remind(warning, *, act, facts):
    """Who has not confirmed hears of it again."""
    open_orders = warning.orders.filter(received_at=None, withdrawn_at=None)
    sending.tell(warning, list(open_orders.values_list("unit_id", flat=True)), act)


def change(warning, *, act, facts):
    """Everybody is asked anew; what was not confirmed of the former level is asked no more, and stays in the record."""
    units = sending.check(warning, act.at)
    warning.orders.filter(received_at=None, withdrawn_at=None).update(withdrawn_at=act.at)
    sending.send(warning, units, act)


EFFECTS = {"send": send, "address": address, "confirm": confirm, "remind": remind, "change": change}
