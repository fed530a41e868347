"""Settlement between the parties of a minor criminal case before the procuratorate (刑事和解). Plain Python.

刑事诉讼法 art. 288 to 290; 人民检察院刑事诉讼规则 art. 492 to 504. The parties settle what the one owes the other; what
becomes of the criminal case is for the procuratorate alone.
"""

from dataclasses import replace

from governance.cases.common_facts import at_once
from governance.cases.common_steps import extension
from governance.cases.workflow import ClockStart, Fact, Guard, Hearer, Step, TwoPeople

from ..conditions.limits import is_fast, waits_for_prosecution
from ..vocabulary import CRIMINAL_DECISIONS, CRIMINAL_EXCLUSIONS, CRIMINAL_MATTERS, CRIMINAL_PROCEDURES
from . import after_steps as after
from . import ending_steps as ending
from . import steps as track

CODE_288 = "《刑事诉讼法》第二百八十八条"
RULES_496 = "《人民检察院刑事诉讼规则》第四百九十六条"
RULES_498 = "《人民检察院刑事诉讼规则》第四百九十八条"
RULES_503 = "《人民检察院刑事诉讼规则》第五百零三条"
PROSECUTION = "criminal.prosecution"
# Who admits guilt may be tried fast: ten days, fifteen where more than a year of prison is to be expected.
FAST = "criminal.fast"
TERMS = (PROSECUTION, FAST)

ACCEPT = replace(
    track.ACCEPT,
    facts=(
        replace(track.ACCEPTED_ON, label="受理日期", help=""),
        Fact(
            "transferred_on",
            "收到移送起诉案件日期",
            "date",
            past_only=True,
            may_precede="案件先移送审查起诉，双方后请求和解。",
            help="审查起诉的期限自收到案件之日起算，和解不停止计算",
        ),
        Fact(
            "procedure",
            "适用程序",
            "choice",
            required=False,
            choices=CRIMINAL_PROCEDURES,
            begins_with="procedure",
            article="《刑事诉讼法》第一百七十二条",
            help="认罪认罚、适用速裁程序的，审查起诉期限是{criminal.fast}；其他的{criminal.prosecution}",
        ),
        Fact("matter", "案件范围", "choice", choices=CRIMINAL_MATTERS, article=CODE_288),
        Fact("exclusion", "不适用和解的情形", "choice", choices=CRIMINAL_EXCLUSIONS, article=CODE_288),
        Fact("remorse_shown", "犯罪嫌疑人真诚悔罪，愿意赔偿损失、赔礼道歉", "confirm", article="第四百九十二条"),
        Fact(
            "guardian_told",
            "当事人是未成年人或者无、限制行为能力的，已通知其法定代理人到场；被害人死亡的，由其近亲属参加",
            "confirm",
            article="第四百九十三条、第四百九十四条",
        ),
        replace(track.CONSENT, article=CODE_288),
        replace(track.INFORMED, article="第四百九十六条"),
    ),
    starts=(
        ClockStart(PROSECUTION, since="transferred_on", when=lambda track: not is_fast(track)),
        ClockStart(FAST, since="transferred_on", when=is_fast),
    ),
    meets=(),
    effect="accept_by_procuratorate",
    article=CODE_288,
    help="公诉案件的双方当事人自愿和解；一方不愿意的，不得和解。自诉案件由人民法院调解。",
)

DECLINE = replace(track.DECLINE, meets=(), papers=(), article=CODE_288, help="不适用和解的，案件依法办理。")

