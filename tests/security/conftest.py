import pytest

from tests.security.inspections import NOW, World


@pytest.fixture
def world(cast):
    return World(cast)


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
