"""The vocabulary of workflow tables: plain Python that a lawyer can read and a test can walk.

A workflow is a table of steps. One row says all there is to know about a lawful move of a case: from where, to
where, who may, which facts it needs, which clocks it starts and meets, which papers it issues, and by which article.
Buttons, forms, API, permission tests, the flow chart and the docs are drawn from it.
"""

from .clocks import HANDED_ON, NEVER, SAID_HERE, WRITTEN_HERE, ClockStart, Extension, Standstill
from .facts import (
    ALIKE,
    ILLNESS_NEEDED,
    NOT_ACCUSING,
    QUESTIONS,
    TERM_NAMED,
    WHOEVER_TAKES_IT,
    Fact,
    FirstDay,
    why_asked,
)
from .people import (
    CO,
    COUNTY,
    HANDLER,
    HEAR_OF_THE_END,
    HOLDER,
    ORIGIN,
    OVERSEER,
    PARTNER,
    ROUTER,
    SENDER,
    SUPERIOR,
    VIEWER,
    ApprovedWhere,
    Hearer,
    OnlyBy,
    TwoPeople,
)
from .steps import LONGEST_NAME, PROPOSED, Guard, Step
from .tables import Status, Workflow

__all__ = [
    "ALIKE",
    "CO",
    "COUNTY",
    "HANDED_ON",
    "HANDLER",
    "HEAR_OF_THE_END",
    "HOLDER",
    "ILLNESS_NEEDED",
    "LONGEST_NAME",
    "NEVER",
    "NOT_ACCUSING",
    "ORIGIN",
    "OVERSEER",
    "PARTNER",
    "PROPOSED",
    "QUESTIONS",
    "ROUTER",
    "SAID_HERE",
    "SENDER",
    "SUPERIOR",
    "TERM_NAMED",
    "VIEWER",
    "WHOEVER_TAKES_IT",
    "WRITTEN_HERE",
    "ApprovedWhere",
    "ClockStart",
    "Extension",
    "Fact",
    "FirstDay",
    "Guard",
    "Hearer",
    "OnlyBy",
    "Standstill",
    "Status",
    "Step",
    "TwoPeople",
    "Workflow",
    "why_asked",
]
