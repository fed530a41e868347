from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from governance.cases.deadlines import scan
from governance.cases.models import Clock, Heartbeat
from governance.cases.tasks import scan_deadlines
from tests import builders


def ring(times: int = 1) -> None:
    """The beat has rung, and nobody has taken it yet."""
    for _ in range(times):
        scan_deadlines.delay()


@pytest.mark.django_db
def test_it_is_healthy_when_database_and_broker_answer_and_the_scan_is_fresh(client, valkey):
    scan(timezone.now())
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "database": True, "broker": True, "worker": True, "beat": True}
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("before", [timedelta(minutes=10), None])
def test_it_says_that_the_beat_stands_still_without_taking_the_host_away(client, valkey, before):
    if before:
        Heartbeat.objects.create(name="scan_deadlines", at=timezone.now() - before)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert (answer.json()["beat"], answer.json()["worker"]) == (False, None)


@pytest.mark.django_db
def test_it_says_that_nobody_takes_what_the_beat_rings_for(client, valkey):
    Heartbeat.objects.create(name="scan_deadlines", at=timezone.now() - timedelta(minutes=10))
    ring(3)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert (answer.json()["beat"], answer.json()["worker"]) == (True, False)


@pytest.mark.django_db
def test_a_scan_that_leaves_what_is_due_unannounced_is_no_work(client, valkey, cast):
    scan(timezone.now())
    builders.petition(cast)
    late = timezone.now() - timedelta(minutes=10)
    Clock.objects.filter(ended_at=None).update(alert_at=late)
    ring()
    assert client.get("/healthz").json()["worker"] is False


@pytest.mark.django_db
def test_it_tells_strangers_neither_times_nor_numbers(client, valkey):
    scan(timezone.now())
    assert {type(value) for value in client.get("/healthz").json().values()} == {bool}


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
