"""What is owed is looked for in what is open: in a whole county nothing else owes anything."""

from datetime import datetime, timedelta

import pytest

from governance.cases.lists.filters import SOON_DAYS, due_between
from governance.cases.models import Case
from governance.frame.days import office_day, office_moment
from mediation.lists import with_nearest_due

pytestmark = pytest.mark.usefixtures("filled")


def is_meant(code: str, due: datetime | None, now: datetime) -> bool:
    midnight = office_moment(office_day(now))
    if due is None or code == "none":
        return due is None and code == "none"
    if code == "overdue":
        return due <= now
    return now < due <= midnight + timedelta(days=1 if code == "today" else SOON_DAYS + 1)


def moments() -> list[datetime]:
    """Before and after duties of parts that are open."""
    owed = Case.objects.open().exclude(parent=None).exclude(next_due_at=None).order_by("next_due_at", "pk")
    dues = list(owed.values_list("next_due_at", flat=True))
    assert len(dues) > 10
    return [due + timedelta(hours=hours) for due in dues[:: len(dues) // 5] for hours in (-1, 1)]


@pytest.mark.parametrize("column", ["next_due_at", "nearest_due_at"])
@pytest.mark.parametrize("code", ["overdue", "today", "soon", "none"])
def test_it_finds_every_dispute_that_owes_and_no_other(code, column):
    cases = with_nearest_due(Case.objects.filter(kind="dispute"))
    dues = dict(cases.values_list("pk", column))
    some = False
    for now in moments():
        owing = {pk for pk, due in dues.items() if is_meant(code, due, now)}
        assert set(cases.filter(due_between(code, now, column)).values_list("pk", flat=True)) == owing
        some = some or bool(owing)
    assert some or column == "next_due_at"
