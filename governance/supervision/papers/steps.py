"""What is done with a paper of the ladder, from the proposal to its lifting. Plain Python."""

from dataclasses import replace

from governance.cases import keeping_out_steps
from governance.cases.common_facts import at_once, files, reason
from governance.cases.common_steps import COMMENT
from governance.cases.workflow import (
    ALIKE,
    OVERSEER,
    SAID_HERE,
    SUPERIOR,
    WHOEVER_TAKES_IT,
    WRITTEN_HERE,
    ClockStart,
    Fact,
    FirstDay,
    Guard,
    Hearer,
    Status,
    Step,
    TwoPeople,
    Workflow,
)

from ..vocabulary import DECIDED_BY_COMMITTEE, MEASURES, RUNGS, SUPERVISING, asks_for_an_answer, is_veto

ANSWER = "supervision.answer"
STATUSES = {
    "proposed": Status("拟制发", clock="supervision.decide"),
    "sent": Status("待签收", clock="supervision.follow"),
    "received": Status("整改中", clock="supervision.follow"),
    "answered": Status("待核查", clock="supervision.check", owed_by="sent_by"),
    "lifted": Status("已解除", closed=True),
    "revoked": Status("已撤销", closed=True),
    "rejected": Status("不予制发", closed=True),
    "merged": Status("已合并", closed=True),
}
IN_FORCE = ("sent", "received", "answered")


# Who drafted a paper neither signs nor revokes it.
BY_TWO = TwoPeople("registered_by_id", "one_person_papers")


def by_committee(paper) -> bool:
    """Yellow card and veto are decisions of the committee; measures about petitions of the joint conference, unless
    the county lets a leader sign them.
    """
    return paper.rung in DECIDED_BY_COMMITTEE or paper.by_conference


def by_office(paper) -> bool:
    """The other rungs are signed in the office."""
    return not by_committee(paper)


def why_no_veto(paper, told: dict) -> dict[str, str]:
    """A veto answers a grave event that came of negligence, and nothing less."""
    if not is_veto(paper) or (told.get("serious") or "").strip():
        return {}
    return {"serious": "一票否决只用于失职渎职引发严重事件的情形，请写明事实；没有引发严重事件的，不得一票否决。"}


def is_talk(paper) -> bool:
    return paper.rung == "accountability_interview"


# Nobody is spoken to on the strength of a paper that was not sent.
SENT_ON = FirstDay(lambda paper: paper.signed_on, "制发日期")
# Of several groups the first; that of the group itself is asked when it is named.
BEGUN = FirstDay(
    lambda paper: min((group.starts_on for group in paper.inspections.all() if not group.ended_on), default=None),
    "督导开始日期",
)


def is_inspected(paper) -> bool:
    """A group is with the unit or follows the paper."""
    return any(group.ended_on is None for group in paper.inspections.all())


GROUP = Fact("group", "督导组", "pick", of="inspections")
SENT_OUT = Guard(is_inspected, "还没有派出督导组。")
ANSWER_IN = Fact("answer_days", "反馈期限（日）", "number", minimum=1, maximum=90, help="自制发之日起算")
SIGN = Step(
    name="sign",
    label="签发",
    suits="这一级由单位负责人签发、核实应当制发的。",
    sources=("proposed",),
    target="sent",
    permission="cases.oversee_case",
    reach=OVERSEER,
    approval="supervision.sign_paper",
    two_people=BY_TWO,
    facts=(ANSWER_IN, Fact("requirement", "督办要求", "long", column="requirement")),
    guards=(
        Guard(
            by_office,
            "黄牌警告、一票否决由委员会决定，信访事项和没有列明事项的约谈、通报、挂牌督办、责令限期整改由信访工作联席会议决定"
            "（《信访工作条例》第三十九条），请按决定制发。",
        ),
    ),
    starts=(ClockStart(ANSWER, amount="answer_days", when=asks_for_an_answer),),
    effect="send",
    papers=(
        "copy_notice",
        "supervision_order",
        *MEASURES,
    ),
    tells=(Hearer.STAFF,),
    help="依据随所涉事项：信访事项依《信访工作条例》，调解、治安案件依各自的法律，缺报依方案。由负责人签发后送达责任单位。机器只提出建议，不自动制发。",
    main=True,
)

