"""The workbench offers next steps without asking the database once a row."""

import pytest
from django.db import connection
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


@pytest.mark.parametrize("reader", ["mediator", "clerk", "staff", "justice_officer"])
def test_it_costs_no_more_for_more_disputes(login, cast, reader):
    client = login(getattr(cast, reader))
    work(cast)
    cost(client)
    few = cost(client)
    work(cast)
    work(cast)
    assert cost(client) == few
