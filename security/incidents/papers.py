"""The papers of an incident: 快报, 续报, 终报."""

from typing import Any

from governance.cases.papers.issue import Issuing, PaperKind, Word
from governance.frame.days import minute_text

from .case_head import casualties
from .steps import REPORT_LAW

COMMON = (
    Word("类型等级", "类型和等级", "安全事故（重大）"),
    Word("发生时间", "发生的时间", "2026年11月21日 02:10"),
    Word("地点", "发生的地点", "韦曲街道凤栖路社区 3 号楼"),
    Word("伤亡", "死亡、失踪、受伤人数", "死亡 1 人、受伤 3 人"),
)


def _common(issuing: Issuing) -> dict[str, Any]:
    incident = issuing.case
    return {
        "类型等级": f"{incident.get_incident_kind_display()}（{incident.get_grade_display()}）",
        "发生时间": minute_text(incident.happened_at),
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


PAPERS = (
    PaperKind(
        "flash_report",
        "案事件快报",
        "事快",
        REPORT_LAW,
        (
            *COMMON,
            Word("主送", "报给谁", "西安市委政法委员会值班室"),
            Word("情况", "首报的情况", "凤栖路社区 3 号楼发生火灾"),
            Word("报告内容", "报告的内容", "消防、医疗已到场，正在搜救"),
        ),
        _flash,
    ),
    PaperKind(
        "progress_report",
        "案事件续报",
        "事续",
        REPORT_LAW,
        (*COMMON, Word("处置进展", "处置到哪一步", "明火已扑灭，伤者送区医院")),
        _progress,
    ),
    PaperKind(
        "final_report",
        "案事件终报",
        "事终",
        REPORT_LAW,
        (
            *COMMON,
            Word("原因", "原因和性质", "电动车充电起火"),
            Word("结果", "处置结果和善后", "伤者救治，住户安置"),
            Word("教训", "教训和改进措施", "全区集中整治楼道充电"),
        ),
        _final,
    ),
)
