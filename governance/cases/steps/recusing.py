"""Nobody decides what is about themselves, or what they have drafted: where no other can, the organ above does."""

from governance.frame.refusals import FactMissing
from governance.organisation.models import Post, Unit, User
from governance.organisation.roles import carrying
from governance.organisation.units import unit_above

from .. import access
from ..access.hearing import confidants
from ..history import Act
from ..models import Proposal, Recusal
from ..workflow import Step


def wants_another(row, step: Step, cleaned: dict) -> bool:
    """True if the step is about somebody who approves such steps, be it whoever takes it: it waits for another."""
    return bool(step.about) and access.approving_unit_of(cleaned[step.about], row, step) is not None


def deciding_unit(row, step: Step, cleaned: dict, act: Act) -> int:
    """The unit whose approval the step waits for: the organ above that of a person who could approve it themselves, or
    above the one where nobody is left who may."""
    own = access.asked_unit_id(row, step)
    led = access.approving_unit_of(cleaned[step.about], row, step) if step.about else None
    if step.two_people and step.two_people.above and not _another(row, own, step, act):
        led = Unit.objects.get(pk=own)
    if led is None:
        return own
    wanted = carrying(step.approval)
    for above in (led.parent, unit_above(led)):
        if above is None or not _deciders(row, above.pk, wanted | carrying(access.OVERSEES), act):
            continue
        if row.is_restricted:
            access.grant(row, confidants(row, above.pk, on=act.day), on=act.day, shared=True)
        return above.pk
    return own


def _another(row, unit_id: int, step: Step, act: Act) -> bool:
    """True if somebody of the unit could approve the step who has no part in it."""
    there = _deciders(row, unit_id, carrying(step.approval), act) - row.recused
    found = User.objects.filter(pk__in=there)
    return any(user != act.actor and not access.must_be_another(user, row, step) for user in found)


def deciders(row, proposal: Proposal, step: Step, act: Act) -> set[int]:
    """Who is told that the step waits for the word of their organ."""
    return _deciders(row, proposal.unit_id, carrying(step.approval) | carrying(access.OVERSEES), act)


def _deciders(row, unit_id: int, roles, act: Act) -> set[int]:
    posts = Post.objects.current(act.day).filter(unit_id=unit_id, role__name__in=roles)
    found = set(posts.values_list("user_id", flat=True))
    return found & {user.pk for user in confidants(row, unit_id, on=act.day)} if row.is_restricted else found


def keep_out(row, step: Step, cleaned: dict, act: Act) -> None:
    """Whoever the waiting step is about takes no step until it is decided."""
    if not step.about:
        return
    person = cleaned[step.about]
    if not row.keep_out(person.pk, act.at):
        raise FactMissing({step.about: f"{person.name}已经回避。"})


def let_back(row, step: Step | None, proposal: Proposal) -> None:
    """What waited is decided or has lapsed: from now on only what was decided keeps the person out."""
    if step is not None and step.about:
        Recusal.objects.filter(case_id=row.pk, person_id=proposal.facts[step.about]).delete()
        row.__dict__.pop("recused", None)
