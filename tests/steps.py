"""What a step table test compares: who is let through and who is offered a step, against who should be."""

from datetime import timedelta

from django.db import transaction

from governance.cases import registry
from governance.cases.models import Case
from governance.cases.steps import actions
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible


def differences(cast, case, expected: dict[str, set[str]]) -> list[str]:
    """Every person and step that the code lets through, or offers on the page, otherwise than the table says."""
    at = case.events.latest("seq").at + timedelta(hours=1)
    wrong = []
    for person in cast.people:
        sees = Case.objects.visible_to(person).filter(pk=case.pk).exists()
        offered = {step.name for step in actions.open_steps(case, person, at)} if sees else set()
        for step in registry.workflow_of(case).steps:
            # Who handles it already has nothing to take over.
            idle = step.name == "claim" and case.handler_id == person.pk
            wanted = person.username in expected.get(step.name, set()) and not idle
            allowed = sees and lets_through(case, step.name, person, at)
            if allowed != wanted:
                wrong.append(f"{person.username} {step.name}: {'allowed' if allowed else 'refused'}")
            if (step.name in offered) != wanted:
                wrong.append(f"{person.username} {step.name}: {'offered' if step.name in offered else 'not offered'}")
    return wrong


def lets_through(case, name, person, at) -> bool:
    """True if the step is refused for nothing but missing facts, or is taken; nothing is kept."""
    try:
        with transaction.atomic():
            actions.take_step(case, name, actor=person, at=at, replay=True)
            transaction.set_rollback(True)
    except FactMissing:
        return True
    except (StepNotPossible, StepNotAllowed):
        return False
    return True
