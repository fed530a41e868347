"""The workbench offers next steps without asking the database once a row."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import disputes

pytestmark = pytest.mark.django_db


def cost(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    return len(queries)


def work(cast):
    """A dispute that waits, tracks in several states, and one with a referral beside them."""
    disputes.dispute(cast)
    track = disputes.track(cast)
    disputes.accept(track, cast)
    track = disputes.track(cast, referral="delegated_pre_filing", referrer=cast.court)
    disputes.accept(track, cast)
    disputes.sit(track, cast)
    disputes.agree(track, cast)


def test_it_costs_nobody_more_for_more_disputes(cast):
    clients = {}
    for reader in ("mediator", "clerk", "staff", "justice_officer"):
        clients[reader] = client = Client()
        client.force_login(getattr(cast, reader), backend="governance.organisation.accounts.backends.PostBackend")
    work(cast)
    for client in clients.values():
        cost(client)
    few = {reader: cost(client) for reader, client in clients.items()}
    work(cast)
    work(cast)
    assert {reader: cost(client) for reader, client in clients.items()} == few
