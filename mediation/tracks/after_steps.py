"""After the agreement: performance, visits, judicial confirmation, filing. Plain Python."""

from dataclasses import replace

from governance.cases.common_facts import STOOD_SINCE, at_once, done_on, files, note, reason
from governance.cases.common_steps import extension
from governance.cases.workflow import (
    OVERSEER,
    WRITTEN_HERE,
    ClockStart,
    Fact,
    FirstDay,
    Guard,
    Hearer,
    Step,
    TwoPeople,
)

from ..casefiles.checklist import FILING
from ..conditions.agreements import (
    findings,
    has_unbroken,
    has_unperformed,
    is_performed,
    performing_by_record,
    why_not_performed_before,
    why_not_performed_then,
    why_not_performing,
)
from ..conditions.courts import (
    courts_confirm,
    has_no_confirmation,
    waits_for_court,
    waits_for_filing,
    was_confirmed,
    was_dismissed,
    why_not_enforced,
    why_not_in_a_year,
)
from ..conditions.ending import has_follow_up_open, has_no_reply_open
from ..conditions.first_days import AGREED, APPLIED, CONFIRMED, ENDED, FILED, IN_EFFECT
from ..vocabulary import (
    CONFIRMATION_BARS,
    COURT_ADVICE,
    DISMISSAL_GROUNDS,
    PERFORMING,
    REVOCATION,
    RULINGS,
    SATISFACTION,
    VISIT_METHODS,
    WAYS_AFTER,
)
from .steps import AFTERWARDS, FOLLOWED

OWING = ("agreed", "breached")
WHICH = Fact("item", "履行事项", "pick", of="unperformed")
OWED = (Guard(has_unperformed, "协议约定的事项都已经履行。"),)

RECORD_PERFORMANCE = Step(
    name="record_performance",
    label="记录履行",
    suits="协议约定的事项，每履行一项记录一项。",
    sources=OWING,
    target=None,
    permission="cases.handle_case",
    facts=(
        WHICH,
        Fact("performed_on", "履行日期", "date", past_only=True, begins=at_once, not_before=AGREED),
        Fact("proof", "履行凭证", help="收条、转账凭证等"),
        files("凭证附件"),
    ),
    guards=OWED,
    refuted=why_not_performed_then,
    effect="record_performance",
    private=True,
    tells=(Hearer.LEAD,),
    article="《人民调解法》第三十一条",
    main=True,
    followed_by="confirm_performed",
)

URGE_PERFORMANCE = Step(
    name="urge_performance",
    label="督促履行",
    suits="约定的日子快到、过了还没有履行的，督促当事人履行。",
    sources=OWING,
    target=None,
    permission="cases.handle_case",
    facts=(
        WHICH,
        Fact("told_on", "督促日期", "date", past_only=True, begins=at_once, not_before=AGREED),
        note("督促情况"),
    ),
    guards=OWED,
    private=True,
    article="《人民调解法》第三十一条",
    help="调解组织应当对协议的履行情况进行监督，督促当事人履行约定的义务。",
)

RECORD_BREACH = Step(
    name="record_breach",
    label="认定未履行",
    suits="约定的日子已过，督促以后当事人仍不履行的。",
    sources=OWING,
    target="breached",
    permission="cases.handle_case",
    facts=(
        replace(WHICH, of="unbroken"),
        Fact("breached_on", "认定日期", "date", past_only=True, begins=at_once),
        Fact("urged", "已经督促当事人履行", "confirm"),
        Fact("advice", "告知当事人的途径", "several", choices=COURT_ADVICE, refuted=why_not_enforced),
        note("情况"),
    ),
    guards=(*OWED, Guard(has_unbroken, "没有履行的事项都已经认定；后来履行的，用“记录履行”。")),
    met_on="breached_on",
    effect="record_breach",
    papers=("breach_advice",),
    private=True,
    tells=(Hearer.LEAD, Hearer.FIRST),
    article="《人民调解法》第三十二条、第三十三条",
    help="就协议的履行发生争议的，当事人可以向人民法院起诉；经司法确认、人民法院制作调解书的，可以申请强制执行。",
)

