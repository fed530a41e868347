"""What the board shows of what units owe: duties, papers of the ladder, first handling. The rooms below bring none."""

from governance.figures import duties, first, papers
from governance.figures.headlines import Headline

from .plots import MEASURES, MONTHS, UNITS, Plot

HEADLINES = (
    Headline(
        duties.SUBJECT,
        "duty.due",
        "duty.in_time",
        "duty.late",
        "duty.in_time_rate",
        "duty.missing",
        of_units=True,
    ),
    Headline(
        papers.SUBJECT,
        "supervision.issued",
        "supervision.lifted",
        "supervision.in_force",
        "supervision.answered_rate",
        "supervision.answered_overdue",
        of_units=True,
    ),
)
PLOTS = (
    Plot("duty_missing", "例行报送：各单位缺报的", UNITS, ("duty.missing",), late=True, of_units=True),
    Plot("duty_months", "例行报送：迟报和缺报", MONTHS, ("duty.late", "duty.missing"), late=True, of_units=True),
    Plot("paper_rungs", "督办文书：哪一级", "rung", ("supervision.issued",), of_units=True),
    Plot(
        "first_handling",
        f"{first.SUBJECT}：首办单位自办和转出",
        MEASURES,
        ("first.kept", "first.passed"),
        whole="first.received",
        of_units=True,
    ),
)
