"""What every step asks of the clocks of its case."""

from datetime import UTC, datetime

from django.db.models import F, Min, QuerySet

from governance.frame.database.among import Among
from governance.frame.database.written import WrittenOnce

from ..models import Clock


def _of(case: int, code: str, subject: str) -> QuerySet[Clock]:
    return Clock.objects.filter(case_id=case, term_code=code, subject=subject).order_by("id")


def _had(case: int, codes: list[str]) -> QuerySet[Clock]:
    return Clock.objects.filter(Among(F("term_code"), codes), case_id=case).order_by("id")


def _lapsed(case: int, code: str, at: datetime) -> QuerySet[Clock]:
    lapsed = Clock.objects.filter(case_id=case, term_code=code, outcome=Clock.Outcome.LAPSED)
    in_its_days = lapsed.filter(started_at__lte=at, due_at__gte=at)
    return in_its_days.select_for_update(no_key=True).order_by("-started_at", "-id")[:1]


def _all_running(case: int) -> QuerySet[Clock]:
    return Clock.objects.filter(case_id=case, ended_at=None).order_by(F("due_at").asc(nulls_last=True), "id")


def _owed(case: int) -> QuerySet:
    owed = Clock.objects.filter(case_id=case, ended_at=None, is_window=False)
    return owed.order_by().values("case_id").annotate(at=Min("due_at")).values_list("at")


_WHICH = {"case": -1, "code": "?", "subject": "??"}
ALL_RUNNING = WrittenOnce(_all_running, case=-1)
RUNNING = WrittenOnce(lambda **which: _of(**which).filter(ended_at=None)[:1], **_WHICH)
CLAIMED = WrittenOnce(lambda **which: _of(**which).filter(ended_at=None).select_for_update(no_key=True), **_WHICH)
HAD = WrittenOnce(_had, case=-1, codes=["?"])
LAPSED = WrittenOnce(_lapsed, case=-1, code="?", at=datetime(1, 1, 2, tzinfo=UTC))
NEXT_DUE = WrittenOnce(_owed, case=-1)
