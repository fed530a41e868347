"""When a grid event is resolved: whoever reported it, or the unit above, looks at it and it is rated. Plain Python."""

from dataclasses import replace
from typing import Any

from governance.cases.common_facts import done_on, files, note, reason
from governance.cases.workflow import ORIGIN, SUPERIOR, ClockStart, Fact, Guard, Hearer, Step

from ..conditions import is_kept, is_not_rated
from ..vocabulary import HEARD_BY, RATINGS, REPORT, RESOLVING, VISIT
from .steps import CHECK, PHOTOS_AFTER, REPLY, RESOLVE

FINISH = Step(
    name="finish",
    label="处置完毕",
    suits="已经处置完，写明结果并附照片，交上报人或者分派单位核查；定期走访，本人不要或者不再需要的。",
    sources=("handling", "visiting"),
    target="checking",
    permission=RESOLVE,
    facts=(note("处置结果"), REPLY, done_on("处置完毕日期"), PHOTOS_AFTER),
    meets=RESOLVING,
    met_on="done_on",
    cancels=("event.objection", VISIT),
    starts=(ClockStart("event.check", owed_by="checked_by"),),
    tells=(Hearer.SENDER, Hearer.FIRST),
    main=True,
    # Agreed visits go on until somebody says that they are not wanted any more.
    main_in=("handling",),
)

# Whoever did it does not look at it.
CHECKED: dict[str, Any] = {
    "sources": ("checking",),
    "permission": CHECK,
    "reach": ORIGIN,
    "meets": ("event.check",),
    "met_on": "done_on",
    "for_others": True,
    "not_by": ("finish",),
}

CONFIRM = Step(
    name="confirm",
    label="核查通过，办结",
    suits="到现场看过，确实处置好了的。",
    target="closed",
    facts=(
        note("核查情况"),
        done_on("核查日期"),
        Fact("rating", "反映人评价", "choice", required=False, choices=RATINGS, column="rating"),
        files("核查照片"),
    ),
    tells=(Hearer.LEAD, Hearer.HANDLER),
    help="由上报的网格员或者分派的综治中心核查，处置的人自己不核查。",
    main=True,
    **CHECKED,
)

REDO = Step(
    name="redo",
    label="核查不通过，重新处置",
    suits="到现场看过，没有处置好的，退回重新处置。",
    target="handling",
    facts=(
        reason("没有解决的情况"),
        done_on("核查日期"),
        Fact("days", "重新处置期限（日）", "number", minimum=1, maximum=20),
        files("核查照片"),
    ),
    starts=(ClockStart("event.redo", amount="days"),),
    tells=(Hearer.LEAD, Hearer.HANDLER),
    **CHECKED,
)

ABOVE: dict[str, Any] = {
    "reach": SUPERIOR,
    "guards": (Guard(is_kept, "由上报的网格员或者分派的单位核查。"),),
    "help": "村（社区）自己受理、自己处置，没有别人核查的，由上级综治中心核查。",
}

CONFIRM_ABOVE, REDO_ABOVE = (
    replace(
        step,
        name=f"{step.name}_above",
        label=f"上级{step.label}",
        suits=f"村（社区）自己处置的，上级去看过，{found}",
        **ABOVE,
    )
    for step, found in ((CONFIRM, "确实处置好了的。"), (REDO, "没有处置好的，退回重新处置。"))
)

RATE = Step(
    name="rate",
    label="记录反映人评价",
    suits="办结后问过反映人是否满意的，记录评价。",
    sources=("closed", "settled"),
    target=None,
    permission=REPORT,
    reach=ORIGIN,
    facts=(
        Fact("rating", "评价", "choice", choices=RATINGS, column="rating"),
        Fact("heard_by", "怎样评价的", "choice", required=False, choices=HEARD_BY),
        note("评价意见", required=False),
    ),
    guards=(Guard(is_not_rated, "反映人已经评价。"),),
    tells=(Hearer.LEAD,),
)
