import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_it_is_healthy_when_database_and_broker_answer(client, valkey):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["database"] is True
    assert answer.json()["broker"] is True


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
