"""The papers of a warning: 预警通知, 预警解除通知."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text
from governance.organisation.models import Area, Unit

from .vocabulary import ALARMING, COUNTY_RULE, LIFT_STATUTE, STATUTE


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
    told = {"起": warning.begins_at, "止": warning.ends_at}
    return _common(issuing, STATUTE) | told | {"内容": warning.summary, "措施": warning.advice}


def _lifted(issuing: Issuing) -> dict[str, Any]:
    return _common(issuing, LIFT_STATUTE) | {"理由": issuing.facts["reason"]}


TEXTS = {
    "warning_notice": Text(_notice),
    "warning_lifted": Text(_lifted),
}
