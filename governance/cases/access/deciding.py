"""Which proposals a person does not decide though a post of theirs would do, said of a whole list at once."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from ..law import county
from ..models import Event, Recusal
from ..workflow import Step


def left_to_others(user_id: int, steps: Iterable[tuple[str, Step]]) -> Q:
    """Of the proposals for these steps, each with its kind, those about what the person keeps out of, drafted or did.

    ``may_decide`` says the same of one.
    """
    held: dict[tuple[str, str], Q] = defaultdict(Q)
    taken: dict[tuple[tuple[str, ...], str], Q] = defaultdict(Q)
    for kind, step in steps:
        here = Q(case__kind=kind, step=step.name)
        if step.for_others:
            held["handler_id", ""] |= here
        if step.not_by:
            taken[tuple(step.kept_from), ""] |= here
        if step.two_people and step.two_people.drafter:
            held[step.two_people.drafter, step.two_people.rule] |= here
        if step.two_people and step.two_people.redrafts:
            taken[step.two_people.redrafts, step.two_people.rule] |= here
    found = Q(Exists(_keeping_out(user_id)))
    for (column, rule), here in held.items():
        found |= here & Q(**{f"case__{column}": user_id}) & _unless_one_may(rule)
    for (names, rule), here in taken.items():
        events = Event.objects.filter(case=OuterRef("case"), actor=user_id, step__in=names).order_by()
        found |= here & Exists(events) & _unless_one_may(rule)
    return found


def _keeping_out(user_id: int):
    case = Q(case=OuterRef("case")) | Q(case=OuterRef("case__parent"))
    return Recusal.objects.filter(case, person=user_id)


def _unless_one_may(rule: str) -> Q:
    return ~county.says(rule, "one") if rule else Q()