# Nobody makes good alone what was found late: a promise kept after all, and the case that the police had of it.
CORRECT_BREACH = Step(
    name="correct_breach",
    label="更正认定未履行",
    suits="认定以前已经履行、认定有误的，凭履行凭证更正。",
    sources=("breached",),
    target="agreed",
    permission="cases.handle_case",
    approval="cases.oversee_case",
    approver=OVERSEER,
    two_people=TwoPeople(),
    facts=(
        replace(WHICH, of="broken"),
        Fact("performed_on", "履行日期", "date", past_only=True, not_before=AGREED),
        Fact("proof", "履行凭证", help="收条、转账凭证等"),
        reason("认定有误的情形"),
        files("凭证附件", required=True),
    ),
    guards=(Guard(lambda track: findings(track) == 1, "还有其他事项认定没有履行的，用“更正其中一项认定”。"),),
    refuted=why_not_performed_before,
    effect="correct_breach",
    papers=("breach_correction",),
    tells=(Hearer.LEAD, Hearer.FIRST),
    article="《人民调解法》第三十一条",
    help="更正以后按实际履行的日期记录，书面告知当事人；由上级督促的单位另一人同意。",
)
# What else was found stands as it was found.
CORRECT_ONE_BREACH = replace(
    CORRECT_BREACH,
    name="correct_one_breach",
    label="更正其中一项认定",
    suits="几项认定没有履行，其中一项在认定以前已经履行的。",
    target=None,
    guards=(Guard(lambda track: findings(track) > 1, "只有一项认定没有履行的，用“更正认定未履行”。"),),
)

CONFIRM_PERFORMED = Step(
    name="confirm_performed",
    label="确认履行完毕",
    suits="协议约定的事项都已经履行的。",
    sources=OWING,
    target="performed",
    permission="cases.handle_case",
    facts=(note("履行情况", required=False),),
    guards=(Guard(is_performed, "还有没有履行的事项。"),),
    tells=(Hearer.LEAD, Hearer.SENDER, Hearer.FIRST),
    main=True,
    followed_by="archive",
)

PLAN_FOLLOW_UP = Step(
    name="plan_follow_up",
    label="安排回访",
    suits="协议达成后需要回访的，先定日子。",
    sources=FOLLOWED,
    target=None,
    permission="cases.handle_case",
    facts=(Fact("planned_on", "回访日期", "date", help="不早于明天"), Fact("note", "回访要点", required=False)),
    guards=(Guard(lambda track: not has_follow_up_open(track), "已经安排了回访，请先记录。"),),
    effect="plan_follow_up",
    tells=(Hearer.HANDLER,),
)

FOLLOW_UP = Step(
    name="follow_up",
    label="记录回访",
    suits="回访过当事人的，记录是否履行、是否满意、有没有反复。",
    sources=AFTERWARDS,
    target=None,
    permission="cases.handle_case",
    facts=(
        # What is written stands first: its box has the focus, and the answers below are a press each.
        Fact("content", "回访情况", "long"),
        Fact("visited_on", "回访日期", "date", past_only=True, begins=at_once, not_before=ENDED),
        Fact("method", "方式", "choice", choices=VISIT_METHODS),
        Fact("satisfaction", "当事人满意度", "choice", choices=SATISFACTION),
        Fact(
            "performing",
            "履行情况",
            "choice",
            choices=PERFORMING,
            begins=performing_by_record,
            asked_where=lambda track: track.agreement is not None,
        ),
        Fact("escalation_signs", "激化苗头", required=False, help="没有的不填；有的写明情形，并及时报告"),
        files(),
    ),
    meets=("mediation.follow_up",),
    met_on="visited_on",
    refuted=why_not_performing,
    effect="follow_up",
    papers=("follow_up_record",),
    private=True,
    tells=(Hearer.LEAD,),
    article="《人民调解法》第三十一条",
)

