"""What only a hazard can say of itself: short words for the head, facts as label and text."""

from functools import partial

from governance.cases.registry import Described
from governance.frame.days import office_day

from ..models import Hazard
from .conditions import is_listed
from .opening import same_before


def describe(hazard: Hazard) -> Described:
    """Kind and grade, whether it is supervised by name, who sets it right, and how often the place had the same."""
    facts = [("来源", hazard.get_source_display()), ("场所类型", hazard.get_place_kind_display())]
    if hazard.responsible:
        facts.append(("整改责任人", hazard.responsible))
    if hazard.listed_on:
        until = f" 至 {hazard.delisted_on}" if hazard.delisted_on else ""
        facts.append(("挂牌督办", f"{hazard.listed_on}{until}"))
    if failed := hazard.failed_items.count():
        facts.append(("检查不合格", f"{failed} 次"))
    tags = [hazard.get_hazard_kind_display(), hazard.get_grade_display()]
    tags += ["挂牌督办"] if is_listed(hazard) else []
    return Described(tags, facts, [("情况", hazard.summary)], partial(_same, hazard))


def _same(hazard: Hazard, user) -> list[tuple[str, str]]:
    before = same_before(hazard, office_day(hazard.opened_at), user)
    return [("同一地点同类隐患", f"一年内另有 {before} 件")] if before else []
