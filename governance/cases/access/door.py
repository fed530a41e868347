"""The door to one case, and who may take which step."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from governance.frame.database.written import WrittenOnce
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.frame.seals.sealing import keyed_hash
from governance.organisation.models import AccessRecord, Area, Post, Unit, User
from governance.organisation.records import record
from governance.organisation.standing import HeldPost, lies_in, standing_now
from governance.organisation.units import HEARING

from .. import registry
from ..knowing.queryset import met
from ..knowing.words import VIEW, words_against, words_of
from ..law import county
from ..models import Case, CaseUnit, CaseUserObjectPermission
from ..workflow import (
    CO,
    COUNTY,
    HANDLER,
    HOLDER,
    ORIGIN,
    OVERSEER,
    PARTNER,
    ROUTER,
    SENDER,
    SUPERIOR,
    VIEWER,
    OnlyBy,
    Step,
    TwoPeople,
)
from . import entrusted
from .hearing import Shield, shield_of, trusted_in, units_involved
from .owed import owed_at

SHORTEST_REASON = 4
OVERSEES = "cases.oversee_case"
SIGNS = "cases.approve_case"
# Where a reach names the units themselves: which they are, the likelier first; none is asked for before it is needed.
BY_UNIT: dict[str, tuple[Callable[[Case], Collection[int | None]], ...]] = {
    HOLDER: (lambda case: (case.lead_unit_id,),),
    SENDER: (lambda case: (case.sent_by_id,),),
    ORIGIN: (lambda case: (case.sender_unit_id, case.first_unit_id),),
    ROUTER: (lambda case: _routers(case),),
    PARTNER: (lambda case: (case.lead_unit_id,), lambda case: case.partners),
    CO: (lambda case: case.partners,),
}
# These stand in the unit that holds the case, or go with it when it goes on.
OF_WHOEVER_HOLDS = frozenset({HOLDER, ROUTER, PARTNER, HANDLER})
SHOWN = (
    "area__parent__parent",
    "lead_unit",
    "first_unit",
    "competent_unit",
    "sender_unit",
    "handler",
    "category",
    "registered_by",
)


def _seen(words: list[str], against: list[str], **numbered: str) -> QuerySet[Case]:
    return Case.objects.filter(met(words, against), **numbered).select_related(*SHOWN)


# A number is given once. Asked for the first of one, PostgreSQL would think twice as long about ten tables.
_ASKED: dict[str, Any] = {"words": ["?"], "against": ["??"]}
NUMBERED = WrittenOnce(lambda number, **who: _seen(number=number, **who), number="?", **_ASKED)
ONCE_NUMBERED = WrittenOnce(lambda number, **who: _seen(former_numbers__number=number, **who), number="?", **_ASKED)


def case_for(user, number: str, permission: str = "cases.view_case") -> Case:
    """The case, if the person may know of it and holds the permission.

    Raises ``Http404`` when they may not know that it exists (the same answer as for a number never given out), and
    ``StepNotAllowed`` when they may see it but not do this. Whoever comes in to a restricted one stands in the security
    record, by whatever page, and so does whoever asks for a number that is not there for them.
    """
    case = _seen_by(user, number)
    if case is None:
        now, said = timezone.now(), "没有这件事项，或者不得知悉"
        record(AccessRecord.Verb.DENIED, actor=user, at=now, subject=mark_of(number), reason=said, succeeded=False)
        raise Http404("没有这件事项。")
    if case.is_restricted:
        record(AccessRecord.Verb.OPEN, actor=user, at=timezone.now(), subject=named_in_records(case))
    if permission != "cases.view_case" and not has_permission(user, case, permission, VIEWER):
        raise StepNotAllowed("您的岗位不能对这件事项做这项操作。")
    return case


def _seen_by(user, number: str) -> Case | None:
    """The case of that number now or before, if the person may know of it."""
    standing = standing_now(user)
    if VIEW not in standing.permissions:
        return None
    asked = {"number": number, "words": words_of(standing), "against": words_against(standing)}
    return NUMBERED.first(**asked) or ONCE_NUMBERED.first(**asked)


def named_in_records(case) -> str:
    """How the security record names the case: a restricted one by a keyed mark, of which its readers learn nothing."""
    return f"限制知悉 {mark_of(case.number)}" if case.is_restricted else case.number


def mark_of(number: str) -> str:
    """What stands for a number where it may not be read: the same for the same number, and nothing else."""
    return keyed_hash(number)[:12]


def has_permission(user, case, permission: str, reach: str) -> bool:
    """True if one of the person's posts carries the permission where the reach says it must stand.

    Seeing the case is asked elsewhere; this is about doing.
    """
    return next(_acting_units(user, case, permission, reach), None) is not None


def acting_unit(user, case, step: Step) -> Unit:
    """The organ in whose name the person takes the step: the unit of the post by which they may.

    Whoever holds the case now where several of their posts would do, as far as the reach allows.
    """
    unit_id = next(_acting_units(user, case, step.permission, step.reach), None)
    if unit_id is None and step.approval:
        unit_id = next(_acting_units(user, case, step.approval, step.approval_reach), None)
    return case.lead_unit if unit_id in (None, case.lead_unit_id) else Unit.objects.get(pk=unit_id)


def approving_unit_of(user, case, step: Step) -> Unit | None:
    """The unit in which the person could approve such a step, if they could."""
    unit_id = next(_acting_units(user, case, step.approval, step.approval_reach), None)
    return None if unit_id is None else Unit.objects.get(pk=unit_id)


def _acting_units(user, case, permission: str, reach: str) -> Iterator[int]:
    """The units in which a post of the person carries the permission and stands where the reach says, best first."""
    # Without a permission only the system takes the step.
    posts = standing_now(user).posts_with(permission) if permission else []
    if reach in BY_UNIT:
        held = {post.unit_id for post in posts}
        yield from (unit_id for places in BY_UNIT[reach] for unit_id in places(case) if unit_id in held)
        return
    if reach in (OVERSEER, SUPERIOR, COUNTY):
        posts = [post for post in posts if _oversees(post, case)]
        if reach == COUNTY:
            posts = [post for post in posts if Area.level_of(post.area) == Area.Level.COUNTY]
        elif reach == SUPERIOR and unit_judged(case) in standing_now(user).units_above:
            posts = []
    elif reach == HANDLER:
        posts = posts if case.handler_id == user.pk else []
    elif reach != VIEWER:
        raise ValueError(f"unknown reach {reach}")
    yield from sorted((post.unit_id for post in posts), key=lambda unit_id: unit_id != case.lead_unit_id)


def unit_judged(case) -> int | None:
    """The unit that holds the case, of which and under which nobody is its superior; see ``workflow.SUPERIOR``.

    None for the county's office: above it stands no unit of the county, so that colleagues look after its own.
    """
    return None if case.lead_unit.kind == Unit.Kind.OFFICE else case.lead_unit_id


def _routers(case) -> tuple[int | None, ...]:
    if case.status == registry.workflow_of(case).opening:
        return (case.lead_unit_id,)
    return (case.sent_by_id,)


def _oversees(post: HeldPost, case) -> bool:
    guides = post.unit_kind in registry.kind_of(case).guided_by
    return (post.sees_area or guides) and lies_in(case.area_id, post.areas)


def may_take(user, case, step: Step) -> bool:
    """True if the person may take the step, or put it forward for approval."""
    if _is_kept_from(user, case, step):
        return False
    if has_permission(user, case, step.permission, step.reach):
        return is_among(user, case, step.only_by)
    if not step.approval or step.approved_where:
        return False
    approves = has_permission(user, case, step.approval, step.approval_reach)
    return approves and is_among(user, case, step.approved_by)


def post_takes(user, case, step: Step) -> bool:
    """True if a post of the person takes the step; whether it waits for this person among others is not asked."""
    return not _is_kept_from(user, case, step) and has_permission(user, case, step.permission, step.reach)


def was_theirs(user, case, step: Step) -> bool:
    """True if the step was one of the person's while their unit held the case, which has gone on from there since."""
    if step.reach not in OF_WHOEVER_HOLDS or _is_kept_from(user, case, step):
        return False
    held = {"unit__in": standing_now(user).units_with(step.permission), "part": CaseUnit.Part.FORMER}
    return CaseUnit.objects.filter(case_id=case.pk, **held).exists()


