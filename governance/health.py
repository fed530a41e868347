"""Can this host do its work? Asked by load balancers and monitors, so without login and without secrets."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from governance.celery import app

logger = logging.getLogger(__name__)

# Three minutes are three missed scans.
LATE_AFTER_SECONDS = 180
SCAN_QUEUE = "scan"

# The database's own clock on both sides: a host whose clock is wrong must not raise or hide an alarm.
SCAN = """
SELECT extract(epoch FROM now() - (SELECT at FROM cases_heartbeat WHERE name = 'scan_deadlines')),
    extract(epoch FROM now() - (
        SELECT min(alert_at) FROM cases_clock WHERE ended_at IS NULL AND alert_at <= now()
    ))
"""


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database and the broker answer, else 503; of worker and beat whether they do their work.

    None is what cannot be told. A worker or a beat that stands still leaves the status at 200: taking web hosts away
    would not make the scan run. Strangers read this, so it holds no times, numbers or names.
    """
    late, waiting = _scan_is_late(), _waiting()
    report = {"database": late is not None, "broker": waiting is not None, "worker": None, "beat": None}
    if late is not None and waiting is not None:
        # The beat fills the queue and the worker empties it: which of them stands still shows by what waits.
        report["beat"] = not late or waiting > 0
        report["worker"] = None if not report["beat"] else not late
    healthy = report["database"] and report["broker"]
    return JsonResponse({"ok": healthy, **report}, status=200 if healthy else 503)


def _scan_is_late() -> bool | None:
    """True if deadlines were not scanned in time, or one that is due was not announced; None without a database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(SCAN)
            age, oldest = cursor.fetchone()
    except DatabaseError:
        logger.exception("the database does not answer")
        return None
    return age is None or max(age, oldest or 0) > LATE_AFTER_SECONDS


def _waiting() -> int | None:
    """How many calls to scan nobody has taken yet; None without a broker."""
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=0, timeout=3)
            return broker.default_channel.queue_declare(SCAN_QUEUE).message_count
    except (OperationalError, RedisError, OSError):
        logger.exception("the broker does not answer")
        return None
