"""The brake at the entrance: what was tried is counted by name and address, and nothing else of it is kept."""

import hashlib
import hmac
from datetime import datetime, timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.db.models import F, Max, Sum
from django.db.models.functions import Coalesce

from ..models import User
from .known_browsers import known_as
from .login_records import client_ip, home_of

NONE = timedelta()
# One name from all addresses together: from then on, an attempt a minute.
NAME_LIMIT, NAME_PAUSE = 10, timedelta(minutes=1)
# One address with whatever names: a town hall of two hundred does not come so far in half an hour.
ADDRESS_LIMIT = 100
# All names from all addresses together, as when one password is tried with everybody: from then on, one in two seconds.
OVERALL_LIMIT, OVERALL_PAUSE = 1000, timedelta(seconds=2)


def name_tried(request, credentials) -> str:
    """The login name if it is one of ours, else a keyed hash of what was typed: people type their password there."""
    typed = str((credentials or request.POST).get("username") or "").strip().lower()
    if User.objects.filter(username=typed.replace("\0", "")[:255]).exists():
        return typed
    hashed = hmac.new(settings.SECRET_KEY.encode(), typed.encode("utf-8", "replace"), hashlib.sha256)
    return f"?{hashed.hexdigest()[:40]}"


def home_tried(request) -> str | None:
    """The address from which somebody tries, the same for all addresses of one home."""
    address = client_ip(request)
    return address and home_of(address)


class Brake(AxesDatabaseHandler):
    """Five failures lock a name from an address, ten slow it down from everywhere, a hundred lock the address, a
    thousand slow down everybody.

    In a browser in which the person has logged in before only what failed there counts: nobody who guesses elsewhere
    locks a colleague out.
    """

    def is_locked(self, request, credentials=None) -> bool:
        """True if the attempt is not even looked at; ``request.brake_seconds`` says for how long."""
        name, address = get_client_username(request, credentials), request.axes_ip_address
        now = request.axes_attempt_time
        lately = AccessAttempt.objects.filter(attempt_time__gte=now - settings.AXES_COOLOFF_TIME)
        browser = known_as(request, name)
        if browser:
            pause = _full_pause(lately.filter(username=name, user_agent=browser))
        else:
            pause = _pause_elsewhere(lately.filter(user_agent=""), name, address, now)
        request.brake_seconds = int(pause.total_seconds())
        return bool(pause)

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        """The failure is counted; the one that locks is told on."""
        if request is None:
            return
        request.axes_credentials = credentials
        name = get_client_username(request, credentials)
        if not request.axes_locked_out:
            self._count(name, request)
            if not self.is_locked(request, credentials):
                return
            request.axes_locked_out = request.brake_began = True
        user_locked_out.send("axes", request=request, username=name, ip_address=request.axes_ip_address)

    @staticmethod
    def _count(name: str, request) -> None:
        AccessAttempt.objects.filter(
            attempt_time__lt=request.axes_attempt_time - settings.AXES_COOLOFF_TIME,
        ).delete()
        attempt, is_new = AccessAttempt.objects.get_or_create(
            username=name,
            ip_address=request.axes_ip_address,
            user_agent=known_as(request, name),
            defaults={"failures_since_start": 1},
        )
        if not is_new:
            attempt.failures_since_start = F("failures_since_start") + 1
        attempt.attempt_time = request.axes_attempt_time
        attempt.save(update_fields=["failures_since_start", "attempt_time"])


def _full_pause(attempts) -> timedelta:
    return settings.AXES_COOLOFF_TIME if _failures(attempts) >= settings.AXES_FAILURE_LIMIT else NONE


def _pause_elsewhere(attempts, name: str, address: str | None, now: datetime) -> timedelta:
    """How long nobody is let in by that name from that address."""
    if address and _failures(attempts.filter(ip_address=address)) >= ADDRESS_LIMIT:
        return settings.AXES_COOLOFF_TIME
    of_pair, of_name = attempts.filter(username=name, ip_address=address), attempts.filter(username=name)
    return (
        _full_pause(of_pair)
        or _pace(of_name, NAME_LIMIT, NAME_PAUSE, now)
        or _pace(attempts, OVERALL_LIMIT, OVERALL_PAUSE, now)
    )


def _pace(attempts, limit: int, pause: timedelta, now: datetime) -> timedelta:
    """The pause, after so many failures of which the last is not as long ago."""
    last = attempts.aggregate(last=Max("attempt_time"))["last"]
    too_fast = last is not None and now - last < pause and _failures(attempts) >= limit
    return pause if too_fast else NONE


def _failures(attempts) -> int:
    return attempts.aggregate(found=Coalesce(Sum("failures_since_start"), 0))["found"]


def forget_before(moment: datetime) -> int:
    """What was tried before is no longer kept; says how many rows that were."""
    return AccessAttempt.objects.filter(attempt_time__lt=moment).delete()[0]