def _is_kept_from(user, case, step: Step) -> bool:
    if user.pk in case.recused or _is_its_own(user, case, step):
        return True
    return step.not_by_leads and has_permission(user, case, SIGNS, HOLDER)


def _is_its_own(user, case, step: Step) -> bool:
    """True for whoever has done what the step judges: by that person it is neither taken nor agreed to."""
    if step.for_others and case.handler_id == user.pk:
        return True
    return bool(step.not_by) and any(f"{name}:{user.pk}" in case.takers for name in step.kept_from)


def comes_next(user, case, step: Step, *, has_parts: bool) -> bool:
    """True if the step is what comes next in the case, and lies with this person: what a unit holds lies with the one
    who has it in hand.
    """
    if not step.comes_next(case.status, has_parts=has_parts):
        return False
    return step.reach != HOLDER or case.handler_id in (None, user.pk)


def is_among(user, case, some: OnlyBy | None) -> bool:
    """True if the kind's own question says that the step is this person's, or there is no such question."""
    return some is None or registry.kind_of(case).persons[some.person](case, user, office_day(timezone.now()))


def may_approve(user, case, step: Step) -> bool:
    """True if the person's word is the approval that the step asks for."""
    if user.pk in case.recused or _is_its_own(user, case, step) or must_be_another(user, case, step):
        return False
    approves = has_permission(user, case, step.approval, step.approval_reach)
    return approves and is_among(user, case, step.approved_by)


