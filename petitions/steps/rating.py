"""What the petitioner thinks of it: asked by somebody else than who dealt with it, and followed where it is poor.

国信发〔2022〕11号. Plain Python.
"""

from typing import Any

from governance.cases.common_facts import at_once, done_at, files, note
from governance.cases.workflow import SENDER, ClockStart, Fact, Guard, Hearer, Step

from ..conditions.first_days import SERVED
from ..conditions.rating import is_not_rated, is_rated_here, is_rated_poorly, likely_heard, why_not_alike
from ..vocabulary import HEARD_BY, POOR_CAUSES, RATED_ALIKE, RATED_APART, RATINGS, UNHEARD

FOLLOW_UP_TERM = "petition.follow_up"
# Where the matter was sent from, or first taken in: never who handles it, who signed the answer, who leads its unit.
BY_OTHERS: dict[str, Any] = {
    "reach": SENDER,
    "for_others": True,
    "not_by": ("issue_opinion", "reply"),
    "not_by_leads": True,
}

# Who says the same of both is asked once.
APART: dict[str, Any] = {"required": False, "needed_if": ("alike", RATED_APART)}
RATED_HERE = Guard(is_rated_here, "本县只评价初次提出的事项；检举控告和应当通过其他法定途径解决的不评价。")

CALL_BACK = Step(
    name="call_back",
    label="记录回访未果",
    suits="联系过信访人、没有得到评价的，每次都记。",
    sources=("served",),
    target=None,
    permission="cases.work_case",
    **BY_OTHERS,
    facts=(
        done_at("called_at", "回访时间", not_before=SERVED),
        Fact("unheard", "情况", "choice", choices=UNHEARD),
        note("说明", required=False),
        files("回访录音"),
    ),
    guards=(Guard(is_not_rated, "信访人已经评价。"), RATED_HERE),
    said_when_wrong="答复送达信访人以后才能回访评价。",
    article="国信发〔2022〕11号",
    help="电话、当面回访没有得到评价的，逐次记录；没有评价的不计为满意。",
)

RATE = Step(
    name="rate",
    label="记录满意度评价",
    suits="送达以后，信访人已经作出评价的。",
    sources=("served",),
    target=None,
    # The petitioner rates; it is written down where the matter was sent from, and never by who is rated.
    permission="cases.work_case",
    **BY_OTHERS,
    facts=(
        Fact("alike", "对办理单位和登记、转送单位的评价", "choice", choices=RATED_ALIKE),
        Fact("rating", "对办理单位的评价", "choice", choices=RATINGS, column="rating", **APART),
        Fact("office_rating", "对登记、转送单位的评价", "choice", choices=RATINGS, column="office_rating", **APART),
        Fact("heard_by", "怎样评价的", "choice", choices=HEARD_BY, begins=likely_heard),
        Fact(
            "rated_on",
            "评价日期",
            "date",
            past_only=True,
            begins=at_once,
            not_before=SERVED,
            help="信访人作出评价的日期，应在{petition.rating}内。",
        ),
        note("信访人的原话", required=False),
        files("回访录音、评价材料"),
    ),
    guards=(Guard(is_not_rated, "信访人已经评价。"), RATED_HERE),
    refuted=why_not_alike,
    meets=("petition.rating",),
    met_on="rated_on",
    starts=(ClockStart(FOLLOW_UP_TERM, since="rated_on", when=is_rated_poorly, owed_by="rated_at"),),
    effect="rate",
    tells=(Hearer.HANDLER, Hearer.LEAD),
    article="国信发〔2022〕11号",
    said_when_wrong="答复送达信访人以后才能评价。",
    help="评价人是信访人，评价对象是信访部门（登记、转送单位）和办理单位。由转送单位或者登记单位记录，承办人、签发人和办理单位负责人不能代评；没有评价的不计为满意。",
)

FOLLOW_UP = Step(
    name="follow_up",
    label="登记不满意回访",
    suits="信访人评价不满意的，由转送单位或者登记单位回访。",
    sources=("served",),
    target=None,
    permission="cases.work_case",
    **BY_OTHERS,
    facts=(
        Fact("followed_on", "回访日期", "date", past_only=True, begins=at_once, not_before=SERVED),
        Fact("cause", "不满意的方面", "several", choices=POOR_CAUSES),
        note("信访人的意见"),
        Fact(
            "measures",
            "核实和改进情况",
            "long",
            help="写明督促改进了什么；请求没有依据的，怎样解释疏导",
        ),
        files("回访录音、材料"),
    ),
    needs_running=(FOLLOW_UP_TERM,),
    meets=(FOLLOW_UP_TERM,),
    met_on="followed_on",
    effect="follow_up",
    main=True,
    tells=(Hearer.HANDLER, Hearer.LEAD),
    article="国信发〔2022〕11号",
    help="自评价之日起{petition.follow_up}内回访，不改变原来的评价。",
)

STEPS = (CALL_BACK, RATE, FOLLOW_UP)
