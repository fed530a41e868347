"""The papers of a hearing: 听证通知书, 听证笔录 (信访工作条例 art. 31 item six, 36)."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text
from governance.cases.registry import workflow_of
from governance.frame.wording import one_line

from ..conditions.telling import organ_heard
from .wording import matter_of, petitioner

SUSPENDED = "听证所需时间不计算在复核期限内。"


def _called(issuing: Issuing, facts: dict[str, str]) -> dict[str, str]:
    """What was said when the hearing was called, a fact for each word: a later notice and the record rest on it."""
    last, table = issuing.case.events.filter(step="call_hearing").order_by("-seq").first(), workflow_of(issuing.case)
    return {word: last.said(table, fact) if last else "" for word, fact in facts.items()}


def _base(issuing: Issuing) -> dict[str, Any]:
    case = issuing.case
    return petitioner(issuing) | {"标题": matter_of(case).title, "意见机关": organ_heard(case).name}


def _notice(issuing: Issuing) -> dict[str, Any]:
    facts = issuing.facts
    return _base(issuing) | {
        **_called(issuing, {"主持人": "host", "是否公开": "openness", "参加人": "sides"}),
        "听证时间": facts["hearing_at"],
        "听证地点": one_line(facts["place"]),
        "理由": facts["reason"],
        "期限说明": SUSPENDED if issuing.case.kind == "recheck" else "",
    }


def _record(issuing: Issuing) -> dict[str, Any]:
    facts = issuing.facts
    return _base(issuing) | {
        **_called(issuing, {"参加人": "sides"}),
        "举行日期": facts["held_on"],
        "主持人": facts["host"].name,
        "听证笔录": facts["record"],
        "听证意见": facts.get("finding") or "",
    }


TEXTS = {
    "hearing_notice": Text(_notice),
    "hearing_record": Text(_record),
}
