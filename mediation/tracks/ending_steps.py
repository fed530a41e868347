"""How mediation ends: agreed or not, or with a claim that may be false, and who is told. Plain Python."""

from dataclasses import replace

from governance.cases.common_facts import at_once, files, reason
from governance.cases.workflow import (
    WRITTEN_HERE,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Step,
)

from ..conditions.agreements import copies_for_all
from ..conditions.ending import owes_reply, why_not_ended_so, why_not_told_to
from ..conditions.first_days import SAT, SAT_LAST
from ..conditions.sittings import has_session
from ..shared_steps import OTHER_WAYS
from ..vocabulary import (
    AGREEMENT_FORMS,
    ENDING_GROUNDS,
    MANNERS,
    TOLD_OF_FALSE,
    why_reported_before,
)
from .steps import AT_WORK, SECOND, SUSPENDED, TIME_LIMITS

ITEMS = Fact(
    "items",
    "履行事项",
    "rows",
    columns=(
        Fact("what", "事项", limit=120),
        Fact("amount", "金额（元）", "money", required=False),
        Fact("manner", "方式", "choice", choices=MANNERS),
        Fact("due_on", "履行期限", "date", required=False, reach="agreed", help="只有当场履行的可以不填"),
    ),
    help="金额、方式、期限写明确；内容不明确的，法院不予司法确认",
    article="民事诉讼法司法解释第三百五十八条",
)

SIGN_AGREEMENT = Step(
    name="sign_agreement",
    label="达成协议",
    suits="双方谈拢了，写明各自的义务和履行日期。",
    sources=("mediating",),
    target="agreed",
    permission="cases.handle_case",
    facts=(
        Fact("form", "形式", "choice", choices=AGREEMENT_FORMS, begins=lambda track, on: AGREEMENT_FORMS[0][0]),
        Fact("signed_on", "达成（签名）日期", "date", past_only=True, begins=at_once, not_before=SAT),
        Fact(
            "effective_on",
            "生效日期",
            "date",
            past_only=True,
            begins=at_once,
            help="书面协议自各方签名、盖章之日，口头协议自达成之日",
        ),
        Fact(
            "facts",
            "主要事实、争议事项和各方责任",
            "long",
            required=False,
            needed_if=("form", "written"),
            article="《人民调解法》第二十九条",
        ),
        Fact("content", "协议内容", "long", article="《人民调解法》第二十九条"),
        ITEMS,
        Fact(
            "unwritten",
            "口头协议：双方当事人认为无需制作协议书",
            "flag",
            required=False,
            asked_if=("form", "oral"),
            article="《人民调解法》第二十八条、《人民调解工作若干规定》第三十四条",
            help="约定的事项没有当场履行的，先问双方是否制作协议书；任何一方要求的，制作书面协议",
        ),
        Fact("place", "履行地点", required=False, limit=120),
        Fact(
            "copies",
            "份数",
            "number",
            minimum=2,
            maximum=20,
            begins=copies_for_all,
            help="当事人各执一份，调解组织留存一份",
        ),
        Fact(
            "electronic",
            "各方已在协议上电子签章，签章后的协议作为附件上传",
            "flag",
            required=False,
            asked_if=("form", "written"),
            article="《人民法院在线调解规则》第十九条",
            help="电子签章的，生效日期填各方均完成签章之日",
        ),
        Fact("signed", "当事人、调解员已签名，调解组织已盖章；口头协议已由调解员记录并经当事人确认", "confirm"),
        replace(files("签名的协议"), needed_by="electronic"),
    ),
    guards=(Guard(has_session, "还没有调解记录，不能达成协议。"),),
    starts=(ClockStart("mediation.reply", since="signed_on", when=owes_reply),),
    meets=TIME_LIMITS,
    met_on="signed_on",
    cancels=(SECOND,),
    effect="sign_agreement",
    private=True,
    papers=("mediation_agreement", "oral_agreement_register"),
    tells=(Hearer.LEAD,),
    article="《人民调解法》第二十八条至第三十条",
    main=True,
)

