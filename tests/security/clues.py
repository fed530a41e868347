"""Builders of clues: taken in at the township, about the housing department, handed to the discipline organ."""

from governance.cases.steps import actions
from security.clues.opening import take_in
from security.models import Clue
from tests.builders import OPENED, let_in, step


def clue(cast, *, at=OPENED, replay=True, **fields) -> Clue:
    """A clue that nobody has handed over yet."""
    values = {
        "title": "沙场长期强揽工程",
        "summary": "沙场强揽周边工程，有人通风报信。",
        "area": cast.area("610116001002"),
        "place": "渡口东侧",
        "clue_kind": "gang",
        "source": "letter",
        "channel": "patrol",
        "accused_unit": cast.housing,
        "lead_unit": cast.weiqu,
        "opened_at": at,
    }
    return take_in(Clue(**values | fields), actor=cast.clerk, at=at, replay=replay)


def hand_over(case, cast, later=1, **facts):
    """The discipline organ has it."""
    step(case, "hand_over", cast.clerk, later=later, **{"to_unit": cast.discipline, "reason": "涉及公职人员。"} | facts)


def _closed(case, cast):
    hand_over(case, cast)
    step(case, "report_result", cast.inspector, later=20, result="partly", note="部分属实，已立案。")


def dismiss(case, cast, by=None, agrees=None, later=1):
    """It is none, two who know of it have said."""
    told = {"reason": "属于一般诉求。"}
    step(case, "not_a_clue", by or cast.clerk, later=later, **told)
    waiting = case.proposals.get(decision="")
    actions.decide(waiting, approve=True, actor=agrees or cast.township_lead, at=waiting.proposed_at)


PATHS = {
    "received": lambda case, cast: None,
    "handed": hand_over,
    "closed": _closed,
    "rejected": dismiss,
}


def in_status(cast, status: str) -> Clue:
    """A clue in that status, which the window that took it in still knows of."""
    case = clue(cast)
    PATHS[status](case, cast)
    let_in(case, cast.clerk)
    case.refresh_from_db()
    return case
