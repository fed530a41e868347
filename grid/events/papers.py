"""The papers of a grid event."""

from typing import Any

from governance.cases.papers.issue import Issuing, PaperKind, Word
from governance.frame.days import office_day
from governance.frame.wording import in_figures


def _slip(issuing: Issuing) -> dict[str, Any]:
    event = issuing.case
    person = next(iter(event.participants.all()), None)
    clock = event.clocks.filter(ended_at=None, is_window=False).order_by("due_at").first()
    return {
        "办事人": person.name if person else "办事人",
        "事项": event.category.name if event.category_id else event.get_event_type_display(),
        "收到日期": office_day(event.opened_at),
        "承办单位": event.lead_unit.name,
        "办结期限": clock.due_said(in_figures) if clock else "",
    }


PAPERS = (
    PaperKind(
        "service_slip",
        "服务事项受理回执",
        "服",
        "本县网格化服务管理事项办理时限",
        (
            Word("办事人", "办事人姓名", "王桂英"),
            Word("事项", "办理的事项", "惠农补贴代办"),
            Word("收到日期", "收到请求的日期", "2026年11月20日"),
            Word("承办单位", "承办单位全称", "凤栖路社区居民委员会"),
            Word("办结期限", "办结的期限", "2026年11月27日", required=False),
        ),
        _slip,
        needed=lambda issuing: issuing.case.event_type == "service",
    ),
)
