"""Who came in, who was turned away, who left: the login signals of Django and axes write the security record."""

from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from ..models import AccessRecord, User
from ..records import record

Verb = AccessRecord.Verb
# When the session began and when its owner last did something, in seconds since 1970.
BEGAN, SEEN = "_began", "_seen"
# Whoever has one such network at home has all its addresses.
OF_ONE_HOME = 64
# That the person has shown the code of their device in this session.
PROVEN = "_proven"


def client_ip(request: HttpRequest) -> str | None:
    """The address of the visitor; X-Forwarded-For counts only as far as proxies of ours wrote it."""
    said = [request.META.get("REMOTE_ADDR", "")]
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if settings.PROXY_COUNT and len(passed) >= settings.PROXY_COUNT:
        said.insert(0, passed[-settings.PROXY_COUNT])
    for address in said:
        try:
            read = ip_address(address.partition("%")[0])
            # A socket that takes both kinds writes 10.0.0.7 as ::ffff:10.0.0.7: that is one address and not a network.
            return str(getattr(read, "ipv4_mapped", None) or read)
        except ValueError:
            # A socket has no address, and a proxy may write "unknown".
            continue
    return None


def home_of(address: str) -> str:
    """What all addresses of one home have in common: of the longer kind whoever has one has the whole network."""
    return str(ip_network(f"{address}/{OF_ONE_HOME}", strict=False)[0]) if ":" in address else address


def acting(request: HttpRequest, at: datetime | None = None) -> dict[str, Any]:
    """Who does it, when and from where, as the verbs ask for it; now, unless the page has a moment of its own."""
    return {"actor": request.user, "at": at or timezone.now(), "ip": client_ip(request)}


def record_login(sender, request, user, **_):
    """A login stands in the record, and its session starts counting afresh."""
    for mark in (BEGAN, SEEN, PROVEN):
        request.session.pop(mark, None)
    record(Verb.LOGIN, actor=user, at=timezone.now(), ip=client_ip(request))


def record_failure(sender, credentials, request=None, **_):
    """A failed login stands in the record with the login name, if it is one of ours.

    Anything else is not kept: people type their password into the wrong field.
    """
    typed = str(credentials.get("username") or "").replace("\0", "")
    known = User.objects.filter(username=typed).exists()
    locked = bool(getattr(request, "axes_locked_out", False))
    record(
        Verb.LOGIN_FAILED,
        actor=None,
        actor_name="未登录",
        at=timezone.now(),
        subject=typed if known else "不存在的登录名",
        reason="锁定期间再次尝试" if locked else "",
        succeeded=False,
        ip=client_ip(request) if request else None,
    )


def record_lock(sender, request, username, **_):
    """The lock stands in the record once, not again for every further attempt while it holds."""
    if not getattr(request, "brake_began", False):
        return
    known = User.objects.filter(username=username).exists()
    record(
        Verb.LOCKED,
        actor=None,
        actor_name="未登录",
        at=timezone.now(),
        subject=username if known else "不存在的登录名",
        reason=f"失败次数太多，锁定 {length_said(request.brake_seconds)}",
        succeeded=False,
        ip=client_ip(request),
    )


def length_said(seconds: int) -> str:
    """A pause in words: 30 分钟, 2 秒."""
    return f"{seconds // 60} 分钟" if seconds >= 60 else f"{seconds} 秒"


def record_logout(sender, request, user, **_):
    """A logout stands in the record; the reason says if the system ended the session."""
    if user is not None:
        reason = getattr(request, "logout_reason", "")
        record(Verb.LOGOUT, actor=user, at=timezone.now(), reason=reason, ip=client_ip(request))


def watch() -> None:
    """Every way in and out is recorded from now on."""
    user_logged_in.connect(record_login, dispatch_uid="organisation.login")
    user_login_failed.connect(record_failure, dispatch_uid="organisation.failure")
    user_logged_out.connect(record_logout, dispatch_uid="organisation.logout")
    user_locked_out.connect(record_lock, dispatch_uid="organisation.lock")
