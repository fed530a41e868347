"""What the law wants beside the way of a petition: reports of what is urgent, advice, word to the cadre office, and the
days to report back (信访工作条例 art. 22, 25, 30, 40). Plain Python.
"""

from dataclasses import replace

from governance.cases import keeping_out_steps
from governance.cases.common_facts import done_at, files, note, reason
from governance.cases.common_steps import extension
from governance.cases.workflow import (
    ORIGIN,
    OVERSEER,
    PARTNER,
    SENDER,
    WRITTEN_HERE,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Step,
)
from governance.frame.rows import choices_of

from ..conditions.accusations import is_not_accusation
from ..conditions.oversight import (
    is_reported_upward,
    is_urgent,
    why_no_police,
    why_no_proposal,
    why_not_reported,
    why_not_upward,
    why_too_early,
)
from ..conditions.routing import was_sent_by_petition_office
from ..vocabulary import ADOPTED, DISSUADED, MISCONDUCT

CHOICES = choices_of("petitions")

UNDER_WAY = ("registered", "routed", "objected", "handling")
UPWARD = "petition.urgent_upward"
INTERESTS = (("matter", "与信访事项有直接利害关系"), ("person", "与信访人有直接利害关系"))
REPORTED_TO = CHOICES["reported_to"]
FLAWS = CHOICES["flaws"]
ADVICE = (("work", "改进工作"), ("policy", "完善政策"), ("liability", "追究责任"))
OF_THE_OFFICE = Guard(was_sent_by_petition_office, "这一步骤由收到、转送这件事项的党委和政府信访部门办理。")

RECUSE = replace(
    keeping_out_steps.RECUSE,
    approval="cases.approve_case",
    facts=(
        keeping_out_steps.RECUSE.facts[0],
        Fact("interest", "回避情形", "choice", choices=INTERESTS),
        reason("具体情况"),
    ),
    article="《信访工作条例》第二十八条第三款",
    suits="与信访事项或者信访人有直接利害关系，应当回避的。",
    help="回避后不能再办理、审批、督办这件事项，也不能被指定为承办人。本人不决定自己的回避，单位负责人的回避由上级决定；决定之前也不办理。",
)

# It stands with the matter, which goes on as before, and is no mark on whoever brought it.
DISSUADE = Step(
    name="dissuade",
    label="登记走访秩序情况",
    suits="走访中有扰乱秩序的行为，已经劝阻、批评、教育的。",
    sources=(),
    target=None,
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("happened_at", "时间", "moment", past_only=True, may_precede="走访中先有行为，随后登记事项。"),
        Fact("misconduct", "行为", "several", choices=MISCONDUCT, article="第二十六条"),
        Fact("done", "怎样处理", "several", choices=DISSUADED, article="第四十七条"),
        note("经过", help="只写这一次的事实，不评价信访人"),
        files("现场材料"),
    ),
    refuted=why_no_police,
    private=True,
    tells=(Hearer.LEAD,),
    article="《信访工作条例》第二十六条、第四十七条",
    help="先劝阻、批评、教育；构成违反治安管理行为的，由公安机关依法处理。信访事项照常办理，期限不变；不作为对信访人的评价和统计。",
)

FLAG_URGENT = Step(
    name="flag_urgent",
    label="认定为重大、紧急",
    suits="可能造成社会影响、需要马上报告的。",
    sources=UNDER_WAY,
    target=None,
    permission="cases.work_case",
    reach=PARTNER,
    facts=(reason("认定理由", help="可能造成社会影响的情况"),),
    guards=(Guard(lambda petition: not is_urgent(petition), "已经认定为重大、紧急。"),),
    starts=(
        ClockStart("petition.urgent_report"),
        ClockStart(UPWARD, when=is_reported_upward, owed_by="petition_office"),
    ),
    effect="flag_urgent",
    tells=(Hearer.LEAD, Hearer.SENDER, Hearer.FIRST),
    article="《信访工作条例》第二十五条",
)

REPORT_URGENT = Step(
    name="report_urgent",
    label="报告重大、紧急情况",
    suits="已经认定为重大、紧急的，及时报告本级党委和政府，通报主管部门和联席会议办公室。",
    # What becomes of the matter does not end the duty to report it.
    sources=(*UNDER_WAY, "answered", "served", "informed", "not_accepted"),
    target=None,
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("reported_to", "报告、通报对象", "several", choices=REPORTED_TO, refuted=why_not_reported),
        Fact("reported_at", "报告时间", "moment", past_only=True, refuted=why_too_early),
        Fact("situation", "情况", "long"),
        Fact("measures", "已经采取的措施", "long"),
        Fact(
            "proposal",
            "处理建议",
            "long",
            required=False,
            help="信访部门提出建议，报请本级党委和政府决定；决定由“签收重大、紧急报告”登记",
            article="第二十二条第一项",
        ),
    ),
    refuted=why_no_proposal,
    guards=(Guard(is_urgent, "这件事项没有认定为重大、紧急。"),),
    meets=("petition.urgent_report",),
    met_on="reported_at",
    effect="report_urgent",
    papers=("urgent_report",),
    tells=(Hearer.LEAD, Hearer.SENDER, Hearer.FIRST),
    article="《信访工作条例》第二十五条",
    help="信访部门同时报告上一级信访部门和国家信访局。",
)