def approves_alone(user, case, step: Step) -> bool:
    """True if a step that must be approved takes effect at once where this person takes it."""
    asked = step.two_people
    return (asked is None or asked.is_drafted or _lets_one(asked)) and may_approve(user, case, step)


def must_be_another(user, case, step: Step) -> bool:
    """True if the person has drafted what the step does, so that another agrees."""
    asked = step.two_people
    return asked is not None and _has_drafted(user, case, asked) and not _lets_one(asked)


def _lets_one(asked: TwoPeople) -> bool:
    """True if the county lets one person do both."""
    return bool(asked.rule) and county.answer_to(asked.rule) == "one"


def _has_drafted(user, case, asked: TwoPeople) -> bool:
    if asked.drafter and getattr(case, asked.drafter) == user.pk:
        return True
    return bool(asked.redrafts) and any(f"{name}:{user.pk}" in case.takers for name in asked.redrafts)


def may_decide(user, case, step: Step, proposal) -> bool:
    """True if the person may approve what waits or send it back: never what they put forward themselves.

    Whoever drafts does not approve, whatever post they hold by then. Nobody decides what is about themselves; what is
    about somebody who approves such steps lies with the organ above theirs.
    """
    if proposal.proposed_by_id == user.pk:
        return False
    if not step.goes_above or not _lies_above(case, step, proposal):
        return may_approve(user, case, step)
    if must_be_another(user, case, step):
        return False
    standing = standing_now(user)
    above = standing.units_with(step.approval) | standing.units_with(OVERSEES)
    return user.pk not in case.recused and proposal.unit_id in above


def asked_unit_id(case, step: Step) -> int:
    """The unit whose word the step wants, where somebody of it can give it."""
    return case.sent_by_id if step.approver == SENDER else case.lead_unit_id


def _lies_above(case, step: Step, proposal) -> bool:
    """True if it waits for the unit above the one whose word the step wants."""
    if proposal.unit_id == asked_unit_id(case, step):
        return False
    return not Post.objects.filter(user=proposal.proposed_by_id, unit=proposal.unit_id).exists()


def may_see_names(user, case) -> bool:
    """True if names are shown in full: to those who work on the case or owe something in it, not to onlookers."""
    permission = registry.kind_of(case).names_for
    if any(has_permission(user, case, permission, reach) for reach in (PARTNER, SENDER)):
        return True
    standing = standing_now(user)
    return owed_at(standing).filter(case=case.pk, charged_to__in=standing.units_with(permission)).exists()


def read_within(user, cases) -> set[int]:
    """The ids of those of these cases whose private steps the person may read, in one query for all.

    That is for the case's own people: its handler, and who works on cases in the unit that holds it or in one that
    handles it together with that unit. Neither overseeing nor having sent the case is enough.
    """
    standing = standing_now(user)
    units = standing.units_with("cases.work_case")
    own = {case.pk for case in cases if case.handler_id == user.pk or case.lead_unit_id in units}
    others = [case.pk for case in cases if case.pk not in own]
    if not units or not others:
        return own
    together = CaseUnit.objects.filter(case_id__in=others, unit__in=units, part=CaseUnit.Part.CO_HANDLER)
    return own | set(together.values_list("case_id", flat=True))


