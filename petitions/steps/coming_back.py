"""What comes back to whoever sent it: by an objection, or recalled (信访工作条例 art. 22–24). Plain Python."""

from governance.cases.common_facts import files, reason
from governance.cases.common_steps import objection, on_objection
from governance.cases.workflow import SAID_HERE, SENDER, WRITTEN_HERE, ClockStart, Guard, Hearer, Step

from ..conditions.routing import routes_anew, routes_anew_recalled, was_sent
from .intake import NOTICES_OWED, SIMPLE_TERMS, SIXTY_DAYS, TRANSFERRED_TERMS, WHOLE

OBJECT = objection(
    "petition.objection",
    ClockStart("petition.objection_decide", owed_by="sender_unit"),
    reason("异议理由", help="详细说明不属于本单位职权范围的理由"),
    files("材料"),
    suits="转送、交办来的事不属于本单位职权范围的，向转送单位提出。",
    sources=("routed",),
    article="《信访工作条例》第二十三条第三款",
    help="自收到之日起{petition.objection}内提出，经转送单位核实同意后交还材料。",
)

# What only the competent organ owes: whoever objects rightly never did.
OWED_BY_THE_COMPETENT = (*NOTICES_OWED, "petition.assign_report", *SIMPLE_TERMS)

UPHOLD = on_objection(
    "uphold_objection",
    "同意退回",
    reason("核实情况"),
    term="petition.objection_decide",
    suits="核实确实转错了的，收回材料，重新转送。",
    target="registered",
    # Whoever sent it has a desk that routes, or, where it was handed on, only people who work on cases.
    permission="cases.work_case",
    met_as_taken=SAID_HERE,
    cancels=OWED_BY_THE_COMPETENT,
    # The law leaves open whether the days before count, which another unit has spent: the county decides.
    starts=(
        ClockStart("petition.route", when=routes_anew),
        ClockStart("petition.route", since="opened_at"),
        SIXTY_DAYS,
        WHOLE,
    ),
    effect="uphold",
    tells=(Hearer.STAFF, Hearer.FORMER),
    article="《信访工作条例》第二十三条第三款",
    main=True,
    weighed="核实异议",
)

RECALL = Step(
    name="recall",
    label="收回",
    suits="转送、交办错了，或者要改由别的单位办理的。",
    sources=("routed", "handling"),
    target="registered",
    permission="cases.work_case",
    reach=SENDER,
    facts=(reason("收回理由", help="承办单位分立、合并、撤销，或者转送、交办有误的，写明情况"),),
    guards=(Guard(was_sent, "这件事项不是转送、交办来的。"),),
    met_as_taken=WRITTEN_HERE,
    cancels=(*TRANSFERRED_TERMS, "petition.assign_report", *SIMPLE_TERMS),
    # As after an objection, the county decides whether the days count that were spent elsewhere.
    starts=(
        ClockStart("petition.route", when=routes_anew_recalled),
        ClockStart("petition.route", since="opened_at"),
        SIXTY_DAYS,
        WHOLE,
    ),
    effect="take_back",
    tells=(Hearer.STAFF, Hearer.FORMER),
    article="《信访工作条例》第二十二条、第二十四条第二款",
    help="收回后由本单位重新转送、交办；已经受理的，{petition.handle}的办理期限照常计算。",
)

REJECT_OBJECTION = on_objection(
    "reject_objection",
    "异议不成立",
    reason("核实情况和理由"),
    term="petition.objection_decide",
    suits="核实属于该单位职权范围的，由它继续办理。",
    target="routed",
    permission="cases.work_case",
    met_as_taken=SAID_HERE,
    tells=(Hearer.STAFF,),
    article="《信访工作条例》第二十三条第三款",
)
