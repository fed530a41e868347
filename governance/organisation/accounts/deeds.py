"""What wants two people: one asks, another confirms, and only then it is done."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.frame.days import office_day
from governance.frame.refusals import Refusal

from ..models import AccessRecord, AccountDeed, Post, Unit, User
from ..pickers import posts_of_the_day
from ..posts import actions as posts
from ..posts import entrusting
from ..posts.guarding import SECURITY, SecondPersonWanted, confirmed_by, confirmers, may_confirm
from ..records import record
from ..standing import standing_of
from . import actions as accounts
from .actions import subject_of

Kind, Outcome = AccountDeed.Kind, AccountDeed.Outcome
# What nobody has confirmed by then is asked for anew.
LAPSES_AFTER = timedelta(days=7)


def reset_password(user: User, *, actor: User, at: datetime, reason: str = "", ip: str | None = None) -> str:
    """The first password, or nothing where the deed now waits for another person."""
    return _do_or_ask(Kind.RESET, user, accounts.reset_password, actor=actor, at=at, reason=reason, ip=ip) or ""


def reopen_account(user: User, *, actor: User, at: datetime, reason: str = "", ip: str | None = None) -> str:
    """The first password, or nothing where the deed now waits for another person."""
    return _do_or_ask(Kind.REOPEN, user, accounts.reopen_account, actor=actor, at=at, reason=reason, ip=ip) or ""


def reset_factor(user: User, *, actor: User, at: datetime, reason: str = "", ip: str | None = None) -> None:
    """The deed waits for another person."""
    _do_or_ask(Kind.FACTOR, user, accounts.reset_factor, actor=actor, at=at, reason=reason, ip=ip)


def appoint(
    user: User,
    unit: Unit,
    role: str,
    starts_on: date,
    *,
    actor: User,
    at: datetime,
    ends_on: date | None = None,
    ip: str | None = None,
) -> Post | None:
    """The post, or None where the appointment now waits for another person."""
    deed = partial(posts.appoint, unit=unit, role=role, starts_on=starts_on, ends_on=ends_on)
    what = {"unit": unit, "starts_on": starts_on, "ends_on": ends_on}
    return _do_or_ask(Kind.APPOINT, user, deed, actor=actor, at=at, ip=ip, role=role, **what)


def end_post(post: Post, ends_on: date, *, actor: User, at: datetime, reason: str, ip: str | None = None):
    """The post with its last day, or None where a longer term now waits for another person."""

    def deed(user, **how):
        return posts.end_post(post, ends_on, **how)

    what = {"post": post, "ends_on": ends_on}
    return _do_or_ask(Kind.EXTEND, post.user, deed, actor=actor, at=at, reason=reason, ip=ip, **what)


def _do_or_ask(
    kind: str, user: User, deed: Callable, *, actor: User, at: datetime, ip: str | None, role="", reason="", **what
):
    why = {"reason": reason} if reason else {}
    try:
        # Whatever else stands in the way is said at once; the need of a second person is the last to be asked.
        with transaction.atomic():
            return deed(user, actor=actor, at=at, ip=ip, **why)
    except SecondPersonWanted:
        _ask(kind, user, actor=actor, at=at, ip=ip, role=role, reason=reason, **what)
        return None


@transaction.atomic
def _ask(kind: str, user: User, *, actor: User, at: datetime, ip: str | None, role: str, reason: str, **what) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    group = Group.objects.get(name=role) if role else None
    if waiting(at).filter(kind=kind, user=user, role=group, **what).exists():
        raise Refusal("这件事已经提出，正在等待另一人确认。")
    asked = {"asked_by": actor, "asked_at": at, "reason": reason}
    deed = AccountDeed.objects.create(kind=kind, user=user, role=group, **asked, **what)
    label = deed.get_kind_display()
    why = f"提出{label}" + (f"：{reason}" if reason else "")
    record(AccessRecord.Verb.ACCOUNT, actor=actor, at=at, subject=subject_of(user), reason=why, ip=ip)
    told = f"{actor.name}提出：{user.name}，{label}。请核实后确认。"
    others = confirmers(user, office_day(at)) - {actor.pk}
    entrusting.tell(others, told, at=at, key=f"deed:{deed.pk}", link=entrusting.DEEDS_PAGE)


def waiting(at: datetime) -> QuerySet[AccountDeed]:
    """The deeds that wait for a second person."""
    found = AccountDeed.objects.filter(outcome=Outcome.WAITING, asked_at__gt=at - LAPSES_AFTER)
    return found.select_related("user", "unit", "role", "asked_by", "post__unit", "post__role")


def waiting_for(actor: User, at: datetime) -> list[AccountDeed]:
    """The deeds that the person asked for, or may confirm."""
    others = confirmed_by(actor, office_day(at))
    return list(waiting(at).filter(Q(asked_by=actor) | Q(user__in=others)))


def unconfirmed_for(actor: User, at: datetime) -> list[User]:
    """The people whose first password another handed out, who have replaced it, and whom the person may vouch for."""
    today = office_day(at)
    people = confirmed_by(actor, today).exclude(handed_by=None).exclude(handed_by=actor)
    given = AccountDeed.objects.filter(kind=Kind.RETURN, decided_by=actor, user=OuterRef("pk"))
    vouched = given.filter(decided_at__gte=OuterRef("password_changed_at"))
    ready = people.filter(~Exists(vouched), must_change_password=False, is_active=True)
    return list(ready.prefetch_related(posts_of_the_day(today)).order_by("name", "id"))


@transaction.atomic
def confirm(deed: AccountDeed, *, actor: User, at: datetime, ip: str | None = None) -> str:
    """The deed is done, in the name of both; returns the first password where there is one.

    Raises Refusal where the person may not stand as the second, or who asked may no longer ask.
    """
    deed = _locked(deed, at)
    if actor.pk == deed.asked_by_id or not may_confirm(actor, deed.user, office_day(at)):
        raise Refusal("要由提出人和本人以外的人确认。")
    if not standing_of(deed.asked_by, office_day(at)).has_role(SECURITY):
        raise Refusal("提出人已不是安全管理员，请由现任安全管理员重新提出。")
    _close(deed, Outcome.DONE, actor, at)
    return _perform(deed, second=actor, at=at, ip=ip) or ""


def _perform(deed: Any, **how) -> str | None:
    how["actor"] = deed.asked_by
    if deed.reason:
        how["reason"] = deed.reason
    if deed.kind == Kind.RESET:
        return accounts.reset_password(deed.user, **how)
    if deed.kind == Kind.REOPEN:
        return accounts.reopen_account(deed.user, **how)
    if deed.kind == Kind.FACTOR:
        accounts.reset_factor(deed.user, **how)
    if deed.kind == Kind.APPOINT:
        posts.appoint(deed.user, deed.unit, deed.role.name, deed.starts_on, ends_on=deed.ends_on, **how)
    if deed.kind == Kind.EXTEND:
        posts.end_post(deed.post, deed.ends_on, **how)
    return None


@transaction.atomic
def refuse(deed: AccountDeed, *, actor: User, at: datetime, ip: str | None = None) -> None:
    """The deed is not done: whoever asked takes it back, or who might confirm it says no."""
    deed = _locked(deed, at)
    own = actor.pk == deed.asked_by_id
    if not own and not may_confirm(actor, deed.user, office_day(at)):
        raise Refusal("要由提出人和本人以外的人确认。")
    _close(deed, Outcome.WITHDRAWN if own else Outcome.REFUSED, actor, at)
    said = f"{deed.get_outcome_display()}：{deed.get_kind_display()}"
    record(AccessRecord.Verb.ACCOUNT, actor=actor, at=at, subject=subject_of(deed.user), reason=said, ip=ip)
    if not own and deed.asked_by_id:
        told = f"{actor.name}不同意：{deed.user.name}，{deed.get_kind_display()}。"
        entrusting.tell([deed.asked_by_id], told, at=at, key=f"deed:{deed.pk}:refused", link=entrusting.DEEDS_PAGE)


def _locked(deed: AccountDeed, at: datetime) -> AccountDeed:
    found = waiting(at).select_for_update(of=("self",)).filter(pk=deed.pk).first()
    if found is None:
        raise Refusal("这件事已经办过，或者超过七天没有确认，请重新提出。")
    return found


def _close(deed: AccountDeed, outcome: str, actor: User, at: datetime) -> None:
    deed.outcome, deed.decided_by, deed.decided_at = outcome, actor, at
    deed.save(update_fields=["outcome", "decided_by", "decided_at"])


@transaction.atomic
def vouch(user: User, *, actor: User, at: datetime, ip: str | None = None) -> None:
    """The account is in its owner's hands, and so is what was confided to them, as far as that person's word goes.

    Nobody who is accused in a matter gives it back: that part waits for somebody else, and nothing tells that it does.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user not in unconfirmed_for(actor, at):
        raise Refusal("这个账号不用您确认：本人还没有换掉初始密码，或者已经确认过。")
    AccountDeed.objects.create(
        kind=Kind.RETURN,
        user=user,
        asked_by=user.handed_by,
        asked_at=user.password_changed_at or at,
        outcome=Outcome.DONE,
        decided_by=actor,
        decided_at=at,
    )
    record(AccessRecord.Verb.ACCOUNT, actor=actor, at=at, subject=subject_of(user), reason="确认本人取回账号", ip=ip)
    if entrusting.restore(user, by=actor):
        user.handed_by = None
        user.save(update_fields=["handed_by"])
    told = f"{actor.name}已确认账号在您手里。仍看不到原来知悉的事项，请再请一位管理员或者上级负责人确认。"
    entrusting.tell([user.pk], told, at=at, key=f"vouched:{user.pk}:{actor.pk}:{at:%Y%m%d%H%M%S}")
