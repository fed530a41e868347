"""What every step asks of the clocks of its case."""

from django.db.models import QuerySet

from governance.frame.database.locking import holding
from governance.frame.database.written import WrittenOnce

from ..models import Clock


def _ever(case: int) -> QuerySet[Clock]:
    # How a day was worked out is read by who is told why.
    return Clock.objects.filter(case_id=case).order_by("id").defer("ledger")


EVER = WrittenOnce(_ever, case=-1)
HELD = WrittenOnce(lambda case: holding(_ever(case)), case=-1)