APPLY_CONFIRMATION = Step(
    name="apply_confirmation",
    label="申请司法确认",
    suits="双方愿意让协议有强制执行力，共同向人民法院申请的。",
    sources=OWING,
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact(
            "court",
            "人民法院",
            "pick",
            of="courts",
            begins="court_of_organ",
            help="法院委派、邀请调解的，向作出邀请的人民法院申请；其他的，当事人住所地、标的物所在地、调解组织所在地的基层人民法院",
        ),
        Fact("bar", "不予受理的情形", "choice", choices=CONFIRMATION_BARS, article="民事诉讼法司法解释第三百五十五条"),
        Fact("applied_on", "共同申请日期", "date", past_only=True, begins=at_once, not_before=IN_EFFECT),
        Fact("jointly", "双方当事人共同提出申请", "confirm", article="《人民调解法》第三十三条"),
        files("申请材料"),
    ),
    guards=(
        Guard(
            courts_confirm,
            "这样达成的协议不申请司法确认：诉中委托的，由人民法院审查并制作调解书"
            "（《最高人民法院关于人民法院特邀调解的规定》第二十条）。",
        ),
        Guard(has_no_confirmation, "这份协议已经申请过司法确认。"),
    ),
    meets=("mediation.confirm_apply",),
    met_on="applied_on",
    effect="apply_confirmation",
    papers=("confirmation_application",),
    tells=(Hearer.LEAD,),
    article="《人民调解法》第三十三条；《民事诉讼法》第二百零五条",
    help="双方当事人自协议生效之日起{mediation.confirm_apply}内共同申请。",
)

RECORD_FILING = Step(
    name="record_filing",
    label="记录法院立案",
    suits="人民法院立案后，登记案号和日期。",
    sources=AFTERWARDS,
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("filed_on", "立案日期", "date", past_only=True, begins=at_once, not_before=APPLIED),
        files("受理通知书"),
    ),
    guards=(Guard(waits_for_filing, "没有等候法院立案的申请。"),),
    starts=(ClockStart("mediation.confirm_court", since="filed_on"),),
    effect="record_filing",
    tells=(Hearer.LEAD,),
    article="《民事诉讼法》第一百八十七条",
    help="法院审查司法确认申请的期限，自立案之日起算。",
)

RECORD_CONFIRMATION = Step(
    name="record_confirmation",
    label="记录法院审查结果",
    suits="人民法院作出裁定后，登记结果。",
    sources=AFTERWARDS,
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("result", "结果", "choice", choices=RULINGS),
        Fact(
            "ground",
            "驳回情形",
            "choice",
            choices=DISMISSAL_GROUNDS,
            required=False,
            needed_if=("result", "dismissed"),
            article="民事诉讼法司法解释第三百五十八条",
        ),
        Fact("decided_on", "裁定日期", "date", past_only=True, begins=at_once, not_before=FILED),
        Fact("ruling_number", "裁定书编号", limit=60),
        files("裁定书"),
    ),
    guards=(Guard(waits_for_court, "没有等候法院审查的申请。"),),
    meets=("mediation.confirm_court",),
    met_on="decided_on",
    effect="record_confirmation",
    tells=(Hearer.LEAD, Hearer.FIRST),
    article="《民事诉讼法》第二百零六条",
    help="裁定有效的，一方不履行可以申请执行；裁定驳回的，可以变更原协议或者重新达成协议，也可以起诉。",
)

RECORD_REVOCATION = Step(
    name="record_revocation",
    label="登记案外人申请撤销的结果",
    suits="案外人认为确认的协议侵害其权益，申请撤销，人民法院已经决定的。",
    sources=AFTERWARDS,
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("known_on", "案外人知道权益被侵害的日期", "date", past_only=True, may_precede="协议的内容可以早已知道。"),
        Fact("asked_on", "申请撤销日期", "date", past_only=True, not_before=CONFIRMED),
        Fact("revoked", "决定", "choice", choices=REVOCATION),
        Fact("decided_on", "决定日期", "date", past_only=True),
        Fact("decision_number", "决定书编号", limit=60),
        files("决定书", required=True),
    ),
    guards=(Guard(was_confirmed, "这份协议没有经人民法院确认有效，或者确认决定已经撤销。"),),
    refuted=why_not_in_a_year,
    effect="record_revocation",
    tells=(Hearer.LEAD, Hearer.FIRST),
    article="《最高人民法院关于人民调解协议司法确认程序的若干规定》第十条",
    help="案外人自知道或者应当知道权益被侵害之日起一年内，向作出确认决定的人民法院申请。撤销以后，协议不能据以申请强制执行。",
)

