"""Setting up a platform, and giving it tokens and a key; what is given is shown once and kept as nobody can read it."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any

from django.db import transaction
from django.db.models import Q

from governance.frame.database.history import label_of
from governance.frame.database.locking import locked, save_version
from governance.frame.days import office_day
from governance.frame.refusals import StepNotPossible
from governance.organisation.models import AccessRecord, User
from governance.organisation.records import record

from .models import Parcel, Partner, Token

SETTING = AccessRecord.Verb.SETTING
CHANGED = ("name", "url", "hourly", "is_active")


@transaction.atomic
def add(partner: Partner, *, actor: User, at: datetime, ip: str | None = None) -> Partner:
    """The platform is known; it can do nothing before it has a token."""
    partner.key = token_urlsafe(32)
    partner.save(force_insert=True)
    _record(partner, "新增", actor, at, ip)
    return partner


@transaction.atomic
def change(
    partner: Partner, told: dict[str, Any], *, version: int | None, actor: User, at: datetime, ip: str | None = None
) -> None:
    """The platform is as it was told, and the record names what was changed; raises StaleVersion."""
    row = locked(Partner.objects.all(), partner, version, noun="这个平台")
    changed = [name for name in CHANGED if getattr(row, name) != told[name]]
    for name in changed:
        setattr(row, name, told[name])
    save_version(row, *changed)
    labels = [label_of(Partner, name) for name in changed]
    _record(row, f"变更{'、'.join(labels)}" if labels else "未作变更", actor, at, ip)


@transaction.atomic
def draw_key(partner: Partner, *, reason: str, actor: User, at: datetime, ip: str | None = None) -> str:
    """What it is sent is signed with a new key, that of before proves nothing any more; it is said only now."""
    key = token_urlsafe(32)
    partner.key = key
    partner.save(update_fields=["key_sealed"])
    _record(partner, f"更换签名密钥：{reason}", actor, at, ip)
    return key


@transaction.atomic
def issue(
    partner: Partner, scopes: Iterable[str], expires_on: date, *, actor: User, at: datetime, ip: str | None = None
) -> str:
    """A new token, good for these scopes and until that day; it is said only now."""
    token = token_urlsafe(32)
    partner.tokens.create(
        digest=digest_of(token), scopes=list(scopes), expires_on=expires_on, issued_at=at, issued_by=actor
    )
    _record(partner, f"发放令牌，有效期至 {expires_on}", actor, at, ip)
    return token


@transaction.atomic
def revoke(token: Token, *, reason: str, actor: User, at: datetime, ip: str | None = None) -> None:
    """The token opens nothing any more."""
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        raise StepNotPossible("这个令牌已经作废。")
    _record(token.partner, f"作废令牌：{reason}", actor, at, ip)


@transaction.atomic
def resend(partner: Partner, *, actor: User, at: datetime, ip: str | None = None) -> int:
    """What could not be handed to the platform waits again as if never tried; says of how many anybody may know."""
    left = Parcel.objects.filter(matter__partner=partner, state=Parcel.State.FAILED)
    count = left.filter(failed()).count()
    left.update(state=Parcel.State.WAITING, attempts=0, next_try_at=at)
    if count:
        subject = f"对接平台 {partner}：推送 {count} 条"
        record(AccessRecord.Verb.RESEND, actor=actor, at=at, subject=subject, ip=ip)
    return count


def failed(path: str = "") -> Q:
    """The condition that a parcel, to which the path leads, could not be handed over and tells of no hidden matter."""
    hidden = Q(**{f"{path}event__case__confidentiality": "restricted"})
    return Q(**{f"{path}state": Parcel.State.FAILED}) & ~hidden


def digest_of(token: str) -> str:
    """What is kept of a token: it was drawn at random, so that nobody finds it from its hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def found(token: str, at: datetime) -> Token | None:
    """The token, if it is good today."""
    today = office_day(at)
    good = Token.objects.filter(revoked_at=None, expires_on__gte=today, partner__is_active=True)
    row = good.select_related("partner").filter(digest=digest_of(token)).first()
    if row is not None and row.used_on != today:
        Token.objects.filter(pk=row.pk).update(used_on=today)
    return row


def _record(partner: Partner, said: str, actor: User, at: datetime, ip: str | None) -> None:
    record(SETTING, actor=actor, at=at, subject=f"对接平台 {partner}", reason=said, ip=ip)
