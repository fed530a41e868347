"""The lists of papers of the ladder and of cases with a leader in charge."""

from governance.cases.lists.columns import CaseColumn
from governance.cases.lists.listing import Listing
from governance.frame.pages.sorting import by_words

from .leading.steps import LEADING
from .papers.steps import SUPERVISION

_LEADER = "leadercase__leader__user__name"

PAPERS = Listing(
    (SUPERVISION.kind,), own=("rung", "ground"), empty_text="拟制和发出的督办文书列在这里；放宽筛选条件后查看全部。"
)
LED = Listing(
    (LEADING.kind,),
    beside=(
        CaseColumn(
            "包案领导",
            lambda row: row.case.leadercase.leader.user.name,
            css="nowrap",
            label="包案领导",
            code="leader",
            by=by_words(_LEADER),
            reads=(_LEADER,),
        ),
    ),
    empty_text="领导包案的事项列在这里；放宽筛选条件后查看全部。",
)
