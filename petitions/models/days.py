"""What the record of a case says of its days: when it came to stand so, whether a limit was over."""

from datetime import date, datetime

from django.db.models import Q

from governance.cases.models import Case
from governance.frame.days import office_day

# The limits of the organ that deals with it.
LIMITS = ("petition.route", "petition.notice", "petition.handle", "petition.simple_handle")


def limit_was_over(earlier: Case, at: datetime) -> bool:
    """True if a limit of the organ that deals with it was over by then (art. 19 para 3)."""
    limits = earlier.clocks.filter(term_code__in=LIMITS)
    return limits.filter(Q(outcome="missed") | Q(ended_at=None, due_at__lte=at)).exists()


def since(case: Case, status: str) -> date | None:
    """The day on which the case came to stand so; None where it never did."""
    came = case.events.filter(to_status=status).order_by("-seq").values_list("at", flat=True).first()
    return office_day(came) if came else None
