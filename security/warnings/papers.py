"""The papers of a warning: 预警通知, 预警解除通知."""

from typing import Any

from governance.cases.papers.issue import Issuing, PaperKind, Word
from governance.frame.days import minute_text
from governance.organisation.models import Area, Unit

from .vocabulary import ALARMING, COUNTY_RULE, LAW, LIFT_LAW, LIFT_STATUTE, STATUTE

COMMON = (
    Word("类型等级", "类型和等级", "自然灾害橙色预警"),
    Word("范围", "预警的地方", "韦曲街道"),
)


def _common(issuing: Issuing, statute: str) -> dict[str, Any]:
    warning, unit = issuing.case, issuing.unit
    governs = unit.kind == Unit.Kind.GOVERNMENT and Area.level_of(unit.area_id) == Area.Level.COUNTY
    return {
        "依据": statute if governs and warning.warning_kind in ALARMING else COUNTY_RULE,
        "类型等级": f"{warning.get_warning_kind_display()}{warning.get_level_display()}预警",
        "范围": f"{warning.area.name}{warning.place}",
    }


def _notice(issuing: Issuing) -> dict[str, Any]:
    warning = issuing.case
    told = {"起": minute_text(warning.begins_at), "止": minute_text(warning.ends_at)}
    return _common(issuing, STATUTE) | told | {"内容": warning.summary, "措施": warning.advice}


def _lifted(issuing: Issuing) -> dict[str, Any]:
    return _common(issuing, LIFT_STATUTE) | {"理由": issuing.facts["reason"]}


PAPERS = (
    PaperKind(
        "warning_notice",
        "预警通知",
        "预警",
        LAW,
        (
            *COMMON,
            Word("起", "开始时间", "2026年7月21日 18:00"),
            Word("止", "结束时间", "2026年7月22日 18:00"),
            Word("内容", "预警的内容", "预计六小时降雨五十毫米以上"),
            Word("措施", "应对措施", "转移低洼处住户，停止户外作业"),
        ),
        _notice,
    ),
    PaperKind(
        "warning_lifted",
        "预警解除通知",
        "预解",
        LIFT_LAW,
        (*COMMON, Word("理由", "解除的理由", "降雨已经停止")),
        _lifted,
    ),
)
