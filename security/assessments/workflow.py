"""The lawful moves of a stability risk assessment. Plain Python."""

from governance.cases.common_steps import COMMON_STEPS, amend_until, with_amend
from governance.cases.workflow import Status, Step, Workflow

from ..words import in_words_of
from .decision_steps import STEPS as DECISION_STEPS
from .steps import STEPS

FOLLOW = "risk.follow"
# Every gate has its own thirty days; while a draft is public nobody can go on.
GATES = {
    "drafted": "待公示",
    "published": "公示中",
    "surveying": "待勘验",
    "consulting": "待征求意见",
    "hearing": "待听证",
    "answering": "待反馈意见",
    "arguing": "待论证",
    "reporting": "待形成报告",
    "checking": "待复核",
    "checked": "待送审",
    "legality": "合法性审查中",
    "deciding": "待决定",
    "going": "实施中",
    "postponed": "暂缓实施",
}
AFTER = {"published": "risk.publicity"}
STATUSES = {
    **{
        code: Status(label, clock=FOLLOW, anew=True, after=AFTER.get(code, ""), owed_by="waits_for")
        for code, label in GATES.items()
    },
    "done": Status("已实施，条件落实", closed=True),
    "refused": Status("不予实施", closed=True),
    "withdrawn": Status("已撤回", closed=True),
}


def _kept(amend: Step) -> Step:
    sentence = "公示以后，决策草案不再更正；有改动的，用“重新履行程序”，从公示起重新办理。"
    return amend_until(amend, ("drafted",), sentence)


WORKFLOW = Workflow(
    kind="risk_assessment",
    label="社会稳定风险评估",
    prefix="WP",
    opening="drafted",
    statuses=STATUSES,
    steps=(*STEPS, *DECISION_STEPS, *in_words_of("risk_assessment", with_amend(COMMON_STEPS, _kept))),
)
