"""A major decision from its draft through the seven gates to the decision and its conditions. Plain Python."""

from typing import Any

from governance.cases.common_facts import at_once, done_on, files, note, reason
from governance.cases.workflow import CO, SUPERIOR, WRITTEN_HERE, ClockStart, Fact, Guard, Hearer, Step

from .conditions import (
    left_to_project,
    no_reviewer,
    too_few_plans,
    too_few_sides,
    unreasoned,
    why_miscounted,
    why_not_so_low,
    why_on_another_day,
)
from .vocabulary import (
    ADOPTED,
    ARGUMENTS,
    CHOSEN,
    CRITERIA,
    FOUND,
    LAW,
    LEVELS,
    METHODS,
    PLACES,
    REVIEWERS,
    VOTES,
    WAYS,
)

ASSESS, DECIDE, REVIEW = "security.assess_decision", "security.decide_assessed", "security.review_legality"
OVERSEE, APPROVE, HANDLE = "cases.oversee_case", "cases.approve_case", "cases.handle_case"
GATES = ("drafted", "published", "surveying", "consulting", "hearing", "answering", "arguing", "reporting", "checking")
UNDECIDED = (*GATES, "checked", "legality", "deciding")
# Whoever did one of these has assessed, and neither checks nor reviews nor decides it, whatever post they hold by then.
ASSESSED = ("register", "report")
SEVEN = "《创新信访工作体制机制 加强社会综合管理》四“七道关口”"


def proof(label: str) -> Fact:
    """No gate is passed without its proof."""
    return files(label, required=True)


def past(name: str, label: str, **held: Any) -> Fact:
    """The day on which it was done; ``held`` says what else it is held to."""
    return Fact(name, label, "date", past_only=True, begins=at_once, **held)


# 凡涉及群众切身利益的，先交群众讨论、绝大多数同意: by a count, and not by a word.
VOTING = Fact(
    "votes",
    "群众表决",
    "rows",
    required=False,
    columns=(
        Fact("way", "表决方式", "choice", choices=VOTES),
        Fact("present", "参加（人、户）", "number", minimum=1, maximum=1_000_000),
        Fact("agreed", "同意", "number", minimum=0, maximum=1_000_000),
        Fact("against", "不同意", "number", minimum=0, maximum=1_000_000),
        Fact("note", "说明", required=False, limit=200),
    ),
    refuted=why_miscounted,
    help="涉及群众切身利益的，先由群众讨论表决；几次表决的，一次一行，弃权的不填。同意的没有过半数的，写明原因和下一步。",
)


def _by_project(gate: str, label: str, what: str, source: str, target: str, article: str) -> Step:
    """The gate does not concern the project: its head says why, where the county leaves that to the project."""
    return Step(
        name=f"no_{gate}",
        label=label,
        suits=f"{what}的，写明理由和依据，经负责人同意后略过这一关。",
        sources=(source,),
        target=target,
        permission=ASSESS,
        approval=APPROVE,
        facts=(reason("理由和依据"), files("依据材料")),
        guards=(Guard(left_to_project(gate), "本县规定每个项目都要经过这道关口，不得省略。"),),
        article=article,
    )


