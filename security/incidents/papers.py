"""The papers of an incident: 快报, 续报, 终报."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text

from .case_head import casualties


def _common(issuing: Issuing) -> dict[str, Any]:
    incident = issuing.case
    return {
        "类型等级": f"{incident.get_incident_kind_display()}（{incident.get_grade_display()}）",
        "发生时间": incident.happened_at,
        "地点": f"{incident.area.name}{incident.place}",
        "伤亡": casualties(incident),
    }


def _flash(issuing: Issuing) -> dict[str, Any]:
    told = {"主送": issuing.facts["told"], "情况": issuing.case.summary, "报告内容": issuing.facts["note"]}
    return _common(issuing) | told


def _progress(issuing: Issuing) -> dict[str, Any]:
    return _common(issuing) | {"处置进展": issuing.facts["note"]}


def _final(issuing: Issuing) -> dict[str, Any]:
    facts = issuing.facts
    return _common(issuing) | {"原因": facts["cause"], "结果": facts["outcome"], "教训": facts["lesson"]}


TEXTS = {
    "flash_report": Text(_flash),
    "progress_report": Text(_progress),
    "final_report": Text(_final),
}