def may_read_within(user, case) -> bool:
    """True if the person may read what was told, filed and issued at the private steps of the case."""
    return case.pk in read_within(user, [case])


def may_take_whole(user, case) -> bool:
    """True if the person may take away all that is in the case: its private steps, and its people by name."""
    return may_read_within(user, case) and may_see_names(user, case)


def grant(case, users, *, on: date, shared: bool = False) -> None:
    """Each of these people may know of the case, even when it is restricted, unless it is kept from them.

    They know through their posts in the units that hold, sent or handle it, or through whatever posts they have; what
    is ``shared`` with them on purpose stays theirs when the case moves on.
    """
    shield = shield_of(case)
    posts = Post.objects.current(on).filter(user__in=[user.pk for user in users])
    through: dict[int, set[int]] = {}
    for user_id, unit_id in posts.values_list("user_id", "unit_id"):
        through.setdefault(user_id, set()).add(unit_id)
    involved = units_involved(case)
    permission = Permission.objects.get(content_type__app_label="cases", codename="view_case")
    rows = [
        CaseUserObjectPermission(
            user_id=user_id, permission=permission, content_object_id=case.pk, unit_id=unit_id, shared=shared
        )
        for user_id, units in through.items()
        if user_id not in shield.people | case.recused and not units & shield.units
        for unit_id in units & involved or units
    ]
    CaseUserObjectPermission.objects.bulk_create(entrusted.held_back(rows), ignore_conflicts=True)


def accused_units(case) -> set[int]:
    """The accused units and everything under them: shut out of every door."""
    return shield_of(case).units


def holder_beside(unit: Unit, shield: Shield, *, on: date, passed_over: Collection[int] = ()) -> Unit:
    """The unit that can hold an accusation taken in by ``unit`` while it is kept from those behind the shield.

    It is the unit itself, the nearest centre that oversees it, the discipline organ, or the petition office of the
    area: the first where somebody can be told who is not accused. A unit that is ``passed_over`` holds it only where
    nobody else can. Raises ``FactMissing`` where all of them belong to the accused too.
    """
    if unit.pk not in shield.units and unit.pk not in passed_over:
        return unit
    # In this order where the unit that took it in stands under the accused (art. 30, art. 44).
    units = Unit.objects.filter(Q(kind__in=HEARING[1:]) | Q(kind=HEARING[0], sees=Unit.Sees.AREA), is_active=True)
    found = [each for each in units.exclude(pk__in=shield.units) if lies_in(unit.area_id, [each.area_id])]
    for each in sorted(found, key=lambda each: (each.pk in passed_over, HEARING.index(each.kind), -len(each.area_id))):
        if trusted_in(each.pk, shield, on=on):
            return each
    if unit.pk not in shield.units:
        return unit
    raise FactMissing({"accused_unit": "没有可以接收这件检举控告的单位，请向上级纪检监察机关提出。"})


def may_know(user, case) -> bool:
    """True if the case is kept neither from the person nor from one of their units."""
    return not keeps_away(user, shield_of(case))


def keeps_away(user, shield: Shield) -> bool:
    """True if the person is accused, or of a unit that is or stands under the accused."""
    return user.pk in shield.people or bool(shield.units & standing_now(user).units_above)


def may_be_named_in(case, other) -> bool:
    """True if the history of ``case`` may name the other one.

    A restricted case is named only where its own accused are shut out too: its number in the file of a petitioner
    would tell them who accused.
    """
    if not other.is_restricted:
        return True
    if not case.is_restricted:
        return False
    theirs, ours = shield_of(other), shield_of(case)
    return theirs.units <= ours.units and theirs.people <= ours.people


def people_in(unit_id: int, *, on):
    """The active people with a post in the unit."""
    posts = Post.objects.current(on).filter(unit_id=unit_id)
    return User.objects.filter(pk__in=posts.values("user_id")).order_by("name", "id")
