"""The lawful moves of a stability risk assessment. Plain Python."""

from governance.cases.common_steps import COMMON_STEPS
from governance.cases.workflow import Status, Workflow

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
WORKFLOW = Workflow(
    kind="risk_assessment",
    label="社会稳定风险评估",
    prefix="WP",
    opening="drafted",
    statuses=STATUSES,
    steps=(*STEPS, *DECISION_STEPS, *COMMON_STEPS),
)
