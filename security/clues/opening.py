"""A clue that is taken in: secret from the first moment, as an accusation is."""

from datetime import datetime

from governance.cases.models import Case
from governance.cases.steps import actions, secrecy
from governance.frame.days import office_day

from ..models import Clue


def take_in(clue: Clue, *, actor, at: datetime, people=(), files=(), told=(), replay=False) -> Clue:
    """The clue stands, restricted before it is written, with a unit that it is not about."""
    clue.kind, clue.confidentiality = "clue", Case.Confidentiality.RESTRICTED
    window = clue.lead_unit
    clue.lead_unit = secrecy.first_holder(window, clue.accused_unit, clue.accused_names, on=office_day(at))
    if clue.lead_unit != window:
        clue.sender_unit = window
    actions.open_case(clue, actor=actor, at=at, people=people, files=files, told=told, replay=replay)
    return clue