TERMINATE = Step(
    name="terminate",
    label="终止调解",
    suits="一方不愿继续、调解不成的。",
    sources=AT_WORK,
    target="failed",
    permission="cases.handle_case",
    facts=(
        Fact("ground", "情形", "choice", choices=ENDING_GROUNDS, column="ending_ground", refuted=why_not_ended_so),
        Fact("ended_on", "终止日期", "date", required=False, past_only=True, not_before=SAT_LAST, help="不填为今天"),
        reason("理由", help="不写当事人在调解中的让步"),
        Fact("undisputed", "双方没有争议的事实", "long", required=False, help="经双方同意并签名确认的，可以记载"),
        OTHER_WAYS,
    ),
    meets=TIME_LIMITS,
    met_on="ended_on",
    cancels=(SECOND,),
    effect="terminate",
    # The referrer has the result in writing with the papers of the case, at once.
    papers=("termination_notice", "referral_reply"),
    tells=(Hearer.SENDER, Hearer.FIRST, Hearer.LEAD),
    article="《人民调解法》第二十六条",
    help="终止调解，并告知当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",
)

BY_ARTICLE_18 = "《关于人民法院特邀调解的规定》第十八条"
SUSPEND = Step(
    name="suspend_mediation",
    label="中止调解并报告",
    suits="怀疑双方串通、捏造纠纷来取得协议的，先停下来报告。",
    sources=AT_WORK,
    target=SUSPENDED,
    permission="cases.handle_case",
    facts=(
        Fact("found_on", "发现日期", "date", past_only=True, begins=at_once),
        Fact("signs", "可能是虚假调解的情形", "long", help="写事实，不写当事人在调解中的让步"),
        Fact("reported_to", "向谁报告", "choice", choices=TOLD_OF_FALSE, refuted=why_not_told_to),
        Fact("reported_at", "报告时间", "moment", past_only=True, refuted=why_reported_before),
        files("材料"),
    ),
    tells=(Hearer.SENDER, Hearer.LEAD),
    article=BY_ARTICLE_18,
    help="发现双方当事人可能存在虚假调解的，中止调解，向人民法院或者调解组织报告。审查以前不再调解，也不能达成协议；调解期限照常计算。",
)
RESUME_MEDIATION = Step(
    name="resume_mediation",
    label="审查后恢复调解",
    suits="人民法院或者调解组织审查过了，认为不是虚假调解的。",
    sources=(SUSPENDED,),
    target="mediating",
    permission="cases.handle_case",
    facts=(
        Fact("reviewed_by", "由谁审查", "choice", choices=TOLD_OF_FALSE, refuted=why_not_told_to),
        Fact("reviewed_on", "审查日期", "date", past_only=True, begins=at_once),
        Fact("result", "审查结果", "long"),
        replace(files("审查结果的材料"), needed_where=lambda track: True),
    ),
    tells=(Hearer.SENDER, Hearer.LEAD),
    article=BY_ARTICLE_18,
    help="审查认为不是虚假调解的恢复调解；是虚假调解的，用“终止调解”。",
)
FALSE_CLAIM = (SUSPEND, RESUME_MEDIATION)
TERMINATE_SUSPENDED = replace(TERMINATE, sources=(*AT_WORK, SUSPENDED))

REPLY_REFERRER = Step(
    name="reply_referrer",
    label="回函",
    suits="受委派、委托的调解结束以后，书面告知结果，并退回材料。",
    sources=("agreed", "breached", "performed"),
    target=None,
    permission="cases.handle_case",
    facts=(Fact("content", "调解结果", "long", help="达成协议的，附协议；未达成的，不写当事人的让步"),),
    guards=(Guard(owes_reply, "不是委派、委托的调解，或者已经回函。"),),
    meets=("mediation.reply",),
    met_as_taken=WRITTEN_HERE,
    effect="reply_referrer",
    papers=("referral_reply",),
    tells=(Hearer.SENDER,),
    article="《关于人民法院特邀调解的规定》第二十六条",
    main=True,
)
