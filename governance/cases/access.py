"""The door to one case, and who may take which step."""

from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.http import Http404

from governance.frame.refusals import FactMissing, StepNotAllowed
from governance.organisation.models import Post, Unit, User
from governance.organisation.records import record
from governance.organisation.standing import Standing, lies_in, standing_now

from . import registry
from .hearing import shut_out
from .models import Case, CaseUnit, CaseUserObjectPermission, Participant
from .workflow import HANDLER, HOLDER, OVERSEER, PARTNER, SENDER, VIEWER, Step

SHORTEST_REASON = 4


def case_for(user, number: str, permission: str = "cases.view_case") -> Case:
    """The case, if the person may know of it and holds the permission.

    Raises ``Http404`` when they may not know that it exists (the same answer as for a number never given out), and
    ``StepNotAllowed`` when they may see it but not do this.
    """
    case = (
        Case.objects.visible_to(user)
        .filter(number=number)
        .select_related("area", "lead_unit", "first_unit", "sender_unit", "handler", "category", "registered_by")
        .first()
    )
    if case is None:
        raise Http404("没有这件事项。")
    if permission != "cases.view_case" and not has_permission(user, case, permission, VIEWER):
        raise StepNotAllowed("您的岗位不能对这件事项做这项操作。")
    return case


def has_permission(user, case, permission: str, reach: str) -> bool:
    """True if one of the person's posts carries the permission where the reach says it must stand.

    Seeing the case is asked elsewhere; this is about doing.
    """
    standing = standing_now(user)
    if permission not in standing.permissions:
        return False
    units = standing.units_with(permission)
    if reach == VIEWER:
        return True
    if reach == HANDLER:
        return case.handler_id == user.pk
    if reach == HOLDER:
        return case.lead_unit_id in units
    if reach == SENDER:
        return (case.sender_unit_id or case.first_unit_id) in units
    if reach == PARTNER:
        return case.lead_unit_id in units or _handles_together(case, units)
    if reach == OVERSEER:
        return _oversees(standing, case, permission)
    raise ValueError(f"unknown reach {reach}")


def _handles_together(case, units) -> bool:
    return CaseUnit.objects.filter(case_id=case.pk, unit__in=units, part=CaseUnit.Part.CO_HANDLER).exists()


def _oversees(standing: Standing, case, permission: str) -> bool:
    guided = standing.areas_guided(registry.kind_of(case).guided_by, permission)
    return standing.covers(case.area_id, permission) or lies_in(case.area_id, guided)


def may_take(user, case, step: Step) -> bool:
    """True if the person may take the step, or put it forward for approval."""
    if step.for_others and case.handler_id == user.pk:
        return False
    if has_permission(user, case, step.permission, step.reach):
        return True
    return bool(step.approval) and has_permission(user, case, step.approval, step.reach)


def may_approve(user, case, step: Step) -> bool:
    """True if the person's word is the approval that the step asks for."""
    return has_permission(user, case, step.approval, step.reach)


def may_decide(user, case, step: Step, proposal) -> bool:
    """True if the person may approve what waits or send it back: never what they put forward themselves.

    Whoever drafts does not approve, whatever post they hold by then.
    """
    return proposal.proposed_by_id != user.pk and may_approve(user, case, step)


def may_see_names(user, case) -> bool:
    """True if names are shown in full: to those who work on the case, not to onlookers."""
    return any(has_permission(user, case, "cases.view_personal", reach) for reach in (PARTNER, SENDER))


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


def grant(case, users) -> None:
    """Each of these people may know of the case, even when it is restricted."""
    permission = Permission.objects.get(content_type__app_label="cases", codename="view_case")
    CaseUserObjectPermission.objects.bulk_create(
        [CaseUserObjectPermission(user=user, permission=permission, content_object_id=case.pk) for user in users],
        ignore_conflicts=True,
    )


def revoke(case, users) -> None:
    """None of these people holds an object permission on the case any more."""
    CaseUserObjectPermission.objects.filter(content_object_id=case.pk, user__in=users).delete()


def accused_units(case) -> set[int]:
    """The accused units and everything under them: shut out of every door."""
    return shut_out([case.pk])[case.pk]


# Who takes an accusation where the unit that took it in stands under the accused, in this order (art. 30, art. 44).
BESIDE = (Unit.Kind.CENTRE, Unit.Kind.DISCIPLINE, Unit.Kind.PETITION_OFFICE)


def holder_beside(unit: Unit, barred: set[int]) -> Unit:
    """The unit that can hold an accusation taken in by ``unit`` while ``barred`` are the accused and all under them.

    It is the unit itself, the nearest centre that oversees it, the discipline organ, or the petition office of the
    area. Raises ``FactMissing`` where all of them belong to the accused too.
    """
    if unit.pk not in barred:
        return unit
    units = Unit.objects.filter(Q(kind__in=BESIDE[1:]) | Q(kind=BESIDE[0], sees=Unit.Sees.AREA), is_active=True)
    found = [each for each in units.exclude(pk__in=barred) if lies_in(unit.area_id, [each.area_id])]
    if not found:
        raise FactMissing({"accused_unit": "没有可以接收这件检举控告的单位，请向上级纪检监察机关提出。"})
    return min(found, key=lambda each: (BESIDE.index(each.kind), -len(each.area_id)))


def may_know(user, case) -> bool:
    """True if the person is not of the accused unit or under it."""
    accused = CaseUnit.objects.filter(case_id=case.pk, part=CaseUnit.Part.ACCUSED).values_list("unit_id", flat=True)
    return not set(accused) & standing_now(user).units_above


def may_be_named_in(case, other) -> bool:
    """True if the history of ``case`` may name the other one.

    A restricted case is named only where its own accused are shut out too: its number in the file of a petitioner
    would tell them who accused.
    """
    if not other.is_restricted:
        return True
    return case.is_restricted and accused_units(other) <= accused_units(case)


def people_in(unit_id: int, *, on):
    """The active people with a post in the unit."""
    posts = Post.objects.current(on).filter(unit_id=unit_id)
    return User.objects.filter(pk__in=posts.values("user_id")).order_by("name", "id")


@dataclass(frozen=True)
class Revealed:
    """A person's numbers in clear, for one look."""

    name: str
    phone: str
    id_number: str


def reveal(participant: Participant, user, *, number: str, reason: str, at, ip: str | None = None) -> Revealed:
    """The person's numbers in clear; the look stands in the security record with its reason.

    ``number`` is the case through whose door the person comes; ``participant`` is one of its people.
    Raises ``StepNotAllowed`` for those who do not work on the case and ``FactMissing`` without a reason.
    """
    case = case_for(user, number)
    if not may_see_names(user, case):
        raise StepNotAllowed("只有办理这件事项的人员可以查看身份信息。")
    if len(reason.strip()) < SHORTEST_REASON:
        raise FactMissing({"reason": "请写明查看事由，至少四个字。"})
    record("unmask", actor=user, at=at, subject=f"{case.number} {participant.masked_name}", reason=reason, ip=ip)
    return Revealed(participant.name, participant.phone, participant.id_number)
