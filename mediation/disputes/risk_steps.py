"""How likely a dispute is to get worse, judged by what happened and never of a person; and what goes beyond the county.
Plain Python."""

from dataclasses import replace

from governance.cases.common_facts import OPENED, done_on, files, note
from governance.cases.workflow import ApprovedWhere, Fact, Guard, Hearer, Step

from ..conditions.disputes import asked_abroad, is_to_be_sent, is_with_an_organ, why_not_judged_so, why_not_shown_sent
from ..vocabulary import RISK_FACTORS, RISKS

UNDER_WAY = ("registered", "mediating", "settled")

JUDGE_RISK = Step(
    name="judge_risk",
    label="风险研判",
    suits="可能激化、扩大，或者情况有变化的，按客观情形判明等级、写明应对。",
    sources=UNDER_WAY,
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("factors", "客观情形", "several", choices=RISK_FACTORS, help="已经发生、查得到的事情"),
        Fact("risk", "风险等级", "choice", choices=RISKS, column="risk", begins_with="risk"),
        Fact("measures", "应对措施", "long", help="写对事情怎么办；不写对人的评价，不布置对人的盯防。"),
    ),
    refuted=why_not_judged_so,
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST, Hearer.CO, Hearer.GUIDES),
    article="《市域社会治理现代化试点工作方案》",
    help="研判事情激化、扩大的可能，不评价人；可能引起治安案件、刑事案件的，另外“报告公安机关”。",
)

SENT = "函件已经在平台以外发出的才填；填了的，平台不再制作函件。"
ASK_ABROAD = Step(
    name="ask_abroad",
    label="函告外县（区）",
    suits="当事人、标的物或者责任单位在外县（区）的，函请那里的综治中心、司法行政机关协助。",
    sources=UNDER_WAY,
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("organ", "函告单位", limit=60, help="例如：蓝田县综治中心"),
        Fact("asked", "请求协助的事项", "long", help="只写协助所必需的，不写与协助无关的个人信息。"),
        replace(done_on("已发函件的日期", name="sent_on"), help=SENT, or_put_forward=False, not_before=OPENED),
        Fact("paper_number", "已发函件的文号", required=False, limit=40, help=SENT),
        replace(files("函件、附送的材料"), needed_by="sent_on"),
    ),
    guards=(
        Guard(
            is_with_an_organ,
            "村（社区）、调解组织不直接函告外县，请由乡镇（街道）、综治中心或者司法行政机关函告。",
        ),
    ),
    refuted=why_not_shown_sent,
    # A letter of the organ is signed by whoever heads it.
    approval="cases.approve_case",
    approved_where=ApprovedWhere(is_to_be_sent, "由平台制发函件的"),
    papers=("aid_letter",),
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST),
    article="《市域社会治理现代化试点工作方案》、《个人信息保护法》第三十四条",
    help="函件由平台制发、编号，盖章后寄送；已经在平台以外发出的，日期、文号都要填，附上函件。",
)

HEAR_FROM_ABROAD = Step(
    name="hear_from_abroad",
    label="登记外县（区）回复",
    suits="函告过的外县（区）单位有了回复的。",
    sources=UNDER_WAY,
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("organ", "回复单位", limit=60),
        note("回复内容和协助情况"),
        replace(done_on("回复日期"), not_before=OPENED),
        files("复函"),
    ),
    guards=(Guard(asked_abroad, "还没有函告外县（区）。"),),
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST),
)
