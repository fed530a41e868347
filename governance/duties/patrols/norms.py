"""How much of each kind of work is wanted: rows with their source, changed from the next month on."""

from datetime import date, datetime

from django.db import transaction

from governance.frame.database.in_force import follow, in_force, still_open
from governance.frame.days import ONE_DAY, office_day
from governance.frame.refusals import FactMissing
from governance.frame.rows import rows_of
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from ..models import WorkNorm
from ..models.patrol import MOST_AMOUNT
from ..windows import MONTHLY, window_of


@transaction.atomic
def load_reference() -> int:
    """Every kind of work has its norm; what the county changed stays as it is. Says how many are new."""
    known = set(WorkNorm.objects.values_list("code", flat=True))
    fresh = [WorkNorm(**row) for row in rows_of("governance.duties", "work_norms") if row["code"] not in known]
    return len(WorkNorm.objects.bulk_create(fresh))


def norms_on(day: date) -> dict[str, WorkNorm]:
    """The norms in force on the day, by code; one query."""
    return {norm.code: norm for norm in WorkNorm.objects.filter(in_force(day))}


@transaction.atomic
def change(norm: WorkNorm, amount: int, basis: str, *, actor, at: datetime, ip: str | None = None) -> WorkNorm:
    """So much is wanted from the next month on; the running month keeps what it had.

    Raises FactMissing for an amount that cannot be, StaleVersion if somebody else was faster.
    """
    norm = still_open(norm, noun="这个定额")
    if not 0 <= amount <= MOST_AMOUNT:
        raise FactMissing({"amount": f"定额在 0 和 {MOST_AMOUNT} 之间。"})
    begins = max(window_of(MONTHLY, office_day(at)).last, norm.effective_from) + ONE_DAY
    made = follow(norm, begins, amount=amount, basis=basis)
    subject, said = f"工作定额 {made.name}", f"{amount} {made.measure}，{begins} 起"
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, ip=ip, subject=subject, reason=said)
    return made
