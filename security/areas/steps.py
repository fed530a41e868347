"""A key area from being listed to being treated, rated and taken off the list. Plain Python."""

from typing import Any

from governance.cases.common_facts import done_on, files, note, reason
from governance.cases.common_steps import OVERSEEN_STEPS, agreed_in, extension, merge, with_amend
from governance.cases.workflow import (
    SENDER,
    SUPERIOR,
    WRITTEN_HERE,
    ApprovedWhere,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Status,
    Step,
    TwoPeople,
    Workflow,
)

from ..words import in_words_of
from .vocabulary import DUTIES, EFFECTS, TREAT, is_better

LIST = "security.list_key_area"
OVERSEE = "cases.oversee_case"
# What was listed is owed a plan: nobody takes that away alone, in the county's office neither. Whoever listed it
# says so, and not those who agree.
ANOTHER_AGREES: dict[str, Any] = {
    "approval": OVERSEE,
    "approver": SUPERIOR,
    "approved_where": ApprovedWhere(lambda area, facts: True, ""),
    "two_people": TwoPeople(),
    "help": "由上级督促的单位同意；县综治办挂牌的，由另一人同意。",
}
MONTHS = Fact("months", "整治期限（月）", "number", minimum=1, maximum=24)

PLAN = Step(
    name="plan",
    label="确定整治方案",
    suits="挂牌以后，先定整治目标、措施和责任人。",
    sources=("listed",),
    target="treating",
    permission=LIST,
    facts=(
        Fact("to_unit", "整治牵头单位", "unit", column="lead_unit"),
        MONTHS,
        Fact("cause", "成因", "long", column="cause"),
        reason("整治措施"),
        done_on("方案确定日期"),
        files("整治方案"),
    ),
    starts=(ClockStart("key_area.treat", amount="months"),),
    meets=("key_area.plan",),
    met_on="done_on",
    tells=(Hearer.LEAD, Hearer.STAFF),
    main=True,
)

PROGRESS = Step(
    name="progress",
    label="填报进展",
    suits="整治期间，按要求填报做了什么、还差什么。",
    sources=("treating",),
    target=None,
    permission="cases.handle_case",
    facts=(note("整治进展"), files()),
    tells=(Hearer.SENDER,),
)

EXTEND = extension(
    "延长整治期限",
    TREAT,
    Fact("months", "延长（月）", "number", minimum=1, maximum=12),
    reason("延期理由"),
    sources=("treating",),
    suits="期限内整治不完，理由成立的。",
    approval=LIST,
    approver=SENDER,
    tells=(Hearer.SENDER,),
)

TREATED = Step(
    name="treated",
    label="报告整治完成",
    suits="整治任务都完成了，报综治中心评估。",
    sources=("treating",),
    target="evaluating",
    permission="cases.handle_case",
    facts=(note("整治情况和成效"), done_on("整治完成日期"), files("佐证材料", required=True)),
    meets=TREAT,
    met_on="done_on",
    starts=(ClockStart("key_area.evaluate", owed_by="judged_by"),),
    tells=(Hearer.SENDER, Hearer.FIRST),
    main=True,
)

EVALUATE = Step(
    name="evaluate",
    label="评估成效",
    suits="报告整治完成以后，由上级评估成效。",
    sources=("evaluating",),
    target="rated",
    permission=OVERSEE,
    reach=SUPERIOR,
    facts=(
        Fact("effect", "成效", "choice", choices=EFFECTS, column="effect"),
        note("评估情况"),
        done_on("评估日期"),
        files(),
    ),
    meets=("key_area.evaluate",),
    met_on="done_on",
    starts=(ClockStart("key_area.decide", owed_by="judged_by"),),
    for_others=True,
    not_by=("progress", "treated"),
    tells=(Hearer.LEAD, Hearer.HANDLER),
    main=True,
)

REMOVE = Step(
    name="remove",
    label="摘牌销号",
    suits="成效评估达到要求的，摘牌销号。",
    sources=("rated",),
    target="removed",
    permission=OVERSEE,
    reach=SUPERIOR,
    facts=(reason("摘牌意见"), done_on("决定日期")),
    guards=(Guard(is_better, "成效评为一般、较差的，应继续整治。"),),
    meets=("key_area.decide",),
    met_on="done_on",
    # Whoever rated the effect has put it forward with that.
    approval=OVERSEE,
    approver=SUPERIOR,
    two_people=TwoPeople(rule="one_person_listings", redrafts=("evaluate",), drafted=True),
    for_others=True,
    not_by=("progress", "treated"),
    tells=(Hearer.LEAD, Hearer.HANDLER, Hearer.FIRST),
    help="评估成效的人提请的，由上级督促的单位另一人同意；别人可以直接决定。",
    main=True,
)

AGAIN = Step(
    name="again",
    label="继续整治",
    suits="成效评估没有达到要求的，继续整治。",
    sources=("rated",),
    target="treating",
    permission=OVERSEE,
    reach=SUPERIOR,
    facts=(MONTHS, reason("继续整治的要求"), done_on("决定日期")),
    meets=("key_area.decide",),
    met_on="done_on",
    starts=(ClockStart("key_area.treat", amount="months"),),
    tells=(Hearer.LEAD, Hearer.HANDLER),
)

WITHDRAWN = Step(
    name="mistaken",
    label="撤销挂牌",
    suits="不该挂牌、挂错了的，写明理由撤销。",
    sources=("listed",),
    target="cancelled",
    permission=LIST,
    facts=(reason("撤销理由"),),
    met_as_taken=WRITTEN_HERE,
    cancels=DUTIES,
    **ANOTHER_AGREES,
)

STATUSES = {
    "listed": Status("待定方案"),
    "treating": Status("整治中", clock="key_area.follow"),
    "evaluating": Status("待评估"),
    "rated": Status("待决定"),
    "removed": Status("已摘牌", closed=True),
    "cancelled": Status("已撤销", closed=True),
    "merged": Status("已并案", closed=True),
}

AGREED = agreed_in(("treating", "evaluating", "rated"), "确定整治方案以后")

WORKFLOW = Workflow(
    kind="key_area",
    label="重点地区和突出问题",
    prefix="ZD",
    opening="listed",
    statuses=STATUSES,
    opening_clocks=(ClockStart("key_area.plan", since="opened_at"),),
    steps=(
        PLAN,
        PROGRESS,
        EXTEND,
        TREATED,
        EVALUATE,
        REMOVE,
        AGAIN,
        WITHDRAWN,
        merge(("listed", "treating"), "merged", DUTIES, alike="同一处地区、同一个问题", **ANOTHER_AGREES),
        *in_words_of("key_area", with_amend(OVERSEEN_STEPS, AGREED)),
    ),
)
