from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from governance.cases.deadlines import scan
from governance.cases.models import Heartbeat


@pytest.mark.django_db
def test_it_is_healthy_when_database_and_broker_answer(client, valkey):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True,
        "database": True,
        "broker": True,
        "scan_age_seconds": None,
        "oldest_alert_seconds": None,
        "scan_late": False,
    }
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_it_tells_how_long_ago_the_deadlines_were_scanned(client, valkey):
    scan(timezone.now())
    report = client.get("/healthz").json()
    assert report["scan_age_seconds"] == 0
    assert report["scan_late"] is False


@pytest.mark.django_db
def test_it_reports_a_late_scan_without_taking_the_host_away(client, valkey):
    Heartbeat.objects.create(name="scan_deadlines", at=timezone.now() - timedelta(minutes=10))
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["scan_age_seconds"] == pytest.approx(600, abs=5)
    assert answer.json()["scan_late"] is True


@pytest.mark.django_db
def test_it_is_unhealthy_when_the_broker_does_not_answer(client, dead_broker):
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["broker"] is False
    assert answer.json()["database"] is True


def test_it_is_unhealthy_when_the_database_does_not_answer(client, monkeypatch, valkey):
    def refuse(*_):
        raise OperationalError("connection refused: host=secret.example user=secret")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] is False
    assert "secret" not in answer.content.decode()