ISSUE_DECISION = Step(
    name="issue_decision",
    label="按会议决定制发",
    suits="这一级须由会议、委员会决定，已经有决定的。",
    sources=("proposed",),
    target="sent",
    permission="cases.oversee_case",
    reach=OVERSEER,
    approval="supervision.sign_paper",
    two_people=BY_TWO,
    facts=(
        Fact("decision_number", "决定文号", limit=60, column="decision_number"),
        Fact(
            "decided_on",
            "决定日期",
            "date",
            past_only=True,
            may_precede="委员会先作出决定，再制发文书。",
            column="decided_on",
        ),
        Fact("minutes", "会议纪要要点", "long"),
        Fact(
            "serious",
            "失职渎职和严重事件的事实",
            "long",
            required=False,
            help="一票否决须填写：什么失职渎职，引发了什么影响社会稳定或者国家安全的严重事件。",
        ),
        files("会议纪要", required=True),
        ANSWER_IN,
        Fact("requirement", "整改要求", "long", column="requirement"),
    ),
    refuted=why_no_veto,
    guards=(Guard(by_committee, "这一级由单位负责人签发，不需要委员会决定。"),),
    starts=(ClockStart(ANSWER, amount="answer_days", when=asks_for_an_answer),),
    effect="send",
    papers=(*MEASURES, "yellow_card", "one_vote_veto"),
    tells=(Hearer.STAFF,),
    help="约谈、通报、挂牌督办、责令限期整改须有信访工作联席会议的决定，黄牌警告、一票否决须有委员会的决定。一票否决只用于失职渎职引发严重后果的情形，须有委员会的决定、事由和会议纪要。",
    main=True,
)

REJECT = Step(
    name="reject",
    label="不予制发",
    suits="经核实不该督办，或者责任单位已经办妥的，写明理由不制发。",
    sources=("proposed",),
    target="rejected",
    permission="cases.oversee_case",
    reach=OVERSEER,
    facts=(reason(),),
    met_as_taken=WRITTEN_HERE,
)

JOIN = Step(
    name="join",
    label="并入同一单位的另一份",
    suits="同一单位、同一类问题已经另有一份的，并入那一份，一次说清。",
    sources=("proposed",),
    target="merged",
    permission="cases.oversee_case",
    reach=OVERSEER,
    facts=(Fact("into", "并入的督办编号", "case", of=ALIKE),),
    met_as_taken=WRITTEN_HERE,
    effect="join",
    seen_from_other="其他督办并入本件",
)

RECEIVE = Step(
    name="receive",
    label="签收",
    suits="收到文书，由责任单位签收；反馈期限从制发之日起算。",
    sources=("sent",),
    target="received",
    permission="cases.work_case",
    facts=(Fact("receiver", "签收人", begins=WHOEVER_TAKES_IT), Fact("note", "说明", required=False)),
    tells=(Hearer.SENDER,),
    main=True,
)

REPLY = Step(
    name="answer",
    label="反馈",
    suits="整改做完了，把结果和佐证反馈给督办单位。",
    sources=("received",),
    target="answered",
    permission="cases.handle_case",
    facts=(Fact("cause", "未按期办结的原因", "long"), Fact("measures", "整改措施和结果", "long"), files()),
    guards=(Guard(asks_for_an_answer, "这份文书不要求反馈。"),),
    meets=(ANSWER,),
    met_as_taken=SAID_HERE,
    effect="answered",
    tells=(Hearer.SENDER,),
    main=True,
)

CHECK = Step(
    name="check",
    label="核查不到位退回",
    suits="反馈的内容经核查不实、没有落实的，退回重新整改。",
    sources=("answered",),
    target="received",
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(Fact("found", "核查情况", "long"), ANSWER_IN),
    starts=(ClockStart(ANSWER, amount="answer_days"),),
    effect="fail",
    tells=(Hearer.STAFF,),
)

LIFT = Step(
    name="lift",
    label="解除",
    suits="反馈的内容经核查属实、问题已经解决的。",
    sources=("answered", "sent", "received"),
    target="lifted",
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(
        Fact("found", "核查情况", "long"),
        Fact(
            "still_late",
            "所涉事项还有超期没有办结的，经核查可以解除",
            "confirm",
            asked_where=lambda paper: paper.is_unsettled,
        ),
        files(),
    ),
    guards=(Guard(lambda paper: paper.status == "answered" or not asks_for_an_answer(paper), "责任单位还没有反馈。"),),
    met_as_taken=WRITTEN_HERE,
    tells=(Hearer.STAFF,),
    main=True,
)

REVOKE = Step(
    name="revoke",
    label="撤销",
    suits="制发有误的，由签发的负责人撤销，并说明理由。",
    sources=IN_FORCE,
    target="revoked",
    permission="cases.oversee_case",
    reach=SUPERIOR,
    approval="supervision.sign_paper",
    two_people=BY_TWO,
    facts=(reason("撤销理由"),),
    met_as_taken=WRITTEN_HERE,
    cancels=(ANSWER,),
    tells=(Hearer.STAFF,),
)

