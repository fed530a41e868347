"""The answer to a petition, its service, what is carried out of it (信访工作条例 art. 29–35). Plain Python."""

from typing import Any

from governance.cases.common_facts import at_once, files, note, reason
from governance.cases.workflow import WRITTEN_HERE, ClockStart, Fact, Guard, Hearer, Step, TwoPeople

from ..conditions.answers import (
    NEW_FACTS,
    ends_with_opinion,
    is_supported,
    may_be_replied_to,
    organ_above,
    shares_together,
    whoever_decides,
    why_not_above,
    why_repeated,
)
from ..conditions.first_days import ANSWERED, SERVED
from ..conditions.rating import is_rated_here
from ..conditions.routing import may_accept
from ..conditions.suggestions import is_studied, is_suggestion, studied_as, why_not_adopted, why_not_carried_out
from ..conditions.telling import likely_received, likely_served, who_asked
from ..vocabulary import ADOPTED, OUTCOMES, SERVED_BY
from . import accusations

# Whether whoever handles a matter may sign the answer too is for the county to say.
BY_TWO = TwoPeople("handler_id", "one_person_opinions")


def days_to_carry_out(label: str, help: str, **asked: Any) -> Fact:
    """Within how many days after service what was found right is done; whatever organ says so."""
    return Fact(
        "execution_days",
        label,
        "number",
        required=False,
        minimum=1,
        maximum=365,
        column="execution_days",
        usual="petition.execution",
        help=help,
        **asked,
    )


ISSUE_OPINION = Step(
    name="issue_opinion",
    label="出具处理意见",
    suits="申诉求决类事项查清以后，出具信访处理意见书，由负责人签发。",
    sources=("handling",),
    target="answered",
    permission="cases.handle_case",
    approval="cases.approve_case",
    two_people=BY_TWO,
    facts=(
        Fact("request", "投诉请求", "long", begins_with="summary", article="第三十二条"),
        Fact("facts", "事实和理由", "long", article="第三十二条", begins=shares_together),
        Fact("opinion", "处理意见", "long", article="第三十二条"),
        Fact("legal_basis", "法律法规依据", "long", article="第三十二条"),
        Fact("outcome", "结论", "choice", choices=OUTCOMES, column="outcome"),
        Fact(
            "executor",
            "执行单位",
            required=False,
            needed_if=("outcome", "supported"),
            begins=whoever_decides,
            article="第三十二条",
        ),
        days_to_carry_out(
            "执行期限（日）",
            "支持信访请求的，定明由谁、在送达后多少日内执行；督促执行到登记执行情况为止",
            needed_if=("outcome", "supported"),
        ),
        NEW_FACTS,
        Fact(
            "review_organ",
            "复查机关",
            help="原办理机关的上一级机关、单位（第三十五条）",
            refuted=why_not_above,
            begins=organ_above,
        ),
    ),
    refuted=why_repeated,
    # Whoever called a hearing holds it first, or calls it off.
    # One answer for all: it waits for what other organs were asked for.
    owed=("petition.hearing", "petition.share"),
    guards=(Guard(ends_with_opinion, "这类事项按相应程序答复，不出具信访处理意见书。"),),
    meets=("petition.handle", "petition.simple_handle", "petition.rehandle"),
    met_as_taken=WRITTEN_HERE,
    papers=("handling_opinion",),
    tells=(Hearer.HANDLER, Hearer.SENDER, Hearer.FIRST),
    article="《信访工作条例》第三十一条第六项、第三十二条",
    main=True,
)

STUDY = Step(
    name="study",
    label="登记研究论证",
    suits="建议意见受理以后，组织研究论证，记下谁研究的、意见和理由。",
    sources=("handling",),
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("studied_by", "研究论证的单位、人员", limit=200, help="写科室和人员；请专家论证的写姓名、职务"),
        Fact("studied_on", "研究论证日期", "date", past_only=True, begins=at_once),
        Fact("finding", "研究论证情况", "long", help="是否科学合理、具有现实可行性"),
        Fact("adopted", "研究意见", "choice", choices=ADOPTED),
        reason("理由", help="采纳、部分采纳、不采纳的理由，答复信访人时用"),
        files("会议纪要、论证意见"),
    ),
    guards=(Guard(is_suggestion, "只有建议意见类事项才登记研究论证（《信访工作条例》第二十九条）。"),),
    tells=(Hearer.HANDLER, Hearer.LEAD),
    article="《信访工作条例》第二十九条第一款",
    help="认真研究论证，科学合理、具有现实可行性的，应当采纳或者部分采纳。是否采纳由签发答复的负责人决定。",
)

