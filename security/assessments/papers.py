"""The paper of an assessment: 社会稳定风险评估报告, filled from what was told at the gates."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text
from governance.frame.wording import as_papers_say

from .case_head import plan_lines, risk_lines
from .vocabulary import CRITERIA, FOUND, METHODS

GATES = {
    "公示": ("publish", "close_publicity", "no_publicity"),
    "勘验": ("survey", "no_survey"),
    "征求意见": ("call_hearing", "hold_hearing", "no_hearing", "feed_back"),
    "论证": ("argue", "no_argument"),
}


def _report(issuing: Issuing) -> dict[str, Any]:
    case, facts = issuing.case, issuing.facts
    told: dict[str, list[list[str]]] = {}
    for event in case.events.order_by("seq"):
        told[event.step] = event.facts.get("told", [])
    gates = {word: "\n".join(_lines(told, steps)) for word, steps in GATES.items()}
    methods = "、".join(dict(METHODS)[code] for code in facts["methods"])
    if facts.get("third_party"):
        methods += f"；委托{facts['third_party']}评估"
    return gates | {
        "领域": case.get_sector_display(),
        "决策事项": case.summary,
        "方法": methods,
        "标准": [label for _, label in CRITERIA],
        "评估": [dict(FOUND)[getattr(case, name)] for name, _ in CRITERIA],
        "备选方案": "\n".join(plan_lines(case)),
        "风险点": "\n".join(risk_lines(case)),
        "等级": case.get_level_display(),
        "结论": case.conclusion,
    }


def _lines(told: dict, steps: tuple[str, ...]) -> list[str]:
    rows = [row for step in steps for row in told.get(step, ())]
    return [f"{label}：{as_papers_say(text)}" for label, text in rows]


TEXTS = {
    "stability_report": Text(_report),
}