# Whoever leaves the parties to a suit knows whether the agreement can be enforced.
RULED = Guard(
    lambda track: not waits_for_court(track),
    "司法确认还在等候人民法院的结果，请先“记录法院审查结果”。",
)
DISMISSED = FirstDay(lambda track: track.agreement.confirmation.decided_on, "裁定日期")
MEDIATE_AGAIN = Step(
    name="mediate_again",
    label="变更协议重新调解",
    suits="人民法院驳回申请，双方愿意变更协议、重新调解的。",
    sources=OWING,
    target="mediating",
    permission="cases.handle_case",
    facts=(
        reason(),
        Fact("both_agree", "双方当事人同意重新调解", "confirm"),
        replace(done_on("同意重新调解的日期"), not_before=DISMISSED),
    ),
    guards=(Guard(was_dismissed, "只有法院裁定驳回司法确认申请的，才变更协议重新调解。"),),
    met_on="done_on",
    cancels=("mediation.perform", "mediation.reply"),
    effect="mediate_again",
    tells=(Hearer.LEAD,),
    article="《民事诉讼法》第二百零六条",
)

END_AFTER_BREACH = Step(
    name="end_after_breach",
    label="转司法途径结束",
    suits="协议没有履行，当事人已经起诉或者申请执行的。",
    sources=("breached",),
    target="failed",
    permission="cases.handle_case",
    facts=(
        Fact("ways", "当事人选择的途径", "several", choices=WAYS_AFTER, refuted=why_not_enforced),
        done_on("转为其他途径的日期"),
        reason("情况"),
    ),
    guards=(RULED,),
    owed=("mediation.reply",),
    met_on="done_on",
    cancels=("mediation.perform",),
    effect="end_after_breach",
    tells=(Hearer.LEAD, Hearer.SENDER, Hearer.FIRST),
    article="《人民调解法》第三十二条",
)

ARCHIVE = Step(
    name="archive",
    label="归档",
    suits="协议履行完毕、卷宗材料齐全的，归档。",
    sources=("performed",),
    target="archived",
    permission="cases.handle_case",
    facts=(note("卷宗情况说明", required=False),),
    guards=(Guard(has_no_reply_open, "还没有回函委派、委托单位。"),),
    lacks="whole_file",
    completed_by=FILING,
    met_as_taken=WRITTEN_HERE,
    effect="archive",
    tells=(Hearer.LEAD,),
    article="《人民调解法》第二十七条",
    main=True,
    together=True,
)

EXTEND_CASE = extension(
    "延长办案期限",
    ("police.case",),
    Fact("days", "延长（日）", "number", minimum=1, maximum=30),
    Fact("approved_by", "批准机关", help="上一级公安机关"),
    reason(),
    files("上一级公安机关的批准文书", required=True),
    name="extend_case",
    sources=("breached", "by_law"),
    suits="案情重大、复杂，期限内办不完，上一级公安机关已经批准的。",
    approval="cases.approve_case",
    two_people=TwoPeople("handler_id", above=True),
    tells=(Hearer.LEAD,),
    article="《公安机关办理行政案件程序规定》第一百六十五条",
)

# What was decided of somebody who was a minor is nobody's to be told (预防未成年人犯罪法 art. 59).
OF_A_MINOR = Fact(
    "minor",
    "被处理的人行为时不满十八周岁，记录封存",
    "flag",
    required=False,
    article="《预防未成年人犯罪法》第五十九条",
    help="勾选后本件和所属的纠纷只有承办的人员知悉，列表、搜索、统计里都查不到",
)
DECIDE_BY_LAW = Step(
    name="decide_by_law",
    label="记录处理结果",
    suits="调解没有达成协议或者没有履行，已经依法作出处理决定的。",
    sources=("by_law",),
    target="failed",
    permission="cases.handle_case",
    # The day of the decision says whether the case was in time.
    approval="cases.approve_case",
    two_people=TwoPeople("handler_id", above=True),
    facts=(
        Fact("decided_on", "处理决定日期", "date", past_only=True, begins=at_once, not_before=STOOD_SINCE),
        Fact("decision", "处理结果", "long"),
        OF_A_MINOR,
        Fact("told", "已告知当事人就民事争议可以向人民法院起诉", "confirm"),
        files("处理决定书"),
    ),
    meets=("police.case",),
    met_on="decided_on",
    effect="seal_of_a_minor",
    tells=(Hearer.LEAD, Hearer.FIRST),
    article="《公安机关办理行政案件程序规定》第一百八十五条",
    main=True,
)
