"""What the tables of addresses are asked of: one of everything, and everybody before a browser."""

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.access import pages
from tests.cast import known


@pytest.fixture(scope="module")
def world(kept):
    """One of everything that an address can name, at a moment that lasts as long as the module."""
    with time_machine.travel(timezone.now(), tick=False):
        yield pages.world(known())


@pytest.fixture(scope="module")
def clients(world) -> dict[str, Client]:
    """Everybody before a browser of their own; the page that writes down when they were seen is behind them."""
    found = {}
    for person in known().people:
        found[person.username] = client = Client(raise_request_exception=False)
        client.force_login(person, backend="governance.organisation.accounts.backends.PostBackend")
        client.get("/")
    return found
