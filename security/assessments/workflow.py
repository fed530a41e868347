"""The lawful moves of a stability risk assessment. Plain Python."""

from governance.cases.common_steps import COMMON_STEPS, amend_until, with_amend
from governance.cases.workflow import Status, Step, Workflow

from .decision_steps import STEPS as DECISION_STEPS
from .steps import STEPS

FOLLOW = "risk.follow"
STATUSES = {
    "drafted": Status("待公示", clock=FOLLOW),
    "published": Status("公示中", clock=FOLLOW),
    "surveying": Status("待勘验", clock=FOLLOW),
    "consulting": Status("待征求意见", clock=FOLLOW),
    "hearing": Status("待听证", clock=FOLLOW),
    "answering": Status("待反馈意见", clock=FOLLOW),
    "arguing": Status("待论证", clock=FOLLOW),
    "reporting": Status("待形成报告", clock=FOLLOW),
    "checking": Status("待复核", clock=FOLLOW),
    "checked": Status("待送审", clock=FOLLOW),
    "legality": Status("合法性审查中", clock=FOLLOW),
    "deciding": Status("待决定", clock=FOLLOW),
    "going": Status("实施中", clock=FOLLOW),
    "postponed": Status("暂缓实施", clock=FOLLOW),
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
    steps=(*STEPS, *DECISION_STEPS, *with_amend(COMMON_STEPS, _kept)),
)
