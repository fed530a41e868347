"""What whoever reported an event may know of how it stands."""

from governance.cases.models import Case, Participant
from governance.counter.progress import Answering
from governance.frame.days import day_text, office_day

from .events.steps import STATUSES

BROUGHT_BY = (Participant.Part.PARTY,)


def tell(case: Case) -> list[tuple[str, str]]:
    """Where it stands and with whom; nothing of what others said."""
    told = [
        ("编号", case.number),
        ("收到日期", day_text(office_day(case.opened_at))),
        ("进展", STATUSES[case.status].label),
    ]
    return told if case.closed_at else [*told, ("办理单位", case.lead_unit.name)]


ANSWERING = Answering("grid_event", BROUGHT_BY, tell)
