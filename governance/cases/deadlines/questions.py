"""What every step asks of the clocks of its case."""

from datetime import UTC, date, datetime

from django.db.models import F, Min, QuerySet

from governance.frame.database.written import WrittenOnce

from ..models import Clock


def _of(case: int, code: str, subject: str) -> QuerySet[Clock]:
    return Clock.objects.filter(case_id=case, term_code=code, subject=subject).order_by("id")


def _ended(start_on: date, **which) -> QuerySet[Clock]:
    return _of(**which).filter(start_on=start_on, is_window=False, ended_at__isnull=False).order_by("-id")[:1]


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
ENDED = WrittenOnce(_ended, **_WHICH, start_on=date(1, 1, 2))
LAPSED = WrittenOnce(_lapsed, case=-1, code="?", at=datetime(1, 1, 2, tzinfo=UTC))
NEXT_DUE = WrittenOnce(_owed, case=-1)
