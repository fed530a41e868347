"""A hazard from being found to being set right, looked at again by somebody else, and closed. Plain Python."""

from dataclasses import replace
from typing import Any

from governance.cases.common_facts import done_on, files, note, reason
from governance.cases.common_steps import OVERSEEN_STEPS, agreed_in, extension, merge, with_amend
from governance.cases.workflow import (
    ORIGIN,
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
from .conditions import (
    is_checked_above,
    is_graded_down,
    is_grave,
    is_listed,
    is_not_listed,
    is_undertaken,
    is_where_it_was_found,
    wants_photo,
    why_graded_down,
)
from .vocabulary import COUNTY_RULE, DUTIES, GRADES, LISTING_LAWS, ORDER_LAWS, RECTIFY, REFUSALS

REPORT, CHECK, OVERSEE = "security.report_hazard", "security.check_hazard", "cases.oversee_case"
ORDER_LAW = f"{COUNTY_RULE}；部门作出的，生产安全依{ORDER_LAWS['production']}，消防依{ORDER_LAWS['fire']}"
LISTING_LAW = f"{COUNTY_RULE}；部门作出的，生产安全依{LISTING_LAWS['production']}"
SHOWN: dict[str, Any] = {"needed_where": wants_photo, "shows": True}
PHOTOS = replace(files("整改后照片", help="火灾、危化、生产、道路和建筑隐患须附照片。"), **SHOWN)
# What was found grave goes from the list by nobody's word alone.
ABOVE_AGREES: dict[str, Any] = {
    "approval": OVERSEE,
    "approver": SUPERIOR,
    "approved_where": ApprovedWhere(lambda hazard, facts: is_grave(hazard), "登记为重大隐患的"),
    "help": "登记为重大隐患的，由上级督促的单位同意。",
}
DAYS = Fact("days", "整改期限（日）", "number", minimum=1, maximum=365)
OWN_DAYS = replace(DAYS, help="自己定的期限不超过{hazard.rectify}；不够的，期满前提请延长。")

SETTLE = Step(
    name="settle",
    label="当场整改",
    suits="当场能够消除的一般隐患，当日消除。",
    sources=("found",),
    target="settled",
    permission=REPORT,
    facts=(note("整改情况"), PHOTOS),
    meets=("hazard.notice",),
    met_as_taken="当场整改的当日登记销案；过后登记的限期整改，由别人复查，不凭补记的日期。",
    guards=(
        Guard(lambda hazard: not is_grave(hazard), "重大隐患不能当场销案，应责令整改并复查。"),
        Guard(is_where_it_was_found, "发现的单位才能当场销案，其他单位整改后由别人复查。"),
    ),
    within=ClockStart("hazard.on_the_spot", since="opened_at"),
    article=COUNTY_RULE,
    tells=(Hearer.LEAD,),
    help="情况和照片留档；过后整改的由别人复查。",
)

ORDER = Step(
    name="order",
    label="责令整改",
    suits="由其他单位、场所整改的，写明责任单位、责任人、期限和要求。",
    sources=("found",),
    target="rectifying",
    permission="cases.route_case",
    facts=(
        Fact("to_unit", "整改责任单位", "unit", column="lead_unit"),
        Fact("responsible", "整改责任人", column="responsible", limit=30),
        Fact("grade", "隐患等级", "choice", choices=GRADES, column="grade"),
        DAYS,
        reason("整改要求"),
        files("整改前照片"),
    ),
    starts=(ClockStart("hazard.rectify", amount="days"),),
    meets=("hazard.notice",),
    met_as_taken=WRITTEN_HERE,
    papers=("rectification_notice",),
    # What is grave from the moment it is found is not made less by the order alone.
    approval=OVERSEE,
    approver=SUPERIOR,
    approved_where=ApprovedWhere(is_graded_down, "重大隐患定为一般隐患的"),
    effect="order",
    tells=(Hearer.LEAD, Hearer.STAFF, Hearer.FIRST),
    help="发整改通知书。重大隐患定为一般的，由上级督促的单位同意。",
    article=ORDER_LAW,
    main=True,
)

UNDERTAKE = Step(
    name="undertake",
    label="由本单位整改",
    suits="属于本单位职责的，由本单位限期整改。",
    sources=("found",),
    target="rectifying",
    permission="cases.route_case",
    facts=(
        Fact("responsible", "整改责任人", column="responsible", limit=30),
        Fact("grade", "隐患等级", "choice", choices=GRADES, column="grade", refuted=why_graded_down),
        OWN_DAYS,
        reason("整改措施"),
        files("整改前照片"),
    ),
    starts=(ClockStart("hazard.rectify", amount="days"),),
    meets=("hazard.notice",),
    met_as_taken=WRITTEN_HERE,
    effect="undertake",
    tells=(Hearer.LEAD, Hearer.FIRST),
    help="整改的人自己不复查，重大隐患由上级复查。",
)

MORE = (Fact("days", "延长（日）", "number", minimum=1, maximum=180), reason("延期理由和延期期间的防范措施"))
EXTEND = extension(
    "延长整改期限",
    RECTIFY,
    *MORE,
    sources=("rectifying",),
    suits="期限内整改不完的，期满前提出，写明延期期间怎样防范。",
    approval="cases.route_case",
    approver=SENDER,
    guards=(Guard(lambda hazard: not is_undertaken(hazard), "由本单位整改的，用“提请上级延长期限”。"),),
    tells=(Hearer.SENDER, Hearer.FIRST),
    help="由责令整改的单位同意。",
)
EXTEND_OWN = extension(
    "提请上级延长期限",
    RECTIFY,
    *MORE,
    name="extend_own",
    sources=("rectifying",),
    suits="由本单位整改、期限内做不完的，期满前提出，写明延期期间怎样防范。",
    approval=OVERSEE,
    approver=SUPERIOR,
    guards=(Guard(is_undertaken, "责令整改的，用“延长整改期限”，由责令的单位同意。"),),
    tells=(Hearer.SENDER, Hearer.FIRST),
    help="由上级督促的单位同意。",
)

RECTIFIED = Step(
    name="rectified",
    label="报告整改完成",
    suits="整改做完了，写明情况并附照片，等候复查。",
    sources=("rectifying",),
    target="rechecking",
    permission="cases.handle_case",
    facts=(note("整改情况"), done_on("整改完成日期"), PHOTOS),
    meets=RECTIFY,
    met_on="done_on",
    starts=(ClockStart("hazard.recheck", owed_by="rechecked_by"),),
    tells=(Hearer.SENDER, Hearer.FIRST),
    main=True,
)

CHECKED: dict[str, Any] = {
    "sources": ("rechecking",),
    "meets": ("hazard.recheck",),
    "met_on": "done_on",
    "for_others": True,
    "not_by": ("rectified",),
    "effect": "look_again",
    "tells": (Hearer.LEAD, Hearer.HANDLER),
    "article": ORDER_LAW,
}
PASSED: dict[str, Any] = CHECKED | {
    "target": "closed",
    "facts": (note("复查情况"), done_on("复查日期"), replace(files("复查照片"), **SHOWN)),
    "main": True,
}
FAILED: dict[str, Any] = CHECKED | {
    "target": "rectifying",
    "facts": (DAYS, reason("不合格的情况"), done_on("复查日期"), files("复查照片")),
    "starts": (ClockStart("hazard.rectify", amount="days"),),
    "papers": ("recheck_opinion",),
}
BELOW: dict[str, Any] = {
    "permission": CHECK,
    "reach": ORIGIN,
    "guards": (Guard(lambda hazard: not is_checked_above(hazard), "挂牌督办的、本单位整改的重大隐患由上级复查。"),),
}
# What is supervised by name is looked at by those who supervise it, and what is grave not by its own unit alone.
ABOVE: dict[str, Any] = {
    "permission": OVERSEE,
    "reach": SUPERIOR,
    "guards": (Guard(is_checked_above, "由发现或者责令整改的单位复查。"),),
}
PASS = Step(
    name="pass",
    label="复查合格，销案",
    suits="到现场复查过，隐患已经消除的。",
    **PASSED,
    **BELOW,
    papers=("recheck_opinion",),
    help="由发现或者交办的单位复查，整改的人自己不复查。",
)
FAIL = Step(
    name="fail", label="复查不合格，继续整改", suits="到现场复查过，隐患没有消除的，再定期限。", **FAILED, **BELOW
)
PASS_ABOVE = Step(
    name="pass_above",
    label="上级复查合格，销案",
    suits="上级到现场复查过，隐患已经消除的。",
    **PASSED | {"effect": "pass_listed"},
    **ABOVE,
    papers=("recheck_opinion", "hazard_delisting"),
    help="挂牌督办的隐患、本单位整改的重大隐患，由上级督促的单位复查；挂牌的随即解除挂牌。",
)
FAIL_ABOVE = Step(
    name="fail_above",
    label="上级复查不合格，继续整改",
    suits="上级到现场复查过，隐患没有消除的，再定期限。",
    **FAILED,
    **ABOVE,
)

LIST = Step(
    name="list",
    label="挂牌督办",
    suits="重大隐患需要上级盯着整改的，挂牌督办。",
    sources=("rectifying", "rechecking"),
    target=None,
    permission=OVERSEE,
    reach=SUPERIOR,
    facts=(reason("挂牌理由和要求"),),
    guards=(
        Guard(is_grave, "只有重大隐患挂牌督办。"),
        Guard(is_not_listed, "已经挂牌督办。"),
    ),
    papers=("hazard_listing",),
    effect="list_by_name",
    tells=(Hearer.LEAD, Hearer.HANDLER, Hearer.SENDER),
    article=LISTING_LAW,
)

DELIST = Step(
    name="delist",
    label="解除挂牌",
    suits="挂牌有误的，写明理由解除。",
    sources=("rectifying", "rechecking"),
    target=None,
    permission=OVERSEE,
    reach=SUPERIOR,
    facts=(reason("解除理由"),),
    guards=(Guard(is_listed, "没有挂牌督办。"),),
    # What was supervised by name and not looked at again: nobody lets it off alone, nor who has to set it right.
    for_others=True,
    not_by=("rectified",),
    approval=OVERSEE,
    approver=SUPERIOR,
    two_people=TwoPeople(),
    papers=("hazard_delisting",),
    effect="delist",
    tells=(Hearer.LEAD, Hearer.HANDLER, Hearer.SENDER),
    help="由上级督促的单位另一人同意。整改后由上级复查，合格的销案并解除挂牌；没有复查合格的，只有挂牌有误才解除。",
    article=LISTING_LAW,
)

REJECT = Step(
    name="reject",
    label="不属于隐患",
    suits="到现场看过，不是安全隐患的，写明理由。",
    sources=("found",),
    target="rejected",
    permission="cases.route_case",
    facts=(Fact("ground", "情形", "choice", choices=REFUSALS), reason("核实情况")),
    met_as_taken=WRITTEN_HERE,
    cancels=DUTIES,
    **ABOVE_AGREES,
    tells=(Hearer.FIRST,),
)

STATUSES = {
    "found": Status("待交办"),
    "rectifying": Status("整改中", clock="hazard.follow"),
    "rechecking": Status("待复查"),
    "settled": Status("当场整改", closed=True),
    "closed": Status("已销案", closed=True),
    "rejected": Status("不属于隐患", closed=True),
    "merged": Status("已并案", closed=True),
}

AGREED = agreed_in(("rectifying", "rechecking"), "交办整改以后")

WORKFLOW = Workflow(
    kind="hazard",
    label="隐患",
    prefix="YH",
    opening="found",
    statuses=STATUSES,
    opening_clocks=(ClockStart("hazard.notice", since="opened_at"),),
    steps=(
        ORDER,
        UNDERTAKE,
        SETTLE,
        REJECT,
        RECTIFIED,
        EXTEND,
        EXTEND_OWN,
        PASS,
        FAIL,
        PASS_ABOVE,
        FAIL_ABOVE,
        LIST,
        DELIST,
        merge(("found", "rectifying"), "merged", DUTIES, alike="同一处隐患", **ABOVE_AGREES),
        *in_words_of("hazard", with_amend(OVERSEEN_STEPS, AGREED)),
    ),
)
