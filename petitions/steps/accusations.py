"""What a discipline organ does with an accusation, and what it tells whoever put their name to it. Plain Python.

《纪检监察机关处理检举控告工作规则》（中共中央办公厅2020年1月21日）：第十六条（上级转来的）、第十七条（处置方式）、第五章（实名检举控告）.
"""

from typing import Any

from governance.cases.common_facts import at_once, files, note
from governance.cases.workflow import WRITTEN_HERE, ClockStart, Fact, Guard, Step
from governance.frame.rows import choices_of

from ..conditions.accusations import is_named_accusation, is_under_discipline, was_sent_down
from ..conditions.first_days import TOLD_ON

RULES = "《纪检监察机关处理检举控告工作规则》"
NOTICE, TAKE_UP = "petition.accusation_notice", "petition.accusation_take_up"
FEEDBACK, CHECK = "petition.accusation_feedback", "petition.accusation_check"
DISPOSALS = choices_of("petitions")["disposals"]
OF_THE_DISCIPLINE_ORGAN = Guard(is_under_discipline, "这一步骤由受理这件检举控告的纪检监察机关办理。")

# Whoever is told that it was received, and by when a lower organ says whether it takes it on.
RECEIVED = (ClockStart(NOTICE, when=is_named_accusation), ClockStart(TAKE_UP, when=was_sent_down))
ANSWERED = ClockStart(FEEDBACK, when=is_named_accusation)

DISPOSE = Step(
    name="dispose",
    label="登记处置方式",
    suits="检举控告经集体研究、按程序报批后，确定怎样处置的；改变处置方式的再登记一次。",
    sources=("handling",),
    target=None,
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(
        Fact("disposal", "处置方式", "choice", choices=DISPOSALS),
        Fact("decided_on", "研究决定日期", "date", past_only=True, begins=at_once),
        note("处置意见"),
        files("研究、报批材料"),
    ),
    guards=(OF_THE_DISCIPLINE_ORGAN,),
    private=True,
    article=f"{RULES}第十七条",
    help="处置方式和意见只有本件的承办人员看得到，转送来的单位看不到。",
)

# What follows once the result was told, for the organ's own staff alone.
AFTER_THE_RESULT: dict[str, Any] = {
    "sources": ("served",),
    "target": None,
    "permission": "cases.handle_case",
    "guards": (OF_THE_DISCIPLINE_ORGAN,),
    "private": True,
    "article": f"{RULES}第五章",
}

HEAR_ACCUSER = Step(
    name="hear_accuser",
    label="登记检举控告人的异议",
    suits="反馈处理结果以后，检举控告人有异议的，如实记录并作出说明。",
    facts=(
        Fact("heard_on", "提出日期", "date", past_only=True, begins=at_once, not_before=TOLD_ON),
        note("检举控告人的异议"),
        Fact("explanation", "作出的说明", "long"),
        files("材料"),
    ),
    **AFTER_THE_RESULT,
    help="异议不等于不服处理意见的复查：检举控告不适用复查、复核。提供了新的证据材料的，用“登记新的证据材料”。",
)

TAKE_EVIDENCE = Step(
    name="take_evidence",
    label="登记新的证据材料",
    suits="反馈处理结果以后，检举控告人提供了新的证据材料、应当核查处理的。",
    facts=(
        Fact("heard_on", "收到日期", "date", past_only=True, begins=at_once, not_before=TOLD_ON),
        note("新的证据材料"),
        files("材料"),
    ),
    starts=(ClockStart(CHECK, since="heard_on"),),
    **AFTER_THE_RESULT,
    help="自收到之日起{petition.accusation_check}内核查，查完用“登记核查结果”。",
)

CHECK_EVIDENCE = Step(
    name="check_evidence",
    label="登记核查结果",
    suits="新的证据材料已经核查，登记结果并告知检举控告人。",
    approval="cases.approve_case",
    facts=(
        Fact("changed", "核查结果", "choice", choices=(("same", "不改变原处理结果"), ("other", "另行处置"))),
        note("核查情况和处置意见"),
        Fact("told", "已经告知检举控告人", "confirm"),
        files("材料"),
    ),
    needs_running=(CHECK,),
    meets=(CHECK,),
    met_as_taken=WRITTEN_HERE,
    main=True,
    **AFTER_THE_RESULT,
)

STEPS = (DISPOSE, HEAR_ACCUSER, TAKE_EVIDENCE, CHECK_EVIDENCE)