PUBLISH = Step(
    name="publish",
    label="事前公示",
    suits="决策草案定下来以后，先向社会公示。",
    sources=("drafted",),
    target="published",
    permission=ASSESS,
    facts=(
        past("published_on", "公示之日"),
        Fact("places", "公示途径", "several", choices=PLACES),
        Fact("days", "公示期限（日）", "number", minimum=1, maximum=365, help="一般不少于{risk.publicity}。"),
        Fact("short", "缩短期限的说明", "long", required=False, help="情况紧急需要缩短的，公示时予以说明。"),
        proof("公示材料"),
    ),
    starts=(ClockStart("risk.publicity", since="published_on", amount="days"),),
    effect="publish",
    article=f"{LAW}第十五条",
    main=True,
)
CLOSE_PUBLICITY = Step(
    name="close_publicity",
    label="公示期满",
    suits="公示的日子满了，登记收到的意见。",
    sources=("published",),
    target="surveying",
    permission=ASSESS,
    facts=(
        Fact("received", "收到意见（条）", "number", minimum=0, maximum=100_000),
        note("意见归纳"),
        proof("公示和意见汇总"),
    ),
    lets_lapse=("risk.publicity",),
    article=f"{LAW}第十五条、第十八条",
    main=True,
)
SURVEY = Step(
    name="survey",
    label="现场勘验",
    suits="涉及场地、工程的，到现场勘验。",
    sources=("surveying",),
    target="consulting",
    permission=ASSESS,
    facts=(
        past("surveyed_on", "勘验日期"),
        Fact("units", "参加单位", limit=200),
        note("现场情况"),
        proof("勘验记录和照片"),
    ),
    article=SEVEN,
    main=True,
)
CALL_HEARING = Step(
    name="call_hearing",
    label="组织听证",
    suits="影响群众切身利益、分歧大或者群众要求听证的。",
    sources=("consulting", "hearing"),
    target="hearing",
    permission=ASSESS,
    facts=(
        past("papers_on", "听证材料送达日期"),
        Fact("hearing_on", "听证会日期", "date", help="材料送达{risk.hearing_papers}以后。"),
        Fact("place", "地点", limit=120),
        Fact(
            "sides",
            "听证参加人",
            "rows",
            columns=(
                Fact("side", "代表的一方", limit=60),
                Fact("people", "人数", "number", minimum=1, maximum=200),
                Fact("chosen", "产生方式", "choice", choices=CHOSEN),
            ),
            refuted=too_few_sides,
            help="相关各方都有代表；名单提前公布，随附件保存。",
        ),
        proof("送达凭证、参加人名单和遴选办法"),
    ),
    met_as_taken=WRITTEN_HERE,
    cancels=("risk.hearing_papers",),
    starts=(ClockStart("risk.hearing_papers", since="papers_on"),),
    effect="call_hearing",
    article=f"{LAW}第十六条",
    main=True,
    main_in=("consulting",),
)
HOLD_HEARING = Step(
    name="hold_hearing",
    label="听证会已举行",
    suits="听证会开过以后，登记参加的人和意见。",
    sources=("hearing",),
    target="answering",
    permission=ASSESS,
    facts=(
        past("held_on", "举行日期", refuted=why_on_another_day),
        note("听证情况"),
        VOTING,
        proof("听证笔录（参加人签字）"),
    ),
    meets=("risk.hearing_papers",),
    met_on="held_on",
    starts=(ClockStart("risk.feedback", since="held_on"),),
    article=f"{LAW}第十七条",
    main=True,
)
CONSULT = Step(
    name="no_hearing",
    label="以其他方式征求意见",
    suits="不需要听证的，用座谈、问卷、走访等方式征求意见。",
    sources=("consulting",),
    target="answering",
    permission=ASSESS,
    facts=(
        Fact("ways", "方式", "several", choices=WAYS),
        reason("不组织听证的理由"),
        note("征求意见情况"),
        VOTING,
        proof("意见记录"),
    ),
    guards=(Guard(left_to_project("hearing"), "本县规定重大决策都要听证，不得以其他方式代替。"),),
    starts=(ClockStart("risk.feedback"),),
    article=f"{LAW}第十四条",
)
FEED_BACK = Step(
    name="feed_back",
    label="反馈采纳情况",
    suits="征求到的意见，逐条说明采纳了没有、为什么。",
    sources=("answering",),
    target="arguing",
    permission=ASSESS,
    facts=(
        Fact(
            "opinions",
            "主要意见",
            "rows",
            columns=(
                Fact("opinion", "意见", limit=300),
                Fact("adopted", "是否采纳", "choice", choices=ADOPTED),
                Fact("reason", "未采纳的理由", required=False, limit=300),
            ),
            refuted=unreasoned,
        ),
        Fact("told", "怎样反馈或者公布", limit=200),
        done_on("反馈或者公布日期"),
        proof("反馈或者公布的材料"),
    ),
    meets=("risk.feedback",),
    met_on="done_on",
    article=f"{LAW}第十八条、第三十二条",
    main=True,
)
ARGUE = Step(
    name="argue",
    label="技术论证",
    suits="专业性、技术性较强的，请专家或者专业机构论证。",
    sources=("arguing",),
    target="reporting",
    permission=ASSESS,
    facts=(
        past("argued_on", "论证日期"),
        Fact("way", "方式", "choice", choices=ARGUMENTS),
        Fact("experts", "专家和专业机构", limit=200, help="专业、机构和人数；注意选择持不同意见的。"),
        Fact("neutral", "与决策事项没有直接利害关系", "confirm"),
        note("论证意见和采纳情况"),
        proof("署名、盖章的论证意见"),
    ),
    article=f"{LAW}第十九条、第二十条",
    main=True,
)
REPORT = Step(
    name="report",
    label="形成评估报告",
    suits="关口走完，从合法性、合理性、可行性、可控性写出评估报告。",
    sources=("reporting",),
    target="checking",
    permission=ASSESS,
    approval=APPROVE,
    refuted=why_not_so_low,
    facts=(
        Fact("methods", "评估方法", "several", choices=METHODS),
        Fact("third_party", "受托的第三方", required=False, limit=120),
        *(Fact(name, label, "choice", choices=FOUND, column=name) for name, label in CRITERIA),
        Fact(
            "plans",
            "备选方案",
            "rows",
            columns=(
                Fact("name", "方案", limit=200),
                Fact("feasible", "可行性", limit=500),
                Fact("infeasible", "不可行性", limit=500),
            ),
            column="plans",
            refuted=too_few_plans,
            help="至少两个；每个方案都作可行性和不可行性研究。",
        ),
        Fact(
            "risks",
            "风险点",
            "rows",
            columns=(
                Fact("risk", "风险点", limit=200),
                Fact("measure", "防范措施", limit=300),
                Fact("response", "处置预案", limit=300),
            ),
            column="risks",
        ),
        Fact("level", "决策风险", "choice", choices=LEVELS, column="level"),
        Fact("conclusion", "评估结论和建议", "long", column="conclusion"),
        files("评估材料"),
    ),
    papers=("stability_report",),
    tells=(Hearer.STAFF, Hearer.ABOVE),
    article=f"{LAW}第二十二条、第二十三条",
    help="评估决策，不评估个人；由单位负责人签发。",
    main=True,
)
CHECK = Step(
    name="check",
    label="复核通过",
    suits="评估报告经复核，程序、内容都没有问题的。",
    sources=("checking",),
    target="checked",
    permission=OVERSEE,
    reach=SUPERIOR,
    facts=(note("复核意见"), proof("复核记录")),
    not_by=ASSESSED,
    tells=(Hearer.LEAD, Hearer.HANDLER),
    article=SEVEN,
    main=True,
)
CORRECT = Step(
    name="correct",
    label="退回修正",
    suits="评估报告经复核有错漏的，退回修正。",
    sources=("checking", "checked"),
    target="reporting",
    permission=OVERSEE,
    reach=SUPERIOR,
    facts=(reason("需要修正的内容"),),
    tells=(Hearer.LEAD, Hearer.HANDLER),
    article=SEVEN,
)
SEND_TO_REVIEW = Step(
    name="send_to_review",
    label="送合法性审查",
    suits="复核通过以后，送司法行政部门作合法性审查。",
    sources=("checked",),
    target="legality",
    permission=ASSESS,
    facts=(
        Fact("unit", "审查机关", "unit", of=" ".join(REVIEWERS), refuted=no_reviewer),
        Fact("days", "审查时间（工作日）", "number", minimum=1, maximum=60, help="不少于{risk.legality}。"),
        proof("决策草案、依据和履行程序的说明"),
    ),
    starts=(ClockStart("risk.legality", amount="days", owed_by="unit"),),
    effect="send_to_review",
    tells=(Hearer.CO,),
    article=f"{LAW}第二十五条、第二十六条",
    main=True,
)


