"""Many rows saved by one statement stand as each of them was."""

from datetime import UTC, date, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.cases.models import Clock
from governance.frame.database.together import save_together
from tests import builders

DAY = date(2026, 6, 1)
COLUMNS = ("raw_due", "due", "due_at", "provisional", "ledger", "alert_plan", "rung")


def test_the_named_columns_stand_to_the_microsecond_and_others_as_they_were(cast):
    one, other = builders.in_status(cast, "handling"), builders.in_status(cast, "handling")
    clocks = list(Clock.objects.filter(case__in=(one, other), ended_at=None).order_by("pk"))
    last = datetime(2026, 6, 1, 15, 59, 59, 999_999, tzinfo=UTC)
    for place, clock in enumerate(clocks):
        clock.raw_due, clock.due, clock.due_at, clock.provisional = DAY, DAY, last, True
        clock.ledger, clock.alert_plan, clock.rung = [["“引号”", place]], [last, last], place
        clock.subject = "不写"
    with CaptureQueriesContext(connection) as asked:
        save_together(clocks, COLUMNS)
    assert len(asked) == 1 and len(clocks) > 1
    kept = Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).order_by("pk")
    assert [[getattr(each, name) for name in COLUMNS] for each in kept] == [
        [DAY, DAY, last, True, [["“引号”", place]], [last, last], place] for place in range(len(clocks))
    ]
    assert "不写" not in kept.values_list("subject", flat=True)


def test_of_no_rows_nothing_is_asked(db):
    with CaptureQueriesContext(connection) as asked:
        save_together([], COLUMNS)
    assert len(asked) == 0
