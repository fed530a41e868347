"""Can this host do its work? Asked by load balancers and monitors, so without login and without secrets."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from governance.celery import app

logger = logging.getLogger(__name__)

# Three minutes are three missed scans.
LATE_AFTER_SECONDS = 180

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
    """200 when the database and the broker answer, else 503.

    A late scan is reported and leaves the status at 200: taking web hosts away would not make the scan run.
    """
    scan = _scan()
    report = {"database": scan is not None, "broker": _broker_answers()}
    healthy = all(report.values())
    return JsonResponse({"ok": healthy, **report, **(scan or {})}, status=200 if healthy else 503)


def _scan() -> dict | None:
    """Seconds since the last scan and since the oldest alert that it has yet to announce; None without a database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(SCAN)
            age, waiting = (None if seconds is None else int(seconds) for seconds in cursor.fetchone())
    except DatabaseError:
        logger.exception("the database does not answer")
        return None
    late = max(age or 0, waiting or 0) > LATE_AFTER_SECONDS
    return {"scan_age_seconds": age, "oldest_alert_seconds": waiting, "scan_late": late}


def _broker_answers() -> bool:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=0, timeout=3)
    except (OperationalError, OSError):
        logger.exception("the broker does not answer")
        return False
    return True
