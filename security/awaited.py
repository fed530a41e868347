"""What of public safety waits for the word of who oversees the place."""

from governance.dashboard.cards import awaited_step

from .areas.steps import EVALUATE, REMOVE
from .assessments.decision_steps import GO_AHEAD
from .assessments.steps import CHECK
from .joint.steps import DECISION
from .models import JointTask, KeyArea, RiskAssessment

AWAITED = (
    awaited_step(JointTask, DECISION, "决定联动", "security:joint_tasks:list", by_another=True),
    awaited_step(KeyArea, EVALUATE, "评估重点地区成效", "security:key_areas:list"),
    awaited_step(KeyArea, REMOVE, "重点地区摘牌", "security:key_areas:list"),
    awaited_step(RiskAssessment, CHECK, "复核稳评报告", "security:assessments:list", by_another=True),
    awaited_step(RiskAssessment, GO_AHEAD, "决定稳评事项", "security:assessments:list", by_another=True),
)
