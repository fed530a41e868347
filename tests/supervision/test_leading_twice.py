"""Two workers scan at the same moment: a case is proposed once, and passed to the head once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection

from governance.notices.models import Notice
from governance.supervision.leading import actions as leading
from governance.supervision.leading import scopes
from governance.supervision.models import LeaderProposal
from tests import builders
from tests.supervision.leading import TAKEN, charged, rules

pytestmark = pytest.mark.django_db(transaction=True)
LATE = TAKEN + timedelta(days=30)


def at_once(work, workers: int = 3) -> list:
    """What each of several connections answers that do the work at the same moment."""
    start = Barrier(workers)

    def run(_):
        try:
            start.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(workers)))


def test_it_proposes_and_passes_each_case_once_however_many_workers_scan(cast, capsys):
    rules()
    led = charged(cast)
    builders.in_status(cast, "handling")
    assert sum(at_once(lambda: scopes.scan(LATE))) == LeaderProposal.objects.count() == 2
    assert sum(at_once(lambda: leading.pass_overdue(LATE))) == 1
    assert led.events.filter(step="pass_to_head").count() == 1
    assert Notice.objects.filter(recipient=cast.county, link=f"/cases/{led.number}/").count() == 1
    call_command("scan_leading")
    assert "移交主要领导 0 件" in capsys.readouterr().out
