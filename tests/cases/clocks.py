"""Cases and moments for the tests of the deadline engine."""

from datetime import date, datetime, time, timedelta
from itertools import count

import pytest

from governance.cases import deadlines
from governance.cases.models import Case, Clock
from governance.frame.days import CHINA, office_moment

LOADED = datetime(2026, 1, 1, 8, 0, tzinfo=CHINA)
_serial = count(1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """ "2026-02-10" is nine in the morning of that day, "2026-02-10 15:30" says when."""
    on, _, at = text.partition(" ")
    return office_moment(day(on), time.fromisoformat(at or "09:00"))


def make_case(cast, **fields) -> Case:
    """A case in the hands of the housing department's handler; ``fields`` say what is different."""
    serial = next(_serial)
    return Case.objects.create(
        **{
            "number": f"XF2026-{serial:06}",
            "kind": "petition",
            "title": "反映小区停水",
            "summary": "连续三天停水。",
            "status": "handling",
            "area_id": "610116001002",
            "channel": "visit",
            "lead_unit": cast.housing,
            "first_unit": cast.weiqu,
            "handler": cast.handler,
            "opened_at": moment("2026-01-05") + timedelta(seconds=serial),
            **fields,
        }
    )


def many_clocks(cast, number: int, *, since: str = "2026-02-10") -> list[Clock]:
    """So many cases, each with a running clock for the handling, as fast as the database takes them."""
    first = deadlines.start(make_case(cast), "petition.handle", since=day(since))
    model = Case.objects.values().get(pk=first.case_id)
    cases = [
        Case(**model | {"id": None, "number": f"XF2025-{next(_serial):06}", "title": f"反映停水（{n}）"})
        for n in range(number - 1)
    ]
    Case.objects.bulk_create(cases)
    fields = Clock.objects.values().get(pk=first.pk)
    clocks = [Clock(**fields | {"id": None, "case_id": case.pk}) for case in cases]
    return [first, *Clock.objects.bulk_create(clocks)]


@pytest.fixture
def law(db):
    """Terms, ladder and the years 2010 to 2026 are loaded."""