SIGN_AGREEMENT = replace(
    ending.SIGN_AGREEMENT,
    facts=(
        Fact("form", "形式", "choice", choices=(("written", "书面协议"),)),
        *(fact for fact in ending.SIGN_AGREEMENT.facts if fact.name in ("signed_on", "effective_on")),
        Fact("facts", "案件的主要事实", "long", article="第四百九十八条"),
        Fact("remorse", "犯罪嫌疑人悔罪、认罪和赔偿、赔礼道歉的情况", "long", article="第四百九十八条"),
        Fact("forgiveness", "被害人谅解和要求、同意从宽处理的意见", "long", article="第四百九十八条"),
        Fact("content", "和解内容", "long", article="第四百九十八条"),
        ending.ITEMS,
        *(fact for fact in ending.SIGN_AGREEMENT.facts if fact.name in ("place", "copies")),
        Fact(
            "reviewed",
            "已听取当事人和其他有关人员的意见，和解出于自愿、内容合法",
            "confirm",
            article="《刑事诉讼法》第二百八十九条",
        ),
        Fact("only_civil", "没有就事实认定、证据采信、法律适用和定罪量刑进行协商", "confirm", article="第四百九十五条"),
        Fact("signed", "双方当事人已签字；检察人员不签字，不加盖人民检察院印章", "confirm", article="第四百九十八条"),
        *(fact for fact in ending.SIGN_AGREEMENT.facts if fact.name == "files"),
    ),
    starts=(),
    meets=(),
    cancels=(),
    papers=("reconciliation_agreement",),
    article=f"《刑事诉讼法》第二百八十九条、{RULES_498}",
    help="人民检察院主持制作和解协议书，双方当事人各持一份，另一份附卷备查。",
)

TERMINATE = replace(
    ending.TERMINATE,
    meets=(),
    cancels=TERMS,
    papers=("termination_notice",),
    article=CODE_288,
    help="没有达成和解的，刑事案件依法办理。",
)

EXTEND_PROSECUTION = extension(
    "延长审查起诉期限",
    TERMS,
    Fact(
        "days",
        "延长（日）",
        "number",
        minimum=1,
        help="最长{criminal.prosecution+}；适用速裁程序、可能判处有期徒刑超过一年的，最长{criminal.fast+}",
    ),
    Fact("approved_by", "批准人"),
    Fact("reason", "重大、复杂，或者可能判处有期徒刑超过一年的情形", "long"),
    name="extend_prosecution",
    approval="cases.approve_case",
    two_people=TwoPeople("handler_id"),
    sources=(*track.AT_WORK, *after.OWING, "performed"),
    suits="案件重大、复杂，或者适用速裁程序、可能判处有期徒刑超过一年，审查起诉期限内不能作出决定的。",
    tells=(Hearer.LEAD,),
    article="《刑事诉讼法》第一百七十二条",
)

RECORD_PROSECUTION = Step(
    name="record_prosecution",
    label="记录案件处理决定",
    suits="和解以后，人民检察院已经对案件作出决定的。",
    sources=(*after.OWING, "performed"),
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("decision", "处理决定", "choice", choices=CRIMINAL_DECISIONS),
        Fact("decided_on", "决定日期", "date", past_only=True, begins=at_once),
        Fact(
            "secured",
            "分期履行的，已提供有效担保并经被害人同意",
            "flag",
            required=False,
            article="第四百九十九条",
        ),
        replace(
            after.OF_A_MINOR,
            label="犯罪嫌疑人作案时不满十八周岁，决定不起诉的记录封存",
            article="《人民检察院刑事诉讼规则》第四百八十六条",
        ),
        Fact("told", "已告知双方当事人", "confirm"),
    ),
    guards=(Guard(waits_for_prosecution, "已经记录过案件的处理决定。"),),
    meets=TERMS,
    met_on="decided_on",
    effect="record_prosecution",
    tells=(Hearer.LEAD, Hearer.FIRST),
    article="《刑事诉讼法》第二百九十条、《人民检察院刑事诉讼规则》第四百九十九条",
    main=True,
)

RECORD_BREACH = replace(after.RECORD_BREACH, article=RULES_503, help="和解协议不履行的，人民检察院依法处理案件。")
END_AFTER_BREACH = replace(after.END_AFTER_BREACH, label="依法处理结束和解", cancels=TERMS, article=RULES_503)
ARCHIVE = replace(
    after.ARCHIVE,
    guards=(
        *after.ARCHIVE.guards,
        Guard(lambda track: not waits_for_prosecution(track), "还没有记录案件的处理决定。"),
    ),
    article=RULES_498,
)