# What the petition department owes for itself does not go on with the matter.
REPORT_UPWARD = replace(
    REPORT_URGENT,
    name="report_upward",
    label="报告上级信访部门",
    suits="信访部门收到重大、紧急信访事项的，报告上一级信访部门和国家信访局。",
    reach=ORIGIN,
    facts=tuple(
        replace(fact, choices=REPORTED_TO[3:], refuted=why_not_upward) if fact.name == "reported_to" else fact
        for fact in REPORT_URGENT.facts
        if fact.name != "proposal"
    ),
    refuted=None,
    needs_running=(UPWARD,),
    meets=(UPWARD,),
    effect="",
    main=True,
    tells=(Hearer.HANDLER, Hearer.LEAD),
    article="《信访工作条例》第二十五条第二款",
    help="已经转送的，仍由收到的信访部门报告。",
)

ACKNOWLEDGE = Step(
    name="acknowledge_report",
    label="签收重大、紧急报告",
    suits="收到重大、紧急情况报告的，签收并写明批示。",
    sources=REPORT_URGENT.sources,
    target=None,
    permission="cases.oversee_case",
    reach=OVERSEER,
    facts=(
        Fact("received_by", "签收的机关、单位", "several", choices=REPORTED_TO),
        done_at("received_at", "签收时间", refuted=why_too_early),
        Fact("document", "收文编号", required=False, limit=60),
        Fact("instruction", "批示、要求", "long", required=False),
    ),
    guards=(Guard(lambda petition: petition.was_reported, "还没有报告，不能签收。"),),
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.SENDER, Hearer.FIRST),
    article="《信访工作条例》第二十五条",
    help="平台以外的机关签收的，凭收文编号代为登记。报告有没有签收，在办理经过里查得到。",
)

ASK_REPORT_DAYS = Step(
    name="ask_report_days",
    label="申请延长反馈期限",
    suits="交办的期限内办不完的，向交办单位申请。",
    sources=("routed", "handling"),
    target=None,
    permission="cases.handle_case",
    facts=(Fact("days", "申请延长（日）", "number", minimum=1), reason("申请理由")),
    needs_running=("petition.assign_report",),
    in_time=True,
    tells=(Hearer.SENDER,),
    article="《信访工作条例》第二十二条第三项",
    help="反馈期限由交办单位指定，延长由交办单位决定。",
)

EXTEND_REPORT = extension(
    "延长反馈期限",
    ("petition.assign_report",),
    Fact("days", "延长（日）", "number", minimum=1),
    reason("延长理由"),
    name="extend_report",
    sources=("routed", "handling"),
    suits="交办的单位申请延长、理由成立的。",
    permission="cases.work_case",
    reach=SENDER,
    tells=(Hearer.STAFF, Hearer.HANDLER),
    article="《信访工作条例》第二十二条第三项",
)

ADVISE = Step(
    name="advise",
    label="提出改进建议",
    suits="发现推诿、拖延、弄虚作假，或者政策有漏洞的，向有关单位提出。",
    sources=("routed", "handling", "answered", "served", "not_accepted"),
    target=None,
    permission="cases.work_case",
    reach=SENDER,
    facts=(
        Fact("advice_kind", "建议种类", "choice", choices=ADVICE),
        Fact("flaw", "发现的情形", "choice", choices=FLAWS),
        Fact("facts", "情况", "long"),
        Fact("advice", "建议", "long"),
    ),
    guards=(OF_THE_OFFICE,),
    starts=(ClockStart("petition.advice_answer", each=True),),
    papers=("advice_letter",),
    tells=(Hearer.STAFF, Hearer.HANDLER),
    article="《信访工作条例》第四十条",
)

ANSWER_ADVICE = Step(
    name="answer_advice",
    label="反馈采纳情况",
    suits="收到信访部门的建议书，反馈是否采纳。",
    sources=(),
    target=None,
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(
        Fact("letter", "反馈哪一件建议", "pick", of="open_advice", help="每一件建议分别反馈"),
        Fact("adopted", "采纳情况", "choice", choices=ADOPTED),
        Fact("answer", "反馈内容", "long", help="采纳的写明措施，不采纳的写明理由"),
        files(),
    ),
    meets=("petition.advice_answer",),
    met_as_taken=WRITTEN_HERE,
    meets_which="letter",
    needs_running=("petition.advice_answer",),
    papers=("advice_answer",),
    tells=(Hearer.SENDER,),
    article="《信访工作条例》第四十条第四款",
    main=True,
    main_in=("served", "not_accepted", "informed"),
)

NOTIFY_CADRE_OFFICE = Step(
    name="notify_cadre_office",
    label="通报组织（人事）部门",
    suits="建议追究责任、给予处分的，通报组织（人事）部门。",
    sources=(),
    target=None,
    permission="cases.work_case",
    reach=SENDER,
    facts=(
        Fact("cadre_office", "组织（人事）部门", help="按照干部管理权限"),
        Fact("weight", "情况", "choice", choices=(("ordinary", "一般情况"), ("major", "重大情况"))),
        Fact(
            "leaders",
            "报送的负责同志",
            required=False,
            needed_if=("weight", "major"),
            help="重大情况向党委主要负责同志和分管组织（人事）工作的负责同志报送",
        ),
        Fact("situation", "反映的干部问题", "long"),
        note("通报意见", required=False),
    ),
    guards=(
        OF_THE_OFFICE,
        Guard(
            lambda petition: not is_not_accusation(petition),
            "反映干部问题的，办理单位都看得到：先收回，变更为“检举控告”，转送有权处理的机关以后再通报（第三十条）。",
        ),
    ),
    papers=("cadre_notice",),
    article="《信访工作条例》第三十条第二款",
    help="只在检举控告事项中通报：写在其他事项里，办理单位都看得到，被反映的人也看得到。",
)
