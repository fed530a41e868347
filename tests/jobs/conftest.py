import pytest

from governance.jobs import registry
from governance.organisation.models import User


@pytest.fixture
def owner(db):
    return User.objects.create_user("clerk.jobs", name="王敏", must_change_password=False)


@pytest.fixture
def stranger(db):
    return User.objects.create_user("other.jobs", name="赵强", must_change_password=False)


@pytest.fixture
def kind(monkeypatch):
    """Registers kinds of work for one test: kind("count", run)."""
    monkeypatch.setattr(registry.KINDS, "_items", dict(registry.KINDS))

    def add(code, run, **more):
        registry.KINDS.register(registry.JobKind(code, "数数", run, **more))
        return code

    return add
