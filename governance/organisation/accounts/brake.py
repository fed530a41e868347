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

# One name from all addresses together: from then on, an attempt a minute.
NAME_LIMIT, NAME_PAUSE = 10, timedelta(minutes=1)
# One address with whatever names: a town hall of two hundred does not come so far in half an hour.
ADDRESS_LIMIT = 100


def name_tried(request, credentials) -> str:
    """The login name if it is one of ours, else a keyed hash of what was typed: people type their password there."""
    typed = str((credentials or request.POST).get("username") or "").strip().lower()
    if User.objects.filter(username=typed.replace("\0", "")[:255]).exists():
        return typed
    hashed = hmac.new(settings.SECRET_KEY.encode(), typed.encode("utf-8", "replace"), hashlib.sha256)
    return f"?{hashed.hexdigest()[:40]}"


class Brake(AxesDatabaseHandler):
    """Five failures lock a name from an address, ten slow it down from everywhere, a hundred lock the address."""

    def is_locked(self, request, credentials=None) -> bool:
        """True if the attempt is not even looked at; ``request.brake_seconds`` says for how long."""
        name, address = get_client_username(request, credentials), request.axes_ip_address
        now = request.axes_attempt_time
        lately = AccessAttempt.objects.filter(attempt_time__gte=now - settings.AXES_COOLOFF_TIME)
        seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
        of_pair, of_address = lately.filter(username=name, ip_address=address), lately.filter(ip_address=address)
        if _failures(of_pair) >= settings.AXES_FAILURE_LIMIT or (address and _failures(of_address) >= ADDRESS_LIMIT):
            request.brake_seconds = seconds
        elif self._goes_too_fast(lately.filter(username=name), now):
            request.brake_seconds = int(NAME_PAUSE.total_seconds())
        else:
            return False
        return True

    @staticmethod
    def _goes_too_fast(attempts, now: datetime) -> bool:
        last = attempts.aggregate(last=Max("attempt_time"))["last"]
        return last is not None and now - last < NAME_PAUSE and _failures(attempts) >= NAME_LIMIT

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
            username=name, ip_address=request.axes_ip_address, user_agent="", defaults={"failures_since_start": 1}
        )
        if not is_new:
            attempt.failures_since_start = F("failures_since_start") + 1
        attempt.attempt_time = request.axes_attempt_time
        attempt.save(update_fields=["failures_since_start", "attempt_time"])


def _failures(attempts) -> int:
    return attempts.aggregate(found=Coalesce(Sum("failures_since_start"), 0))["found"]


def forget_before(moment: datetime) -> int:
    """What was tried before is no longer kept; says how many rows that were."""
    return AccessAttempt.objects.filter(attempt_time__lt=moment).delete()[0]
