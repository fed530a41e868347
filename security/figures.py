"""What is counted of hazards."""

from django.db.models import Q

from governance.dashboard.board.plots import MONTHS, UNITS, Plot
from governance.figures.headlines import Headline
from governance.figures.measures import OfKind, of_terms

SUBJECT = "隐患"
GONE = ("settled", "closed")
# What the database tallies of them.
OPENED, CLOSED = ("hazard.opened",), ("hazard.closed",)
GONE_FACTS = tuple(f"hazard.closed {status}" for status in GONE)


HAZARDS = OfKind("hazard", SUBJECT)
RECTIFIED, RECTIFIED_RATE = of_terms("hazard", "rectified", SUBJECT, "整改", "hazard.rectify")
CHECKED, CHECKED_RATE = of_terms("hazard", "checked", SUBJECT, "复查", "hazard.recheck")

MEASURES = (
    HAZARDS.measure("found", "发现", "期间内发现并登记的", "opened_at", facts=OPENED),
    HAZARDS.measure(
        "gone",
        "消除",
        "当场整改或者复查销案的",
        "closed_at",
        holds=Q(status__in=GONE),
        facts=GONE_FACTS,
    ),
    HAZARDS.measure(
        "open", "期末未消除", "期间结束时没有销案的", "opened_at", until="closed_at", facts=OPENED, gone=CLOSED
    ),
    *RECTIFIED,
    *CHECKED,
)
RATES = (RECTIFIED_RATE, CHECKED_RATE)
HEADLINE = Headline(
    SUBJECT, "hazard.found", "hazard.gone", "hazard.open", "hazard.rectified_rate", "hazard.rectified_overdue"
)
PLOTS = (
    Plot("hazard_months", "隐患：发现和消除", MONTHS, ("hazard.found", "hazard.gone")),
    Plot("hazard_late", "隐患：各单位超期未整改的", UNITS, ("hazard.rectified_overdue",), late=True),
)
