"""The second factor at the login: a code that changes every half minute (RFC 6238), or one of ten that open once.

The secret is sealed like personal data, so the table of a library, which keeps it in clear, is not used; the
computation is django-otp's.
"""

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

import segno
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django_otp.oath import TOTP

from governance.frame.refusals import FactMissing
from governance.frame.seals import sealing
from governance.frame.seals.sealed_fields import sealed_field

from ..models import AccessRecord, RecoveryCode, SecondFactor, User
from ..pickers import person_words
from ..records import record

SECRET_BYTES = 20
# A clock that is half a minute wrong is borne.
TOLERANCE = 1
CODES = 10
FAILURES, PAUSE = 5, timedelta(minutes=30)
ACCOUNT = AccessRecord.Verb.ACCOUNT


class TooManyWrongCodes(FactMissing):
    """No code is looked at for half an hour, the right one neither."""


def new_secret(user: User) -> str:
    """A secret that no account has, sealed for this person."""
    return sealing.seal(secrets.token_hex(SECRET_BYTES), _purpose(user))


def key_of(secret: str, user: User) -> bytes:
    """The secret in clear; raises ``cryptography.exceptions.InvalidTag`` where it is another person's."""
    return bytes.fromhex(sealing.open_sealed(secret, _purpose(user)))


def _purpose(user: User) -> str:
    return sealed_field(SecondFactor, "secret").purpose_of(user.pk)


def typed_secret(key: bytes) -> str:
    """The secret as it is typed into a device without a camera: ABCD EFGH …"""
    text = b32encode(key).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def picture(key: bytes, user: User, issuer: str) -> SafeString:
    """What a device reads with its camera, as a drawing that stands in the page itself."""
    label = quote(f"{issuer}:{user.username}")
    query = urlencode({"secret": b32encode(key).decode(), "issuer": issuer}, quote_via=quote)
    drawing = segno.make(f"otpauth://totp/{label}?{query}", error="m", micro=False)
    return mark_safe(drawing.svg_inline(scale=5, border=2, svgclass="qr", lineclass=None, omitsize=False))


def _step_of(key: bytes, code: str, at: datetime, after: int = 0) -> int | None:
    """The half minute whose code this is, among those that are taken now and lie ``after`` the last one."""
    totp = TOTP(key)
    totp.time = at.timestamp()
    if code.isascii() and code.isdigit() and len(code) == 6 and totp.verify(int(code), TOLERANCE, min_t=after + 1):
        return totp.t()
    return None


@transaction.atomic
def enrol(user: User, secret: str, code: str, *, at: datetime, ip: str | None = None) -> list[str]:
    """The login asks for a code from now on; returns the recovery codes, which are shown once only.

    Raises FactMissing where the code is not one of that secret, or the person has a device already.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.factor_since is not None:
        raise FactMissing({"code": "您已经启用动态口令。换设备请找安全管理员重置。"})
    key = key_of(secret, user)
    step = _step_of(key, code, at)
    if step is None:
        raise FactMissing({"code": "动态口令不对。请核对手机的时间，填写现在显示的六位数字。"})
    SecondFactor.objects.create(user=user, secret=secret, last_step=step)
    user.factor_since = at
    user.save(update_fields=["factor_since"])
    record(ACCOUNT, actor=user, at=at, subject=person_words(user), reason="启用动态口令", ip=ip)
    codes = [secrets.token_hex(5) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=_hash(key, code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _hash(key: bytes, code: str) -> str:
    """Keyed by the secret itself, which stays the same when the keys that seal it change."""
    plain = "".join(code.split()).replace("-", "").lower()
    return hmac.new(key, f"recovery {plain}".encode(), hashlib.sha256).hexdigest()


def check(user: User, code: str, *, at: datetime, ip: str | None = None) -> None:
    """The code is the device's of this half minute, or a recovery code, which is used up by it.

    Raises FactMissing for a wrong one, and TooManyWrongCodes after five until half an hour has passed.
    """
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().get(user=user)
        if factor.failed_at is not None and at - factor.failed_at >= PAUSE:
            factor.failures = 0
        if factor.failures >= FAILURES:
            raise TooManyWrongCodes({"code": "输错的次数太多，三十分钟内不能再试。"})
        if _takes(factor, user, code.strip(), at, ip):
            factor.failures, factor.failed_at = 0, None
            factor.save()
            return
        factor.failures, factor.failed_at = factor.failures + 1, at
        factor.save()
        verb = AccessRecord.Verb.LOGIN_FAILED
        record(verb, actor=user, at=at, reason="动态口令不对", succeeded=False, ip=ip)
    kind = TooManyWrongCodes if factor.failures >= FAILURES else FactMissing
    raise kind({"code": "动态口令不对。填写手机上现在显示的六位数字，每个只能用一次；手机不在身边的，填一个恢复码。"})


def _takes(factor: SecondFactor, user: User, code: str, at: datetime, ip: str | None) -> bool:
    key = key_of(factor.secret, user)
    step = _step_of(key, code, at, after=factor.last_step)
    if step is not None:
        factor.last_step = step
        return True
    hashed = _hash(key, code)
    for row in RecoveryCode.objects.filter(user=user):
        if hmac.compare_digest(row.code_hash, hashed):
            row.delete()
            record(ACCOUNT, actor=user, at=at, subject=person_words(user), reason="用去一个恢复码", ip=ip)
            return True
    return False


def codes_left(user: User) -> int:
    """How many recovery codes have not been used."""
    return RecoveryCode.objects.filter(user=user).count()


def forget(user: User) -> None:
    """The device and the recovery codes open nothing any more."""
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    user.factor_since = None
    user.save(update_fields=["factor_since"])
