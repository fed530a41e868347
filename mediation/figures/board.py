"""What the leader's board shows of mediation."""

from governance.dashboard.board.plots import MEASURES, MONTHS, UNITS, Plot
from governance.figures.headlines import Headline

from .measures import SOLVED, SUBJECT

HEADLINE = Headline(
    SUBJECT, "dispute.received", "dispute.closed", "dispute.closing", "dispute.success_rate", "dispute.overdue"
)
PLOTS = (
    Plot("dispute_months", "矛盾纠纷：收到和办结", MONTHS, ("dispute.received", "dispute.closed")),
    Plot("dispute_late", "矛盾纠纷：各单位现在超期的", UNITS, ("dispute.overdue",), late=True),
    Plot("dispute_types", "矛盾纠纷：什么纠纷", "type", ("dispute.received",)),
    Plot("dispute_sources", "矛盾纠纷：从哪里来", "source", ("dispute.received",)),
    Plot(
        "dispute_levels",
        "矛盾纠纷：在哪里化解",
        MEASURES,
        tuple(measure.code for measure in SOLVED),
        whole="dispute.resolved",
    ),
)
