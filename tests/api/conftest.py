import json

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def a_fresh_minute():
    """Calls are counted anew for each test."""
    cache.clear()


@pytest.fixture
def call(login):
    """``call(user).get(path)`` and ``call(user).post(path, body)`` answer with status and JSON."""

    class Caller:
        def __init__(self, user):
            self.client = login(user)

        def get(self, path):
            return self._said(self.client.get(path))

        def post(self, path, body):
            return self._said(self.client.post(path, json.dumps(body), content_type="application/json"))

        @staticmethod
        def _said(answer):
            return answer.status_code, answer.json()

    return Caller
