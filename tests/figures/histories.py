"""What random histories are made of: days, copies of a case, and the end of an example."""

from datetime import datetime, timedelta
from itertools import count

from governance.cases.models import Case
from tests.builders import CHINA

FIRST = datetime(2026, 1, 5, 10, 0, tzinfo=CHINA)
numbers = count(1)


def at(day: int) -> datetime:
    return FIRST + timedelta(days=day)


def copied(case: Case, **values) -> Case:
    """The same once more, as a case of its own."""
    made = type(case).objects.get(pk=case.pk)
    made.pk = made.id = made.case_ptr_id = None
    made._state.adding = True
    for name, said in values.items():
        setattr(made, name, said)
    made.number = f"T{next(numbers):05}"
    made.save(force_insert=True)
    return made


class RolledBack(Exception):
    """The history of one example is gone before the next begins."""
