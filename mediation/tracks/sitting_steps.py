"""Who mediates, and how often the parties sit down: mediators, sittings, appraisals. Plain Python."""

from governance.cases.common_facts import at_once, files, note
from governance.cases.workflow import (
    WHOEVER_TAKES_IT,
    Fact,
    Guard,
    Hearer,
    Standstill,
    Step,
)

from ..conditions.first_days import ACCEPTED
from ..conditions.sittings import have_agreed, how_they_meet, when_they_met, where_they_meet, who_comes
from ..conditions.taking_on import has_mediator
from ..vocabulary import (
    CHOSEN_BY,
    MEETS_AT,
    MEETS_BY,
    MEETS_IN,
    MEETS_WITH,
    MODES,
    RECUSAL_GROUNDS,
    SESSION_RESULTS,
)
from .steps import AT_WORK, WITH_APPRAISAL

NAME_MEDIATOR = Step(
    name="name_mediator",
    label="确定调解员",
    suits="受理以后，定下由谁主持调解；当事人要求换人的也在这里。",
    sources=AT_WORK,
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("mediator", "调解员", "pick", of="mediators", begins=WHOEVER_TAKES_IT),
        Fact("chosen_by", "确定方式", "choice", choices=CHOSEN_BY),
        Fact("note", "说明", required=False),
    ),
    effect="name_mediator",
    tells=(Hearer.HANDLER,),
    article="《人民调解法》第十九条、第二十三条",
    help="调解组织可以指定，也可以由当事人选择一名或者数名调解员。",
    main=True,
    main_while=lambda track: not has_mediator(track),
)

RECUSE = Step(
    name="recuse",
    label="回避",
    suits="主持本案的调解员应当回避，或者当事人申请其回避的。",
    sources=AT_WORK,
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("mediator", "调解员", "pick", of="serving"),
        Fact("ground", "情形", "choice", choices=RECUSAL_GROUNDS),
        Fact(
            "successor",
            "接任的调解员",
            "pick",
            of="mediators",
            required=False,
            help="由调解组织指定、双方接受；本组织只有回避的人员能登录的，请在这里一并指定",
        ),
        note("说明", required=False),
    ),
    guards=(Guard(has_mediator, "本案还没有调解员。"),),
    effect="recuse",
    tells=(Hearer.LEAD,),
    article="《关于人民法院特邀调解的规定》第十五条",
    help="回避的调解员不再参加本案的调解，也不再办理本案。",
)

MODE = Fact("mode", MEETS_BY, "choice", choices=MODES, begins=how_they_meet)
WHERE = Fact("place", MEETS_IN, begins=where_they_meet)
WHO_COMES = Fact("attendants", MEETS_WITH, "long", begins=who_comes, help="当事人、代理人和受邀参加的人")


def by_rules(article: str) -> str:
    """The rules hold for the platform of the courts (art. 1); elsewhere they are followed."""
    return f"《人民法院在线调解规则》{article}（法院调解平台以外的参照）"


def online(name: str, label: str, article: str, help: str = "") -> Fact:
    """What the rules of mediation online want before anybody sits down before a screen."""
    return Fact(name, label, "flag", required=False, needed_if=("mode", "video"), article=by_rules(article), help=help)


CONSENT_ONLINE = online("online_consent", "各方当事人同意以视频方式调解", "第四条、第十六条")

ARRANGE_SESSION = Step(
    name="arrange_session",
    label="约定调解",
    suits="与各方当事人约好下一次调解的时间、地点或者视频会议链接。",
    sources=AT_WORK,
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("meets_at", MEETS_AT, "moment", help="晚于现在；不能同时参加的，征得各方同意后可以分别约定"),
        MODE,
        WHERE,
        CONSENT_ONLINE,
        WHO_COMES,
    ),
    effect="arrange_session",
    private=True,
    papers=("session_notice",),
    tells=(Hearer.HANDLER,),
    article=by_rules("第十六条"),
    help="当事人不具备条件、拒绝或者不宜视频调解的，约定到场。约好的时间、方式、地点和参加人，“记录调解”时已经填好。",
)

SESSION_FACTS = (
    Fact("held_at", "调解时间", "moment", past_only=True, begins=when_they_met, not_before=ACCEPTED),
    MODE,
    WHERE,
    CONSENT_ONLINE,
    online(
        "identified",
        "已比对证件核实当事人和其他参与调解人员的身份，告知虚假调解的法律后果",
        "第十七条",
        help="立案前调解的，还要指导当事人填写《送达地址确认书》",
    ),
    WHO_COMES,
    Fact("content", "调解记录", "long", limit=20_000),
    Fact("result", "结果", "choice", choices=SESSION_RESULTS),
    files("签名的笔录"),
)

HOLD_SESSION = Step(
    name="hold_session",
    label="记录调解",
    suits="每调解一次，记录一次经过和结果。",
    sources=AT_WORK,
    target="mediating",
    permission="cases.handle_case",
    facts=SESSION_FACTS,
    guards=(Guard(has_mediator, "请先确定调解员。"),),
    effect="hold_session",
    private=True,
    papers=("mediation_record",),
    article="《人民调解法》第二十二条、第二十七条",
    help="调解过程不公开，记录只给参与本案调解的人员看。",
    main=True,
    main_while=lambda track: not have_agreed(track),
    followed_by="sign_agreement",
)
# A notice and a record name the law of their track.
SITTINGS = (ARRANGE_SESSION, HOLD_SESSION)

PAUSE_FOR_APPRAISAL = Step(
    name="pause_for_appraisal",
    label="委托鉴定停表",
    suits="需要鉴定才能分清责任的，鉴定期间停表。",
    sources=AT_WORK,
    target=None,
    permission="cases.handle_case",
    facts=(Fact("paused_on", "委托鉴定日期", "date", past_only=True, begins=at_once), Fact("reason", "鉴定机构和事项")),
    needs_running=WITH_APPRAISAL,
    pauses=Standstill(WITH_APPRAISAL, on="paused_on", reason="reason"),
    tells=(Hearer.SENDER,),
    article="《人民法院在线调解规则》第二十四条；《医疗纠纷预防和处理条例》第三十八条",
    help="鉴定时间不计入调解期限。",
)

RESUME_AFTER_APPRAISAL = Step(
    name="resume_after_appraisal",
    label="鉴定完毕恢复计时",
    suits="鉴定意见出来了，恢复计算期限。",
    sources=AT_WORK,
    target=None,
    permission="cases.handle_case",
    facts=(Fact("resumed_on", "收到鉴定意见日期", "date", past_only=True, begins=at_once), files("鉴定意见")),
    resumes=Standstill(WITH_APPRAISAL, on="resumed_on"),
    tells=(Hearer.SENDER,),
)
