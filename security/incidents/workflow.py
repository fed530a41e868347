"""The lawful moves of an incident. Plain Python."""

from governance.cases.common_steps import WRITTEN_STEPS, merge, with_amend
from governance.cases.workflow import ClockStart, Status, Workflow

from .steps import AMENDED, STEPS
from .vocabulary import DUTIES, is_grave

STATUSES = {
    "reported": Status("已首报"),
    "handling": Status("处置中"),
    "settled": Status("待终报"),
    "closed": Status("已终报", closed=True),
    "rejected": Status("误报", closed=True),
    "merged": Status("已并案", closed=True),
}

WORKFLOW = Workflow(
    kind="incident",
    label="案事件",
    prefix="AJ",
    opening="reported",
    statuses=STATUSES,
    opening_clocks=(
        ClockStart("incident.verify", since="opened_at"),
        ClockStart("incident.acknowledge", since="opened_at", when=is_grave),
        ClockStart("incident.report_up", since="opened_at", when=is_grave),
    ),
    steps=(
        *STEPS,
        merge(("reported", "handling"), "merged", DUTIES),
        *with_amend(WRITTEN_STEPS, lambda amend: AMENDED),
    ),
)
