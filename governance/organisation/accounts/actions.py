"""What happens to a person's account: opened, changed, closed, its password set; each leaves a record."""

from datetime import datetime, timedelta

from axes.utils import reset as unlock
from django.conf import settings
from django.db import transaction

from governance.frame.database.history import label_of
from governance.frame.database.locking import check_version, save_version
from governance.frame.days import minute_text, office_day
from governance.frame.forms import kept_files
from governance.frame.refusals import Refusal

from ..models import AccessRecord, OldPassword, User
from ..posts import entrusting
from ..posts.administering import check_still_administered
from ..posts.guarding import SECURITY, check_may_touch, check_second, confirmers, is_guarded
from ..records import record
from ..standing import standing_of
from . import second_factor
from .passwords import KEPT, first_password
from .sessions import end_sessions

Verb = AccessRecord.Verb


def subject_of(user: User) -> str:
    """The person as the security record names them."""
    return f"{user.name}（{user.username}）"


@transaction.atomic
def open_account(user: User, *, actor: User | None, at: datetime, ip: str | None = None) -> str:
    """The person can log in with the returned first password, which must be changed and is shown once only."""
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    user.password_changed_at = at
    user.handed_by = actor
    user.save(force_insert=True)
    record(Verb.ACCOUNT, actor=actor, at=at, subject=subject_of(user), reason="新建账号", ip=ip)
    return password


@transaction.atomic
def change_details(
    user: User, changed: list[str], *, version: int | None, actor: User, at: datetime, ip: str | None = None
) -> None:
    """The named columns are saved; nothing changed leaves no record. Raises StaleVersion."""
    check_version(User.objects.select_for_update().get(pk=user.pk), version, noun="这个人员的资料")
    if not changed:
        return
    check_may_touch(user, actor, at)
    save_version(user, *changed)
    labels = "、".join(label_of(User, name) for name in changed)
    record(Verb.ACCOUNT, actor=actor, at=at, subject=subject_of(user), reason=f"修改{labels}", ip=ip)


@transaction.atomic
def close_account(user: User, *, actor: User, at: datetime, reason: str, ip: str | None = None) -> None:
    """The person can not log in and is logged out everywhere; posts and history stay, open work waits for others."""
    check_may_touch(user, actor, at)
    with check_still_administered(office_day(at)):
        user.is_active = False
        user.save(update_fields=["is_active"])
    end_sessions(user)
    entrusting.let_go(user, at)
    record(Verb.ACCOUNT, actor=actor, at=at, subject=subject_of(user), reason=f"停用账号：{reason}", ip=ip)


@transaction.atomic
def reopen_account(
    user: User, *, actor: User, at: datetime, second: User | None = None, reason="", ip: str | None = None
) -> str:
    """The person can log in again, with the returned first password."""
    check_may_touch(user, actor, at)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(Verb.ACCOUNT, actor=actor, at=at, subject=subject_of(user), reason=_said("恢复账号", reason), ip=ip)
    return reset_password(user, actor=actor, at=at, second=second, reason=reason, ip=ip)


def _said(what: str, reason: str, second: User | None = None) -> str:
    """重置密码：忘记密码，张敏确认"""
    return "，".join(filter(None, (f"{what}：{reason}" if reason else what, f"{second.name}确认" if second else "")))


@transaction.atomic
def reset_password(
    user: User, *, actor: User | None, at: datetime, second: User | None = None, reason="", ip: str | None = None
) -> str:
    """The returned first password is the only one that works, at once, and the person is logged out everywhere.

    Whoever is shown it gets nothing that was confided to the owner: that stays away until somebody else has made sure
    that the account is in its owner's hands. Raises SecondPersonWanted for a guarded account that nobody has confirmed.
    """
    check_may_touch(user, actor, at)
    if is_guarded(user, office_day(at)):
        check_second(actor, second)
    password = first_password()
    user.handed_by = second or actor
    user.save(update_fields=["handed_by"])
    entrusting.suspend(user)
    _set_password(user, password, at=at, must_change=True)
    end_sessions(user)
    # Whoever holds the account from now on may be somebody else.
    kept_files.forget_of(user)
    unlock(username=user.username)
    said = _said("重置密码", reason, second)
    row = record(Verb.PASSWORD, actor=actor, at=at, subject=subject_of(user), reason=said, ip=ip)
    by = "、".join(person.name for person in (actor, second) if person) or "系统"
    told = f"您的密码于 {minute_text(at)} 由{by}重置。不是您要求的，请立即告知安全管理员或者审计管理员。"
    entrusting.tell([user.pk], told, at=at, key=f"account:{row.pk}")
    return password


@transaction.atomic
def reset_factor(
    user: User, *, actor: User | None, at: datetime, second: User | None = None, reason="", ip: str | None = None
) -> None:
    """A lost device and the recovery codes open nothing any more, and the person is logged out everywhere.

    Two people do it for everybody: raises SecondPersonWanted where nobody has confirmed.
    """
    check_may_touch(user, actor, at)
    if actor is not None and not standing_of(actor, office_day(at)).has_role(SECURITY):
        raise Refusal("动态口令只能由安全管理员重置。")
    if user.factor_since is None:
        raise Refusal(f"{user.name}没有启用动态口令。")
    check_second(actor, second)
    second_factor.forget(user)
    end_sessions(user)
    said = _said("重置动态口令", reason, second)
    row = record(Verb.ACCOUNT, actor=actor, at=at, subject=subject_of(user), reason=said, ip=ip)
    told = f"您的动态口令于 {minute_text(at)} 被重置。不是您要求的，请立即告知安全管理员或者审计管理员。"
    entrusting.tell([user.pk], told, at=at, key=f"account:{row.pk}")


@transaction.atomic
def change_password(user: User, password: str, *, at: datetime, keep: str | None, ip: str | None = None) -> None:
    """The person's own new password holds; every other session of theirs is ended.

    Where it replaces a first one, those who can make sure that the owner has the account are asked to.
    """
    _set_password(user, password, at=at, must_change=False)
    end_sessions(user, keep=keep)
    row = record(Verb.PASSWORD, actor=user, at=at, subject=subject_of(user), reason="本人修改", ip=ip)
    if user.handed_by_id is not None:
        asked = confirmers(user, office_day(at)) - {user.handed_by_id}
        told = f"{user.name}已换掉初始密码。请当面核对，确认账号在本人手里。"
        entrusting.tell(asked, told, at=at, key=f"account:{row.pk}", link=entrusting.DEEDS_PAGE)


def _set_password(user: User, password: str, *, at: datetime, must_change: bool) -> None:
    OldPassword.objects.create(user=user, password=user.password, replaced_at=at)
    kept = OldPassword.objects.filter(user=user).values_list("pk", flat=True)[:KEPT]
    OldPassword.objects.filter(user=user).exclude(pk__in=list(kept)).delete()
    user.set_password(password)
    user.must_change_password = must_change
    user.password_changed_at = at
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])


def must_change_password(user: User, at: datetime) -> bool:
    """True if the password is a first one or older than the county allows."""
    if user.must_change_password:
        return True
    limit = settings.PASSWORD_MAX_AGE_DAYS
    changed = user.password_changed_at
    return bool(limit and changed and at - changed > timedelta(days=limit))


def first_password_is_stale(user: User, at: datetime) -> bool:
    """True if a first password was handed out so long ago that it no longer opens the door."""
    limit = timedelta(days=settings.FIRST_PASSWORD_DAYS)
    return bool(user.must_change_password and user.password_changed_at and at - user.password_changed_at > limit)
