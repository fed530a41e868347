"""How a petition ends: filed, withdrawn, finished without an answer, answered with another. Plain Python."""

from dataclasses import replace

from governance.cases import common_steps
from governance.cases.common_facts import files, note, reason, withdrawn_on
from governance.cases.workflow import PARTNER, SENDER, WRITTEN_HERE, Fact, Guard, Hearer, Step, TwoPeople

from ..conditions.answers import has_no_review_open, why_not_finished
from ..conditions.first_days import ACCEPTED
from ..conditions.rating import is_to_be_asked
from ..conditions.telling import TOLD
from ..conditions.withdrawing import (
    BY_ALL,
    FOR_ALL,
    several_came,
    wants_application,
    why_nobody_is_left,
    why_not_by_all,
    why_not_over_for_all,
)
from ..vocabulary import DUTIES, FINISHED
from . import accusations
from .afterwards import REVISIT
from .oversight import UPWARD

# Owed to those above and to the petition department: it does not go with what the petitioner asked for.
OWED = ("petition.urgent_report", UPWARD, "petition.advice_answer", "petition.assign_report")

ARCHIVE = Step(
    name="archive",
    label="归档",
    suits="已经送达或者告知、没有未了事项的，归档。",
    sources=("served", "not_accepted", "informed"),
    target="archived",
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("papers_complete", "登记、告知、办理文书和送达（告知）凭证齐全", "confirm"),
        Fact("rating_asked", "已请信访人评价满意度", "confirm", asked_where=is_to_be_asked),
        note("卷宗说明", required=False),
    ),
    guards=(Guard(has_no_review_open, "复查、复核还没有办结，不能归档。"),),
    owed=(*OWED, "petition.follow_up", "petition.execution", REVISIT, accusations.CHECK),
    lets_lapse=("petition.review_apply", "petition.rating"),
    met_as_taken=WRITTEN_HERE,
    effect="archive",
    tells=(Hearer.FIRST,),
    main=True,
    together=True,
)

WITHDRAW = Step(
    name="withdraw",
    label="信访人撤回",
    suits="信访人书面要求撤回、多人的都撤回的。",
    sources=("registered", "routed", "handling"),
    target="withdrawn",
    permission="cases.work_case",
    # Whoever sent it or took it in agrees, and not who owes the answer alone.
    approval="cases.approve_case",
    approver=SENDER,
    two_people=TwoPeople("handler_id", above=True),
    facts=(
        Fact("in_writing", "信访人已书面申请撤回，或者口头撤回已如实记录并经其确认", "confirm"),
        BY_ALL,
        withdrawn_on(),
        reason("撤回理由"),
        TOLD,
        replace(files("撤回申请、经其确认的记录"), needed_where=wants_application),
    ),
    refuted=why_not_by_all,
    owed=OWED,
    met_on="withdrawn_on",
    cancels=DUTIES,
    papers=("withdrawal_notice",),
    tells=(Hearer.HANDLER, Hearer.SENDER, Hearer.FIRST),
    help="附上信访人的申请或者经其确认的记录（网上申请的不用再附），经转送、交办单位（没有的，登记单位）负责人同意，书面告知信访人。"
    "多人提出的，都撤回才终结；只有部分人撤回的，用“部分信访人撤回”。",
)

# Whoever withdraws speaks for nobody else: what the others ask goes on, and so does all that is owed for it.
WITHDRAW_ONE = replace(
    WITHDRAW,
    name="withdraw_one",
    label="部分信访人撤回",
    suits="多人提出，只有部分人要求撤回的。",
    target=None,
    facts=(
        Fact("person", "撤回的信访人", "pick", of="petitioners"),
        *(fact for fact in WITHDRAW.facts if fact is not BY_ALL and fact.kind != "files"),
        replace(files("撤回申请、经其确认的记录"), needed_where=lambda petition: True),
    ),
    refuted=why_nobody_is_left,
    guards=(Guard(several_came, "登记的人数是一人的，用“信访人撤回”；人数有误的，先用“更正登记”更正。"),),
    effect="withdraw_one",
    owed=(),
    cancels=(),
    help="一人撤回以后，其他人的请求继续办理，期限不变，此后的文书不再写这个人。没有登记姓名的人撤回的，用“更正登记”更正人数。",
)

# Ended without an answer: the parties are agreed, or there is nobody any more whom an answer could reach.
FINISH = Step(
    name="finish",
    label="办结（不再答复）",
    suits="经调解达成协议，或者信访人死亡、终止而没有人承受权利义务的。",
    sources=("handling",),
    target="archived",
    permission="cases.handle_case",
    # Whoever sent it or took it in agrees, and not who owes the answer alone.
    approval="cases.approve_case",
    approver=SENDER,
    two_people=TwoPeople("handler_id", above=True),
    facts=(
        Fact("ground", "办结情形", "choice", choices=FINISHED, refuted=why_not_finished),
        FOR_ALL,
        Fact("ended_on", "达成协议、查明情况的日期", "date", past_only=True, not_before=ACCEPTED),
        note("情况"),
        replace(files("调解协议、证明材料"), needed_where=lambda petition: True),
    ),
    refuted=why_not_over_for_all,
    owed=(*OWED, "petition.hearing", "petition.share"),
    meets=("petition.handle", "petition.simple_handle", "petition.rehandle"),
    met_on="ended_on",
    tells=(Hearer.HANDLER, Hearer.SENDER, Hearer.FIRST),
    article="《信访工作条例》第三十三条；《山东省信访条例》第四十六条",
    help="调解的，附调解协议；信访人不愿调解、协议没有履行的，继续办理、答复。没有人承受的，附证明，经转送、登记单位负责人同意。",
)

# What is merged is answered with the other; that it is, its people are told in writing.
MERGED_MEETS = ("petition.route", "petition.notice", "petition.notice_transferred", accusations.NOTICE)

_MERGE = common_steps.merge(
    ("registered", "routed", "handling"),
    "merged",
    tuple(code for code in DUTIES if code not in (*MERGED_MEETS, *OWED)),
    into=("registered", "routed", "objected", "handling"),
    owed=OWED,
)

MERGE = replace(
    _MERGE,
    facts=(*_MERGE.facts, TOLD),
    meets=MERGED_MEETS,
    met_as_taken=WRITTEN_HERE,
    papers=("merge_notice",),
    article="《信访工作条例》第二十三条第二款",
    help="书面告知信访人；本件的信访人同为该件的信访人，此后的文书一并送达。",
)
