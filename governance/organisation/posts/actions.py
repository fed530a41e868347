"""Appointing people to posts and ending them; the only way in which anybody's rights change."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q

from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal

from ..models import AccessRecord, Post, Unit, User
from ..records import record
from ..roles import EXCLUSIVE, LABELS
from ..standing import standing_of
from .administering import check_still_administered
from .entrusting import tell
from .guarding import SECURITY, check_may_touch, check_second, is_guarded, leads_to_confided

PERMISSION = AccessRecord.Verb.PERMISSION


@transaction.atomic
def appoint(
    user: User,
    unit: Unit,
    role: str,
    starts_on: date,
    *,
    actor: User | None,
    at: datetime,
    ends_on: date | None = None,
    second: User | None = None,
    ip: str | None = None,
) -> Post:
    """The person holds the post from the first day to the last, and the appointment stands in the record.

    Raises FactMissing if the dates are wrong, the post is held already, or the roles exclude one another: system,
    security and audit administrator hold no other role (GB/T 22239-2019 8.1.4.2, separation of rights). Raises
    SecondPersonWanted where the post or the person is guarded and nobody has confirmed. ``actor=None`` is the
    installation itself.
    """
    if role not in LABELS:
        raise FactMissing({"role": "没有这个岗位。"})
    # Two appointments of one person must not pass each other unseen.
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not user.is_active:
        raise FactMissing({"user": f"{user.name}的账号已停用，先恢复账号再任命。"})
    if not unit.is_active:
        raise FactMissing({"unit": f"{unit.name}已停用，不能在该单位任命。"})
    if ends_on is not None and ends_on < starts_on:
        raise FactMissing({"ends_on": "离任日期不能早于任职日期。"})
    _check_authority(user, role, unit, actor, at)
    _check_others(user, unit, role, starts_on, ends_on)
    if leads_to_confided(role, unit.kind) or is_guarded(user, office_day(at)):
        check_second(actor, second)
    post = Post.objects.create(
        user=user, unit=unit, role=Group.objects.get(name=role), starts_on=starts_on, ends_on=ends_on
    )
    _record(post, "任命", actor=actor, second=second, at=at, ip=ip)
    return post


@transaction.atomic
def end_post(
    post: Post,
    ends_on: date,
    *,
    actor: User | None,
    at: datetime,
    reason: str = "",
    second: User | None = None,
    ip: str | None = None,
) -> Post:
    """The day is the last on which the post gives any rights; the row stays as history.

    Raises SecondPersonWanted where a guarded post would last longer than it did.
    """
    post = _locked(post)
    today = office_day(at)
    if post.ends_on is not None and post.ends_on < today:
        raise FactMissing({"ends_on": f"这一任职已于 {post.ends_on} 结束。"})
    if ends_on < post.starts_on:
        raise FactMissing({"ends_on": f"离任日期不能早于任职日期 {post.starts_on}。"})
    _check_authority(post.user, post.role.name, post.unit, actor, at)
    if post.ends_on is None or ends_on > post.ends_on:
        _check_others(post.user, post.unit, post.role.name, post.starts_on, ends_on, besides=post)
    if post.ends_on is not None and ends_on > post.ends_on and is_guarded(post.user, today):
        check_second(actor, second)
    with check_still_administered(today):
        post.ends_on = ends_on
        post.save(update_fields=["ends_on"])
    _record(post, "离任" + (f"：{reason}" if reason else ""), actor=actor, second=second, at=at, ip=ip)
    return post


@transaction.atomic
def withdraw(post: Post, *, actor: User, at: datetime, reason: str = "", ip: str | None = None) -> None:
    """An appointment that began today or has not begun is as if never made, except in the security record."""
    post = _locked(post)
    if post.starts_on < office_day(at):
        raise Refusal("这一任职已经开始，不能撤回；请填写离任日期。")
    _check_authority(post.user, post.role.name, post.unit, actor, at)
    _record(post, "撤回任命" + (f"：{reason}" if reason else ""), actor=actor, at=at, ip=ip)
    with check_still_administered(office_day(at)):
        post.delete()


def _locked(post: Post) -> Post:
    User.objects.select_for_update(no_key=True).get(pk=post.user_id)
    return Post.objects.select_for_update(of=("self",)).select_related("user", "unit", "role").get(pk=post.pk)


def _check_authority(user: User, role: str, unit: Unit, actor: User | None, at: datetime) -> None:
    check_may_touch(user, actor, at)
    if actor is None or standing_of(actor, office_day(at)).has_role(SECURITY):
        return
    if role in EXCLUSIVE:
        raise FactMissing({"role": "系统、安全、审计管理员只能由安全管理员任命。"})
    if leads_to_confided(role, unit.kind):
        raise FactMissing({"role": f"{unit.short_name}的{LABELS[role]}可能经手限制知悉的事项，只能由安全管理员任命。"})


def _check_others(
    user: User, unit: Unit, role: str, starts_on: date, ends_on: date | None, besides: Post | None = None
) -> None:
    overlapping = user.posts.exclude(ends_on__lt=starts_on).select_related("unit", "role")
    if ends_on is not None:
        overlapping = overlapping.filter(starts_on__lte=ends_on)
    if besides is not None:
        overlapping = overlapping.exclude(pk=besides.pk)
    if overlapping.filter(unit=unit, role__name=role).exists():
        raise FactMissing({"starts_on": f"{user.name}在这段时间已担任{unit.short_name}的{LABELS[role]}。"})
    barred = Q(role__name__in=EXCLUSIVE) if role not in EXCLUSIVE else Q()
    held = overlapping.exclude(role__name=role).filter(barred).first()
    if held is not None:
        raise FactMissing(
            {
                "role": f"{user.name}在这段时间担任{held.unit.short_name}的{LABELS[held.role.name]}，"
                f"不能同时担任{LABELS[role]}：系统、安全、审计管理员与其他岗位不能由一人兼任。"
            }
        )


def _record(
    post: Post, deed: str, *, actor: User | None, at: datetime, second: User | None = None, ip: str | None
) -> None:
    until = f"至 {post.ends_on}" if post.ends_on else "起"
    what = f"{post.unit.short_name}·{LABELS[post.role.name]}"
    said = f"{deed}，{post.starts_on} {until}"
    reason = said + (f"，{second.name}确认" if second else "")
    subject = f"{post.user.name}（{post.user.username}） {what}"
    row = record(PERMISSION, actor=actor, at=at, subject=subject, reason=reason, ip=ip)
    if actor is not None:
        tell([post.user_id], f"您的岗位有变动：{what}，{said}。", at=at, key=f"account:{row.pk}")