def _opinion(name: str, label: str, target: str, suits: str, main: bool) -> Step:
    """The reviewing department's opinion, for which it answers; what is lawful waits for a decision above."""
    above = (Hearer.ABOVE,) if main else ()
    return Step(
        name=name,
        label=label,
        suits=suits,
        sources=("legality",),
        target=target,
        permission=REVIEW,
        reach=CO,
        facts=(note("审查意见"), done_on("审查意见日期"), proof("合法性审查意见书")),
        meets=("risk.legality",),
        met_on="done_on",
        not_by=ASSESSED,
        effect="review",
        tells=(Hearer.LEAD, Hearer.HANDLER, *above),
        article=f"{LAW}第二十七条、第二十八条",
        main=main,
    )


STEPS = (
    PUBLISH,
    _by_project("publicity", "不予公示", "依法不公开、不能公示", "drafted", "surveying", f"{LAW}第十四条"),
    CLOSE_PUBLICITY,
    SURVEY,
    _by_project("survey", "不需要现场勘验", "不涉及场地、工程", "surveying", "consulting", SEVEN),
    CALL_HEARING,
    HOLD_HEARING,
    CONSULT,
    FEED_BACK,
    ARGUE,
    _by_project("argument", "不需要技术论证", "不涉及专业、技术问题", "arguing", "reporting", f"{LAW}第十九条"),
    REPORT,
    CHECK,
    CORRECT,
    SEND_TO_REVIEW,
    _opinion("lawful", "审查合法", "deciding", "经审查权限、内容、程序都合法的。", True),
    _opinion("unlawful", "审查不合法，退回", "reporting", "经审查有不合法之处、需要修改的，写明意见退回。", False),
)
