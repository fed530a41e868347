"""Which posts and accounts lead to what is confided, and who may have a hand in them: never one person alone.

An accusation must not reach the accused by way of the account of whoever holds it (信访工作条例 art. 30 para 3). The
answer hangs on posts alone and is the same for all who hold such a post, so that it tells nobody who holds what.
"""

from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet

from governance.frame.days import office_day
from governance.frame.refusals import Refusal

from ..models import Post, Unit, User
from ..roles import BY_CODE, EXCLUSIVE, LEAD, playing
from ..standing import Standing, standing_of, units_above, units_under
from .entrusting import CONFIDED
from .in_office import InOffice

SECURITY = "security_admin"
OVERSEERS = ("security_admin", "audit_admin")
LEADERS = playing(LEAD) | {"leader"}


class SecondPersonWanted(Refusal):
    """The deed is done only when another person has confirmed it."""


def leads_to_confided(role: str, unit_kind: str) -> bool:
    """True if the holders of such a post are told of what is confided, or run the system."""
    carried = {permission for confiding in CONFIDED.values() for permission in confiding.leads_to}
    return (
        role in EXCLUSIVE | playing(LEAD)
        or unit_kind == Unit.Kind.DISCIPLINE
        or not carried.isdisjoint(BY_CODE[role].permissions)
    )


def may_hold(role: str, unit: Unit) -> bool:
    """True if the post's holders may hold something confided: they are told of it, or take it in themselves."""
    carried = {permission for confiding in CONFIDED.values() for permission in confiding.takes_in}
    return leads_to_confided(role, unit.kind) or not carried.isdisjoint(BY_CODE[role].permissions)


def must_bring_code(standing: Standing) -> bool:
    """True if one of the posts of the day wants a second factor at the login, where the centre asks for it."""
    return settings.SECOND_FACTOR and any(leads_to_confided(post.role, post.unit_kind) for post in standing.posts)


def is_guarded(user: User, on: date) -> bool:
    """True if one of the person's posts, of that day or to come, may hold something confided."""
    posts = user.posts.exclude(ends_on__lt=on).select_related("unit", "role")
    return any(may_hold(post.role.name, post.unit) for post in posts)


def check_may_touch(user: User, actor: User | None, at: datetime) -> None:
    """Raises Refusal if the account is the actor's own, or a guarded one and the actor is no security administrator.

    Whoever could reset the audit administrator's password could also be the audit administrator.
    """
    if actor is None:
        return
    if actor.pk == user.pk:
        raise Refusal("本人的账号和岗位要由别人办理。")
    today = office_day(at)
    if standing_of(actor, today).has_role(SECURITY):
        return
    if user.posts.filter(role__name__in=EXCLUSIVE).exclude(ends_on__lt=today).exists():
        raise Refusal("系统、安全、审计管理员的账号和岗位只能由安全管理员办理。")
    if is_guarded(user, today):
        raise Refusal("这类岗位可能经手限制知悉的事项，账号和岗位只能由安全管理员办理。")


def check_second(actor: User | None, second: User | None) -> None:
    """Raises SecondPersonWanted where nobody but the actor stands for the deed; the installation itself may."""
    if actor is not None and second is None:
        raise SecondPersonWanted("这类岗位可能经手限制知悉的事项，要由另一人确认后才办理。")


def may_confirm(actor: User, user: User, on: date) -> bool:
    """True if the person may stand as the second for what is done to the user's account."""
    return confirmed_by(actor, on).filter(pk=user.pk).exists()


def confirmed_by(actor: User, on: date) -> QuerySet[User]:
    """Those for whom the person may stand as the second; never themselves.

    A security or audit administrator stands for everybody, who leads a unit for those who are in it or under it.
    """
    standing = standing_of(actor, on)
    others = User.objects.exclude(pk=actor.pk)
    if standing.has_role(*OVERSEERS):
        return others
    led = units_under(post.unit_id for post in standing.posts if post.role in LEADERS)
    posts = Post.objects.exclude(ends_on__lt=on).filter(unit__in=led)
    return others.filter(pk__in=posts.values("user_id"))


def confirmers(user: User, on: date) -> set[int]:
    """Whoever may stand as the second for the user."""
    units = units_above(user.posts.exclude(ends_on__lt=on).values_list("unit_id", flat=True))
    office = InOffice(on)
    return (office.everybody(roles=OVERSEERS) | office.of(*units, roles=LEADERS)) - {user.pk}