REPLY = Step(
    name="reply",
    label="答复",
    suits="不出具意见书的事项（建议意见、检举控告、按其他法定途径处理的），这样答复。",
    sources=("handling",),
    target="answered",
    permission="cases.handle_case",
    approval="cases.approve_case",
    two_people=BY_TWO,
    facts=(
        Fact("reply", "答复内容", "long", limit=20_000, begins=shares_together),
        Fact("legal_basis", "依据", "long", required=False),
        Fact(
            "adopted",
            "建议意见的采纳情况",
            "choice",
            required=False,
            choices=ADOPTED,
            column="adopted",
            begins=studied_as,
            article="第二十九条",
            refuted=why_not_adopted,
            asked_where=is_suggestion,
            help="采纳、部分采纳的，在答复内容里写明怎样采纳",
        ),
        days_to_carry_out(
            "落实期限（日）",
            "采纳的建议，在答复送达后多少日内落实；督促到登记执行情况为止",
            asked_if=("adopted", "whole part"),
            asked_where=is_suggestion,
        ),
        files(),
    ),
    guards=(
        Guard(may_be_replied_to, "这类事项应当出具信访处理意见书。"),
        Guard(is_studied, "建议意见应当先研究论证，再答复（《信访工作条例》第二十九条）：请先“登记研究论证”。"),
        Guard(
            may_accept,
            "涉及诉讼权利救济的事项应当从普通信访中分离出来，由有关政法部门依法处理，不在这里答复（《信访工作条例》第二十八条）："
            "直接收到的，移交同级政法部门；转送、交办来的，请转送单位收回后转送政法部门。",
        ),
    ),
    refuted=why_not_carried_out,
    owed=("petition.share",),
    starts=(accusations.ANSWERED,),
    meets=("petition.handle", "petition.simple_handle", "petition.rehandle"),
    met_as_taken=WRITTEN_HERE,
    papers=("reply_notice",),
    tells=(Hearer.HANDLER, Hearer.SENDER, Hearer.FIRST),
    article="《信访工作条例》第二十九条至第三十一条",
    main=True,
)

REWARD = Step(
    name="reward",
    label="登记奖励",
    suits="提出的建议对工作有帮助，已经给予奖励的。",
    sources=("answered", "served", "archived"),
    target=None,
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(
        Fact("awarded_on", "奖励日期", "date", past_only=True, begins=at_once),
        Fact("award", "奖励的种类", limit=60, help="例如：表扬、荣誉证书、奖金数额"),
        reason("贡献", help="对国民经济和社会发展、改进工作或者保护社会公共利益的贡献"),
        files("奖励决定"),
    ),
    guards=(Guard(is_suggestion, "只有建议意见类事项才登记奖励（《信访工作条例》第二十九条）。"),),
    tells=(Hearer.FIRST, Hearer.SENDER),
    article="《信访工作条例》第二十九条第二款",
)

# How an answer, or the opinion of the organ above, came into whose hands.
SERVICE = (
    Fact(
        "method",
        "送达方式",
        "choice",
        choices=SERVED_BY,
        begins=likely_served,
        presumed="先填好的，是按提出的形式推定的，请核对。",
    ),
    Fact(
        "served_on",
        "送达日期",
        "date",
        column="served_on",
        past_only=True,
        begins=likely_received,
        not_before=ANSWERED,
        help="信访人收到的日期；邮寄的，以回执上的为准。",
    ),
    Fact("receiver", "收件人", begins=who_asked),
    Fact("proof", "送达凭证", help="签收情况、邮件单号等"),
    files("凭证附件"),
)

SERVE = Step(
    name="serve",
    label="送达",
    suits="意见书、答复签发以后，送达信访人，从送达起算复查期限。",
    sources=("answered",),
    target="served",
    permission="cases.handle_case",
    facts=SERVICE,
    # Thirty days to ask for review: a right of the petitioner, counted from the day the paper is received.
    starts=(
        ClockStart("petition.review_apply", since="served_on", when=ends_with_opinion),
        ClockStart("petition.rating", since="served_on", when=is_rated_here),
        ClockStart("petition.execution", since="served_on", when=is_supported, amount="execution_days"),
    ),
    meets=(accusations.FEEDBACK,),
    met_on="served_on",
    papers=("service_receipt",),
    tells=(Hearer.FIRST, Hearer.SENDER),
    article="《信访工作条例》第三十五条",
    main=True,
)

EXECUTE = Step(
    name="execute",
    label="登记执行情况",
    suits="意见支持信访请求的、建议意见被采纳的，执行完毕后登记。",
    sources=("served",),
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("executed_on", "执行完毕日期", "date", past_only=True, begins=at_once, not_before=SERVED),
        note("执行情况"),
        files("执行凭证"),
    ),
    meets=("petition.execution",),
    met_on="executed_on",
    needs_running=("petition.execution",),
    tells=(Hearer.SENDER, Hearer.FIRST),
    article="《信访工作条例》第二十九条、第三十二条第二款",
    help="督促有关机关、单位执行、落实。",
    main=True,
)
