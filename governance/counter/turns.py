"""What happens to a turn at the window: taken, called, told, over."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from governance.cases.law.county import answer_to
from governance.cases.models import Case
from governance.frame.days import office_day
from governance.frame.refusals import StepNotPossible
from governance.organisation.models import Unit

from .models import Turn

State = Turn.State
# What a turn holds of what was said, until the matter has it.
NOTHING_SAID = {"becomes": "", "told_sealed": "", "area": None}


def queues() -> bool:
    """True where the county has people take a number."""
    return answer_to("counter_queue") == "on"


@transaction.atomic
def take(key: UUID, unit: Unit, *, at: datetime) -> Turn:
    """The next number of the day in this unit; asked again with the same key it is the same one."""
    # One after another, so that no number is given twice or left out.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    known = Turn.objects.filter(key=key).first()
    if known is not None:
        return known
    day = office_day(at)
    last = Turn.objects.filter(unit=unit, day=day).aggregate(last=Max("number"))["last"] or 0
    return Turn.objects.create(key=key, unit=unit, day=day, number=last + 1, taken_at=at)


@transaction.atomic
def call_next(unit: Unit, window: str, *, actor, at: datetime) -> Turn | None:
    """Whoever waits longest today is called to the window; None where nobody waits. Nobody is called twice."""
    waiting = Turn.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        unit=unit, day=office_day(at), state=State.WAITING
    )
    turn = waiting.order_by("number").first()
    return _call(turn, window, actor, at) if turn else None


def _call(turn: Turn, window: str, actor, at: datetime) -> Turn:
    turn.state, turn.window, turn.called_at, turn.served_by = State.CALLED, window, at, actor
    turn.save(update_fields=["state", "window", "called_at", "served_by"])
    return turn


@transaction.atomic
def tell(turn: Turn, told: dict, *, actor, at: datetime) -> Turn:
    """What the person says is kept until a matter has it; somebody who took no number is called at once.

    Told again after the matter stands, nothing changes.
    """
    held = Turn.objects.select_for_update().get(pk=turn.pk)
    if held.state == State.WAITING:
        _call(held, "", actor, at)
    if held.state == State.CALLED and held.served_by_id == actor.pk:
        held.becomes, held.area, held.served_by = told["becomes"], told["area"], actor
        held.told = {name: told[name] for name in ("said", "place")}
        held.save(update_fields=[*NOTHING_SAID, "served_by"])
    return held


@transaction.atomic
def end(turn: Turn, state: str, *, at: datetime, case: Case | None = None) -> Turn:
    """The turn is over, with a matter or without; raises StepNotPossible for one that is over already."""
    held = Turn.objects.select_for_update(of=("self",)).get(pk=turn.pk)
    if held.ended_at is not None:
        # Of no matter the number is said: one left unsaid would tell of those that few may know.
        raise StepNotPossible(f"{held}这次来访{'已经登记' if held.case_id else '已经结束'}，没有再次登记。")
    held.state, held.ended_at, held.case = state, at, case
    held.called_at = held.called_at or (at if state == State.SERVED else None)
    for name, nothing in NOTHING_SAID.items():
        setattr(held, name, nothing)
    held.save(update_fields=["state", "ended_at", "case", "called_at", *NOTHING_SAID])
    return held


def end_left_behind(at: datetime) -> int:
    """Turns of earlier days that nobody ended are over, and say nothing any more; says how many."""
    left = Turn.objects.filter(ended_at=None, day__lt=office_day(at))
    return left.update(state=State.LEFT, ended_at=at, **NOTHING_SAID)
