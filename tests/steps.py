"""What a step table test compares: who is let through and who is offered a step, against who should be."""

from datetime import timedelta
from itertools import islice

from django.db import transaction

from governance.cases import access, deadlines, registry
from governance.cases.models import Case
from governance.cases.steps import actions, possible
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible


def differences(cast, case, expected: dict[str, set[str]]) -> list[str]:
    """Every person and step that the code lets through, or offers on the page, otherwise than the table says.

    Whoever is allowed takes the step, and of the others one who sees the case tries to, for every step that is possible
    now. Those that are not are refused at one door: somebody who might take one of them tries it.
    """
    at = case.events.latest("seq").at + timedelta(hours=1)
    row, seers = case.own, [each for each in cast.people if Case.objects.visible_to(each).filter(pk=case.pk).exists()]
    steps, clocks = registry.workflow_of(row).steps, deadlines.running_by_term(row)
    lawful = [step for step in steps if not possible.why_not(row, step, at, clocks)]
    offered = {each.username: possible.open_steps(case, each, at, clocks) for each in seers}
    wrong = []
    for step in steps:
        allowed = {each for each in seers if step in lawful and access.may_take(each, row, step)}
        # Who handles it already has nothing to take over.
        idle = {case.handler_id} if step.name == "claim" else set()
        wanted = {each for each in cast.people if each.username in expected.get(step.name, ()) and each.pk not in idle}
        for person in cast.people:
            if (person in allowed) != (person in wanted):
                wrong.append(f"{person.username} {step.name}: {'allowed' if person in allowed else 'refused'}")
            if (step in offered.get(person.username, ())) != (person in wanted):
                wrong.append(f"{person.username} {step.name}: {'not ' if person in wanted else ''}offered")
        refused = [each for each in seers if each not in allowed][: step in lawful]
        wrong += [f"{each.username} cannot {step.name}" for each in allowed if not lets_through(case, step, each, at)]
        wrong += [f"{each.username} can {step.name}" for each in refused if lets_through(case, step, each, at)]
    later = ((step, each) for step in steps if step not in lawful for each in seers if access.may_take(each, row, step))
    for step, each in islice(later, 1):
        wrong += [f"{each.username} can already {step.name}"] * lets_through(case, step, each, at)
    return wrong


def lets_through(case, step, person, at) -> bool:
    """True if the step is refused for nothing but missing facts, or is taken; nothing is kept."""
    try:
        with transaction.atomic():
            actions.take_step(case, step.name, actor=person, at=at, replay=True)
            transaction.set_rollback(True)
    except FactMissing:
        return True
    except (StepNotPossible, StepNotAllowed):
        return False
    return True
