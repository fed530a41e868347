"""The paper of an assessment: 社会稳定风险评估报告, filled from what was told at the gates."""

from typing import Any

from governance.cases.papers.issue import Issuing, PaperKind, Word

from .case_head import plan_lines, risk_lines
from .vocabulary import CRITERIA, FOUND, LAW, METHODS

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
    return [f"{label}：{text}" for label, text in rows]


PAPERS = (
    PaperKind(
        "stability_report",
        "社会稳定风险评估报告",
        "稳评",
        f"{LAW}第二十三条",
        (
            Word("领域", "决策的领域", "征地拆迁"),
            Word("决策事项", "决策的内容", "对凤栖路两侧老旧房屋实施征收改造"),
            Word("公示", "公示的情况", "公示之日：2026-10-08\n收到意见（条）：12"),
            Word("勘验", "现场勘验的情况", "勘验日期：2026-11-10\n现场情况：涉及住户 86 户"),
            Word("征求意见", "听证和其他方式征求意见的情况", "举行日期：2026-11-20\n主要意见：1. 意见：提高补偿标准"),
            Word("论证", "技术论证的情况", "论证日期：2026-11-24\n专家和专业机构：城市规划专家 5 人"),
            Word("方法", "评估的方法", "重点走访、会商分析"),
            Word("标准", "四项标准，一项一行", "合法性"),
            Word("评估", "对每项标准的评估，一项一行", "符合"),
            Word("备选方案", "各方案的可行性和不可行性", "1. 原地改造。可行性：…。不可行性：…。"),
            Word("风险点", "风险点、防范措施和处置预案", "1. 补偿标准有分歧。防范措施：…。处置预案：…。"),
            Word("等级", "风险等级", "中风险"),
            Word("结论", "评估结论和建议", "风险可控，建议附条件实施。"),
        ),
        _report,
    ),
)