RAISE = Step(
    name="raise_rung",
    label="提请升级",
    suits="反馈期限届满没有反馈，或者核查不到位的，可以提请上一级措施。",
    sources=("sent", "received", "answered"),
    target=None,
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(Fact("rung", "提请的措施", "choice", choices=RUNGS), reason()),
    effect="raise_rung",
)

REDATE = Step(
    name="redate",
    label="反馈改期",
    suits="在交账会上说明原因、提出措施的，可以改期。",
    sources=("sent", "received"),
    target=None,
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(
        reason("没有按期反馈的原因"),
        Fact("measure", "下一步措施", "long"),
        Fact("new_on", "新的反馈期限", "date", help="不早于明天"),
    ),
    guards=(Guard(asks_for_an_answer, "这份文书不要求反馈。"),),
    met_as_taken=WRITTEN_HERE,
    cancels=(ANSWER,),
    starts=(ClockStart(ANSWER, since="counted_from", amount="days"),),
    effect="redate",
    tells=(Hearer.STAFF,),
    help="改期不影响已经提请的措施。",
)

DISPATCH = Step(
    name="dispatch",
    label="派出督导组",
    suits="需要到责任单位跟踪、驻点督导的，派出督导组。",
    sources=IN_FORCE,
    target=None,
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(
        Fact("way", "方式", "choice", choices=SUPERVISING),
        Fact("head", "组长", limit=60, help="姓名和职务"),
        Fact("members", "成员", "long", help="姓名和单位，一人一行"),
        Fact("mission", "督导任务", "long"),
        Fact("starts_on", "开始日期", "date", begins=at_once),
    ),
    effect="dispatch",
    tells=(Hearer.STAFF,),
    help="跟踪督办由综治中心会同有关部门联合督导；坐镇督办由督导组到责任单位驻点督导。",
)

VISIT = Step(
    name="visit",
    label="记录督导情况",
    suits="督导组去过一次，记录一次看到的情况和提出的要求。",
    sources=IN_FORCE,
    target=None,
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(
        GROUP,
        Fact("visited_on", "日期", "date", past_only=True, begins=at_once, not_before=BEGUN),
        Fact("found", "督导情况", "long"),
        Fact("asked", "整改要求", "long", required=False),
        files(),
    ),
    guards=(SENT_OUT,),
    effect="visit",
    tells=(Hearer.STAFF,),
)

RECALL = Step(
    name="recall",
    label="结束督导",
    suits="督导的事项已经解决，或者不再需要督导组的。",
    sources=IN_FORCE,
    target=None,
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(GROUP, Fact("conclusion", "督导结论", "long")),
    guards=(SENT_OUT,),
    effect="recall",
    tells=(Hearer.STAFF,),
)

RECORD_TALK = Step(
    name="record_talk",
    label="记录约谈",
    suits="约谈通知书发出以后，约谈过一次的，记下谈了什么、对方怎样表态。",
    sources=IN_FORCE,
    target=None,
    permission="cases.oversee_case",
    reach=SUPERIOR,
    facts=(
        Fact("talked_on", "约谈日期", "date", past_only=True, begins=at_once, not_before=SENT_ON),
        Fact("talked_by", "约谈人", limit=100, help="姓名和职务"),
        Fact("talked_with", "被约谈的负责人", limit=100, help="姓名和职务"),
        Fact("said", "指出的问题和要求", "long"),
        Fact("promised", "表态和整改措施", "long"),
        files("签字的约谈记录"),
    ),
    guards=(Guard(is_talk, "只有约谈通知书才记录约谈。"),),
    tells=(Hearer.STAFF,),
    help="约谈不代替反馈：整改结果仍由责任单位按期反馈。",
)

# Whoever supervises keeps out of what concerns them; who signs papers decides it.
RECUSE = replace(
    keeping_out_steps.RECUSE,
    permission="cases.oversee_case",
    reach=OVERSEER,
    approval="supervision.sign_paper",
    article="本县督办工作办法",
)

SUPERVISION = Workflow(
    kind="supervision",
    label="督办",
    prefix="DB",
    opening="proposed",
    statuses=STATUSES,
    steps=(
        SIGN,
        ISSUE_DECISION,
        REJECT,
        JOIN,
        RECEIVE,
        REPLY,
        CHECK,
        LIFT,
        REVOKE,
        RAISE,
        REDATE,
        DISPATCH,
        VISIT,
        RECALL,
        RECORD_TALK,
        RECUSE,
        COMMENT,
    ),
)
